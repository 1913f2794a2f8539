"""The answer to "do two coders find the same links?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from kangni.core.undefined import Number
from kangni.results.answer import Answer, Evidence

__all__ = ["ComparedLink", "LinkAgreement"]

NO_EVIDENCE: Mapping[str, Evidence] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ComparedLink:
    """One link in one participant's account, as each coder found it.

    Signs are "+", "-", "contested" where a coder found both, and empty where none. Strengths are means from 1 to 3, 0
    where not found. Evidence: `key`, and `key` with "/" and the coder.
    """

    key: str
    participant: str
    cause: str
    effect: str
    first_sign: str
    second_sign: str
    first_strength: float
    second_strength: float
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAgreement(Answer):
    """Two coders' links in the accounts that both have read, link by link and participant by participant.

    `specific` is 2 both / (2 both + only_first + only_second), with its interval; `kappa` grants `places` pairs that
    could have been linked. Signs and strengths are compared on common links alone.
    """

    deed: ClassVar[str] = "link-agreement"
    first: str
    second: str
    participants: tuple[str, ...]
    first_claims: int
    second_claims: int
    both: int
    only_first: int
    only_second: int
    specific: Number
    specific_low: Number
    specific_high: Number
    kappa: Number
    places: int
    same_sign: int
    other_sign: int
    sign_share: Number
    sign_kappa: Number
    sign_ac: Number
    strength_kappa: Number
    links: tuple[ComparedLink, ...]
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: NO_EVIDENCE, repr=False, metadata={"show": False}
    )

    def rows(self) -> Sequence[ComparedLink]:
        """Return one row a link of a participant."""
        return self.links

    def keys(self) -> Sequence[str]:
        """Return the links of participants, each also with the coder."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the claims under `key`."""
        return self.evidence_by_key.get(key)
