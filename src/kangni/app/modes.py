"""The deed that says what agreement between coders is to a study."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias, get_args

from kangni.core.bundle import StudySettings
from kangni.core.errors import UnknownTerm
from kangni.core.names import check_text
from kangni.core.ports import Writer

__all__ = ["MODES", "Mode", "set_mode"]

Mode: TypeAlias = Literal["off", "dialogue", "reliability"]
MODES: tuple[Mode, ...] = get_args(Mode)


def set_mode(write: Writer, mode: str, *, reason: str = "") -> StudySettings:
    """Say what agreement is to the study and why, and return the settings that hold then.

    With "off" no figure of agreement stands anywhere; with "dialogue" the passages read differently come first; with
    "reliability" the figures do, of documents that were read independently.

    Raises
    ------
    UnknownTerm
        For any other word.
    """
    if mode not in MODES:
        raise UnknownTerm("mode", mode, ", ".join(MODES))
    check_text("reason", reason)
    settings = replace(write.settings(), agreement=mode, agreement_reason=reason.strip())
    write.set_settings(settings)
    return settings
