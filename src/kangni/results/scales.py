"""The answers about standard scales: which there are, and the scores of participants beside their coded factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from kangni.core.names import Label
from kangni.core.undefined import Number
from kangni.results.answer import Answer, Evidence

__all__ = [
    "CutoffLine",
    "FieldUnverified",
    "GroupScore",
    "OtherStudy",
    "ReliabilityRow",
    "ScaleLine",
    "ScaleList",
    "ScaleScores",
    "Score",
    "ScoreBesideCodes",
    "ScoreChange",
    "ScorePoint",
]


@dataclass(frozen=True, slots=True)
class Score:
    """One participant's score in one wave; `answered` counts the items answered of `items`."""

    participant: str
    wave: str
    subscale: str
    metric: str
    score: Number
    answered: int
    items: int


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """How far the items of one subscale go together in one wave: Cronbach's alpha with Feldt's interval, and omega."""

    wave: str
    subscale: str
    people: int
    items: int
    alpha: Number
    lower: Number
    upper: Number
    omega: Number


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The scores of a group in one wave: the mean with Student's interval, and every point; "" stands for all."""

    group: str
    wave: str
    subscale: str
    n: int
    mean: Number
    lower: Number
    upper: Number
    deviation: Number
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One participant's change between two waves; `index` is Jacobson and Truax's, in units of what error makes.

    `reliability` and `deviation` are those that the index rests on.
    """

    participant: str
    subscale: str
    first_wave: str
    second_wave: str
    first: float
    second: float
    change: float
    index: Number
    reliability: Number
    deviation: Number


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One participant's score, and whether their interview has the codes."""

    participant: str
    score: float
    says: bool


@dataclass(frozen=True, slots=True)
class ScoreBesideCodes:
    """Scores of those whose interview has some codes, beside those whose interview does not.

    `delta` is Cliff's: how much more often somebody with the codes scores above somebody without than below. It and the
    exact p of the rank test are there from eight people on; the points always are. No score ever becomes a coding.
    """

    key: str
    subscale: str
    codes: tuple[str, ...]
    names: tuple[Label, ...]
    wave: str
    n: int
    saying: int
    delta: Number
    lower: Number
    upper: Number
    p: Number
    p_error: Number
    points: tuple[ScorePoint, ...]


@dataclass(frozen=True, slots=True)
class CutoffLine:
    """A screening line from another sample, never a diagnosis."""

    applies_to: str
    metric: str
    band: str
    bounds: str
    source: str


@dataclass(frozen=True, slots=True)
class OtherStudy:
    """What somebody else has measured with the scale; `comparable` says whether the metric is the same."""

    group: Label
    country: str
    year: str
    n: int | None
    metric: str
    statistic: str
    value: float
    deviation: float | None
    comparable: bool
    source: str
    caution: str


@dataclass(frozen=True, slots=True)
class FieldUnverified:
    """A field of the scale that was written without sight of the primary source."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleScores(Answer):
    """Scores of one scale, how reliable they are, by group and between waves, and beside the coded factors.

    Evidence keys: "exhaustion/OUT.05" opens the codings of the codes beside a subscale ("+" joins several).
    """

    deed: ClassVar[str] = "scale"
    scale: str
    name: Label
    metric: str
    items: int
    permission: str
    licence: str
    order: str
    anchor: str
    coding: str
    waves: tuple[str, ...]
    participants: tuple[str, ...]
    left_out: tuple[str, ...]
    scores: tuple[Score, ...]
    reliability: tuple[ReliabilityRow, ...]
    groups: tuple[GroupScore, ...]
    changes: tuple[ScoreChange, ...]
    beside: tuple[ScoreBesideCodes, ...]
    cutoffs: tuple[CutoffLine, ...]
    others: tuple[OtherStudy, ...]
    unverified: tuple[FieldUnverified, ...]
    rows_by_key: Mapping[str, tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({}), metadata={"show": False}
    )

    def rows(self) -> Sequence[Score]:
        """Return one row a participant, wave and subscale."""
        return self.scores

    def keys(self) -> Sequence[str]:
        """Return the keys of the codes beside the scores."""
        return tuple(self.rows_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the codings of the codes beside a score."""
        rows = self.rows_by_key.get(key)
        return None if rows is None else Evidence("coding", rows)


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """A scale in one line; `states` names what must be said of the form, `unverified` the fields nobody checked."""

    scale: str
    name: Label
    role: str
    items: int
    answers: str
    subscales: tuple[str, ...]
    total: bool
    metric: str
    permission: str
    leave: str
    states: tuple[str, ...]
    unverified: tuple[str, ...]
    excluded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleList(Answer):
    """The scales that can be scored, and those that are not shipped, with the reason."""

    deed: ClassVar[str] = "scales"
    scales: tuple[ScaleLine, ...]
    excluded: tuple[ScaleLine, ...]
    policy: tuple[str, ...]

    def rows(self) -> Sequence[ScaleLine]:
        """Return one line a scale, those not shipped at the end."""
        return (*self.scales, *self.excluded)

    def keys(self) -> Sequence[str]:
        """Return nothing: a list of scales counts nothing."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the protocol of results
        """Return nothing: a list of scales counts nothing."""
        return None
