"""What the programs that read a project need otherwise than the standard says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kangni.exchange.refi.offsets import PLAIN, Convention

__all__ = ["PROFILES", "Profile", "Target"]


class Target(StrEnum):
    """Whom a project is written for."""

    STANDARD = "standard"
    NVIVO = "nvivo"
    MAXQDA = "maxqda"
    ATLAS = "atlas"
    QUALCODER = "qualcoder"


@dataclass(frozen=True, slots=True)
class Profile:
    """How texts, positions and selections are written.

    `has_mark` puts a byte order mark before each text, `crlf` writes line ends of two characters. `one_each` gives each
    coding a selection of its own; `named` names selections after their words, as far as `longest` characters.
    """

    convention: Convention = PLAIN
    has_mark: bool = False
    crlf: bool = False
    folder: str = "sources"
    one_each: bool = False
    named: bool = False
    longest: int = 100


PROFILES: Mapping[Target, Profile] = {
    Target.STANDARD: Profile(),
    Target.NVIVO: Profile(Convention("utf16", 2, 0), has_mark=True, crlf=True, folder="Sources", one_each=True),
    Target.MAXQDA: Profile(Convention("code_points", 1, 0), crlf=True),
    Target.ATLAS: Profile(Convention("code_points", 1, 0), named=True),
    Target.QUALCODER: Profile(),
}
