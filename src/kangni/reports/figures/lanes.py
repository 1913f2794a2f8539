"""Episodes as lanes through the stages, grouped by how they ended."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

from kangni.core.errors import N_
from kangni.core.framework import Framework
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import (
    INNER,
    Link,
    Shape,
    drawing,
    group,
    line,
    link,
    mark,
    no_link,
    path,
    polygon,
    rect,
    words,
)
from kangni.reports.figures.measure import shorten
from kangni.results.process import Lane, LaneMoment, Process

__all__ = ["LaneOrder", "lanes", "outcome_mark"]

LaneOrder: TypeAlias = Literal["outcome", "participant"]

ROW = 17.0
HEADING = 24.0
TOP = 24.0
PERSON = 34.0
NAMES = 196.0  # px for participant and label
INSET = 14.0  # px from a stage's line to its first moment
BESIDE = 11.0  # px between moments of one stage
SIZE = 11.0
ALT: dict[LaneOrder, str] = {
    "outcome": N_("%(count)s episodes as lanes through the stages, grouped by outcome."),
    "participant": N_("%(count)s episodes as lanes through the stages, grouped by participant."),
}


def lanes(
    process: Process,
    framework: Framework,
    *,
    language: Language,
    labels: Mapping[str, str] | None = None,
    outcomes: Sequence[str] | None = None,
    by: LaneOrder = "outcome",
    only: Collection[str] | None = None,
    link_to: Link = no_link,
) -> Figure:
    """Draw the episodes of some outcomes, of all where none is named, grouped by how they ended or by who tells them.

    `labels` replaces the words beside an episode by its key, where they may not be shown; `only` names the episodes to
    draw by their keys.
    """
    _ = translations(language).gettext
    picture = _Picture(process, framework, language=language, labels=labels or {}, link_to=link_to)
    drawn = [lane for lane in process.lanes if only is None or lane.key in only]
    names = {row.outcome: row.name.text(language) for row in process.outcomes}
    groups = _by_participant(drawn) if by == "participant" else _by_outcome(drawn, names, outcomes, _("No outcome"))
    shapes, y = list(picture.heads()), TOP
    for name, found in groups:
        if found:
            shapes += picture.heading(y, f"{name} {len(found)}")
            y += HEADING
            for lane in found:
                shapes += picture.lane(y, lane)
                y += ROW
            y += 6
    shapes = [*picture.columns(y), *shapes]
    alt = _(ALT[by]) % {"count": sum(len(found) for _name, found in groups)}
    return Figure(
        svg=drawing(INNER, y, shapes, alt=alt, language=language),
        title=_("Episodes through the stages"),
        caption=_(
            "Left to right: the stages of the framework. The line joins moments in the order in which the speaker "
            "tells them; a bow below runs back. ▼ risk, ▲ protection, ● neither; hollow ●: not told."
        ),
        alt=alt,
    )


def outcome_mark(place: int, count: int, x: float, y: float, size: float = 10) -> Shape:
    """Return the mark of an outcome by its place among `count`, the best being 0.

    The best points up, the worst down, the second worst of four or more down and hollow; what lies between is level.
    """
    if place == 0:
        return mark(1, x, y, size)
    if place == count - 1:
        return mark(-1, x, y, size)
    if place == count - 2 and count > 3:
        half = size / 2
        return polygon([(x - half, y - half * 0.8), (x + half, y - half * 0.8), (x, y + half * 0.9)], "hollow")
    return group([rect(x - size / 2, y - 3.5, size, 2, "neutral"), rect(x - size / 2, y + 1.5, size, 2, "neutral")])


def _by_outcome(
    drawn: Sequence[Lane], names: Mapping[str, str], outcomes: Sequence[str] | None, none: str
) -> list[tuple[str, list[Lane]]]:
    wanted = list(names) if outcomes is None else outcomes
    groups = [(names.get(outcome, outcome), [lane for lane in drawn if lane.outcome == outcome]) for outcome in wanted]
    if outcomes is None:
        groups.append((none, [lane for lane in drawn if lane.outcome not in names]))
    return groups


def _by_participant(drawn: Sequence[Lane]) -> list[tuple[str, list[Lane]]]:
    told = sorted(drawn, key=lambda lane: lane.participant)
    return [(name, list(found)) for name, found in groupby(told, key=lambda lane: lane.participant)]


class _Picture:
    """Where the stages stand and how an episode runs through them."""

    def __init__(
        self,
        process: Process,
        framework: Framework,
        *,
        language: Language,
        labels: Mapping[str, str],
        link_to: Link,
    ) -> None:
        self._stages = {stage: n for n, stage in enumerate(process.stages)}
        self._last = process.stages[-1] if process.stages else ""
        self._names = [label.text(language) for label in process.stage_names]
        self._signs = {polarity.id: polarity.sign for polarity in framework.polarities}
        self._places = {row.outcome: n for n, row in enumerate(process.outcomes)}
        self._labels = labels
        self._link_to = link_to
        self._step = (INNER - NAMES) / len(process.stages)
        self._end = INNER - self._step + INSET

    def heads(self) -> Iterator[Shape]:
        """Return the names of the stages."""
        for n, name in enumerate(self._names):
            yield words(NAMES + self._step * n + INSET - 5, TOP - 10, shorten(name, SIZE, self._step - 4), "strong")

    def columns(self, bottom: float) -> Iterator[Shape]:
        """Return the lines between the stages."""
        for n in range(len(self._names)):
            yield line(NAMES + self._step * n, TOP - 2, NAMES + self._step * n, bottom, "grid")

    def heading(self, y: float, name: str) -> Iterator[Shape]:
        """Return an outcome's name over a rule."""
        yield words(0, y + 14, name, "strong")
        yield line(0, y + 19.5, INNER, y + 19.5, "axis")

    def lane(self, y: float, lane: Lane) -> Iterator[Shape]:
        """Return one episode: who, what about, its moments in told order, its outcome."""
        middle = y + ROW / 2 + 1
        label = self._labels.get(lane.key, lane.label)
        shapes = [
            words(0, middle + 4, lane.participant, "quiet"),
            words(PERSON, middle + 4, shorten(label, SIZE, NAMES - PERSON - 8)),
        ]
        moments = _before_outcome(lane, self._last) if lane.outcome in self._places else lane.moments
        places = self._places_of(moments)
        ends = [*places, self._end - 8] if lane.outcome in self._places else places
        shapes += [_thread(middle, start, stop) for start, stop in pairwise(ends)]
        for x, moment in zip(places, moments, strict=True):
            sign = self._signs.get(moment.polarity, 0)
            shapes.append(mark(sign, x, middle, 8.5, "" if moment.code else "node"))
        if lane.outcome in self._places:
            shapes.append(outcome_mark(self._places[lane.outcome], len(self._places), self._end, middle))
        yield link(self._link_to(lane.key), f"{lane.participant} {label}".strip(), shapes)

    def _places_of(self, moments: Sequence[LaneMoment]) -> list[float]:
        """Return where each moment stands: in its stage's column, beside earlier ones of the same stage."""
        taken: dict[str, int] = {}
        places = []
        for moment in moments:
            n = taken.get(moment.stage, 0)
            taken[moment.stage] = n + 1
            room = min(BESIDE, (self._step - INSET - 6) / max(1, sum(m.stage == moment.stage for m in moments)))
            places.append(NAMES + self._step * self._stages.get(moment.stage, 0) + INSET + room * n)
        return places


def _before_outcome(lane: Lane, last: str) -> tuple[LaneMoment, ...]:
    """Return the moments that are drawn singly: those of the last stage say what the outcome's own mark says."""
    return tuple(moment for moment in lane.moments if moment.stage != last)


def _thread(y: float, start: float, stop: float) -> Shape:
    if stop >= start:
        return line(start, y, stop, y, "lane")
    depth = y + 7.5
    return path(f"M{start:.1f} {y:.1f} C{start:.1f} {depth:.1f} {stop:.1f} {depth:.1f} {stop:.1f} {y:.1f}", "lane")
