"""What a causal map consists of: links, factors, voices beside them, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kangni.core.names import Label
from kangni.core.undefined import Number

__all__ = [
    "Beside",
    "CoderDensity",
    "Condition",
    "Factor",
    "Link",
    "LinkRow",
    "LinkSign",
    "OwnLink",
    "SourceCount",
    "Speaker",
    "TwoSided",
]


class LinkSign(StrEnum):
    """How a link is claimed; contested: both signs, between participants or within one."""

    RAISES = "+"
    LOWERS = "-"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as a line of a table; names are joined by "; ". `sources` are of n, and counted before statements."""

    key: str
    cause: str
    effect: str
    sign: LinkSign
    sources: int
    n: int
    statements: int
    positive: int
    negative: int
    weight: float
    plus: float
    minus: float
    mean_of_sources: float
    mean_of_credit: float
    strength: float
    consensus: Number
    probability_plus: float
    one_voice: bool
    raised_by: str
    lowered_by: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What a coder noted on one side of a contested link: when it holds, for whom.

    `note` is empty where `withheld` gives the reason (a message id): notes follow the rules for words that leave the
    study.
    """

    participant: str
    sign: LinkSign
    note: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """What people say that one factor does to another.

    `weight` is the sum of individual weights over n, `plus` and `minus` are its sides; of a contested link only the
    sides are of use. `raised_by` and `lowered_by` name who claims each sign, and who claims both is in both.
    `strength` is the sources' mean, 1 to 3. `mean_of_sources` is over those who speak of it, `mean_of_credit` the same
    weighted by the credit of their voices. Evidence: `key`, and `key` with "/+", "/-" or a participant.
    """

    key: str
    cause: str
    effect: str
    sign: LinkSign
    sources: int
    statements: int
    raised_by: tuple[str, ...]
    lowered_by: tuple[str, ...]
    one_voice: bool
    weight: float
    plus: float
    minus: float
    mean_of_sources: float
    mean_of_credit: float
    strength: float
    consensus: Number
    probability_plus: float
    conditions: tuple[Condition, ...] = ()

    def row(self, n: int) -> LinkRow:
        """Return the link as a line of a table of a map of n participants."""
        return LinkRow(
            key=self.key,
            cause=self.cause,
            effect=self.effect,
            sign=self.sign,
            sources=self.sources,
            n=n,
            statements=self.statements,
            positive=len(self.raised_by),
            negative=len(self.lowered_by),
            weight=self.weight,
            plus=self.plus,
            minus=self.minus,
            mean_of_sources=self.mean_of_sources,
            mean_of_credit=self.mean_of_credit,
            strength=self.strength,
            consensus=self.consensus,
            probability_plus=self.probability_plus,
            one_voice=self.one_voice,
            raised_by="; ".join(self.raised_by),
            lowered_by="; ".join(self.lowered_by),
        )


@dataclass(frozen=True, slots=True)
class Factor:
    """A code of the map: how much leaves and reaches it, and who pushes it up and down, never subtracted.

    Strengths are sums of absolute group weights; `raising` and `lowering` add the sides, so that a contested link
    pushes both ways. `risk_inflow` and `protective_inflow` are the same two by what they mean for the factor,
    undefined where it has no polarity. Evidence: the code (every claim that touches it), with "/raised", "/lowered".
    """

    code: str
    name: Label
    polarity: str
    level: str
    construct: str
    sources: int
    out_strength: float
    in_strength: float
    out_sources: int
    in_sources: int
    raising: float
    lowering: float
    raised_by: tuple[str, ...]
    lowered_by: tuple[str, ...]
    risk_inflow: Number
    protective_inflow: Number
    two_sided: bool


@dataclass(frozen=True, slots=True)
class TwoSided:
    """A factor with claims that it helps and claims that it harms (sign x polarity of the effect).

    `minority` names the smaller side and `minority_side` says which it is; of equal sides it names all, and the side
    stays empty. Evidence: the code with "/helps", "/harms".
    """

    code: str
    name: Label
    helps: tuple[str, ...]
    harms: tuple[str, ...]
    minority: tuple[str, ...]
    minority_side: str
    one_voice: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A link in another's voice, or reported without being held: it stands beside the map and is never added to it."""

    key: str
    link: str
    cause: str
    effect: str
    sign: LinkSign
    voice: str
    stance: str
    participants: tuple[str, ...]
    claims: int
    in_map: bool  # the link is also claimed in a counted voice


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A link of one participant's own map; `plus` and `minus` are both set where the participant says both."""

    key: str
    participant: str
    link: str
    cause: str
    effect: str
    weight: float
    plus: float
    minus: float
    statements: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """How dense one participant's own map is; talkative people draw denser ones."""

    participant: str
    statements: int
    links: int
    factors: int


@dataclass(frozen=True, slots=True)
class CoderDensity:
    """How dense the map is that one coder alone draws."""

    coder: str
    claims: int
    links: int
    factors: int


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many links have this many sources."""

    sources: int
    links: int
