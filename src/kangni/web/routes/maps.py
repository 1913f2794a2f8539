"""Map: what leads to what, in rings by level, with its loops, the ways through it, and where people differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from kangni.core.errors import NothingToAnalyse
from kangni.reports.figures.causal_map import causal_map, readable
from kangni.results.maps import CausalMap
from kangni.results.paths import Paths
from kangni.study import Shown
from kangni.study.claiming import Depth
from kangni.web.choices import coder_choices, factor_choices, group_choices
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.page import Numbers, page

__all__ = ["DOORS"]

DEPTHS: tuple[Depth, ...] = ("leaf", "parent", "environment")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for: whose map, how deep."""

    by: str
    group: str
    coder: str
    level: Depth

    @property
    def is_whole(self) -> bool:
        """Tell whether it is the map of everything that counts."""
        return not self.by and not self.coder


@at_desk
def whole_map(desk: Desk) -> Response:
    """Show the map, its loops, where people differ, and the ways from one factor to another."""
    asked = _asked(desk)
    try:
        shown = desk.study.map(by=asked.by, group=asked.group, coder=asked.coder, level=asked.level)
    except NothingToAnalyse:
        return page(desk, "map", "map_empty.html")
    if not shown.result.links:
        return page(desk, "map", "map_empty.html")
    found: CausalMap = shown.result
    least, most = readable(found, 1), max(link.sources for link in found.links)
    chosen = min(max(_whole(desk.asked("least")), least), max(most, least))
    loops, paths = shown.loops(), _paths(desk, asked, found)
    answers: dict[str, Shown[Any]] = {"map": shown, "loops": loops} | ({"paths": paths} if paths else {})
    picture = causal_map(
        found, desk.framework, language=desk.language, least=chosen, link_to=Numbers(desk, answers).links("map")
    )
    return page(
        desk,
        "map",
        "map.html",
        answers=answers,
        map=found,
        loops=loops.result,
        paths=paths.result if paths else None,
        picture=picture,
        least=least,
        most=max(most, least),
        chosen=chosen,
        asked=asked,
        depths=DEPTHS,
        drawn=sum(link.sources >= chosen for link in found.links),
        groups=group_choices(desk),
        coders=coder_choices(desk),
        factors=factor_choices(desk, found.factors),
        name_of={factor.code: factor.name.text(desk.language) for factor in found.factors},
        unfound=bool(desk.asked("from") and desk.asked("to")) and paths is None,
    )


def _asked(desk: Desk) -> _Asked:
    by, _, group = desk.asked("group").partition(":")
    level: Depth = next((depth for depth in DEPTHS if depth == desk.asked("level")), "leaf")
    return _Asked(by if group else "", group, desk.asked("coder"), level)


def _paths(desk: Desk, asked: _Asked, found: CausalMap) -> Shown[Paths] | None:
    """Return the ways between two factors, if the map holds both and they are two."""
    cause, effect = desk.asked("from"), desk.asked("to")
    if cause == effect or not {cause, effect} <= {factor.code for factor in found.factors}:
        return None
    return desk.study.paths(cause, effect, by=asked.by, group=asked.group, coder=asked.coder, level=asked.level)


def _whole(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0


DOORS = (Door("/studies/{key}/map", whole_map, Who.READER),)
