"""What the chapter on the map says: who says what leads to what, where they differ."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.reports.evidence import Numbers
from kangni.reports.figure import Figure
from kangni.reports.figures.causal_map import causal_map, readable
from kangni.reports.findings import Findings
from kangni.reports.wording import Wording
from kangni.results.links import Condition, Factor, Link, TwoSided
from kangni.results.maps import CausalMap
from kangni.results.quotes import Quote

__all__ = ["ContestedLink", "MapChapter", "map_chapter"]

MOST_LISTED = 400  # links in the appendix
MOST_TOLD = 20  # contested links told with their words
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class ContestedLink:
    """A link that some say raises and some say lowers, with the words and conditions of each side."""

    link: Link
    raised: tuple[Quote, ...]
    lowered: tuple[Quote, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class MapChapter:
    """The map, its contested links and two-sided factors."""

    map: CausalMap
    figure: Figure
    least: int  # people who make a link that is drawn
    drawn: tuple[Link, ...]
    shared: int  # links of two or more people
    others: tuple[Link, ...]  # links that are not drawn
    others_left_out: int  # links that are not even listed
    contested: tuple[ContestedLink, ...]
    drivers: tuple[Factor, ...]
    outcomes: tuple[Factor, ...]
    two_sided: tuple[TwoSided, ...]


def map_chapter(findings: Findings, numbers: Numbers, wording: Wording) -> MapChapter | None:
    """Return what the chapter says; None where nothing is claimed."""
    result = findings.causal_map
    if not isinstance(result, CausalMap):
        return None
    factors = {factor.code: factor for factor in result.factors}
    least = readable(result, 1)
    others = [link for link in result.links if link.sources < least]
    return MapChapter(
        map=result,
        figure=causal_map(
            result, findings.framework, language=wording.language, least=least, link_to=numbers.links("map")
        ),
        least=least,
        drawn=tuple(sorted((link for link in result.links if link.sources >= least), key=lambda link: -link.sources)),
        shared=sum(not link.one_voice for link in result.links),
        others=tuple(sorted(others, key=lambda link: -link.sources)[:MOST_LISTED]),
        others_left_out=max(0, len(others) - MOST_LISTED),
        contested=tuple(
            _contested(link, numbers) for link in sorted(result.contested(), key=lambda link: -link.sources)[:MOST_TOLD]
        ),
        drivers=tuple(factors[code] for code in result.drivers[:MOST_NAMED] if code in factors),
        outcomes=tuple(factors[code] for code in result.outcomes[:MOST_NAMED] if code in factors),
        two_sided=result.two_sided,
    )


def _contested(link: Link, numbers: Numbers) -> ContestedLink:
    scope = numbers.scope()
    raised = scope.quotes("map", f"{link.key}/+", 1)
    lowered = scope.quotes("map", f"{link.key}/-", 1)
    conditions = tuple(
        condition for condition in link.conditions if condition.note and scope.admits([condition.participant])
    )
    return ContestedLink(link, raised, lowered, conditions)
