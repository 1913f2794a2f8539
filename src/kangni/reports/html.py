"""The report as one HTML file: no script, no network, no font of its own."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kangni.core.errors import N_, UnknownTerm
from kangni.reports.chapters.advice import advice_chapter, recommendations_chapter
from kangni.reports.chapters.agreement import agreement_chapter
from kangni.reports.chapters.arguments import argument_section
from kangni.reports.chapters.balance import balance_chapter
from kangni.reports.chapters.comparison import comparison_chapter
from kangni.reports.chapters.factors import factor_chapter
from kangni.reports.chapters.loops import loop_chapter
from kangni.reports.chapters.maps import map_chapter
from kangni.reports.chapters.process import process_chapter
from kangni.reports.chapters.scales import scale_chapters
from kangni.reports.entries import Section, sections
from kangni.reports.evidence import Numbers
from kangni.reports.figure import style as figure_style
from kangni.reports.figures.group_curves import group_curves
from kangni.reports.figures.saturation import saturation
from kangni.reports.findings import Findings
from kangni.reports.labels import EpisodeLabels
from kangni.reports.phrases import Phrases
from kangni.reports.wording import Wording
from kangni.results.process import Process
from kangni.results.saturation import Saturation

__all__ = ["CHAPTERS", "check_chapters", "render"]

CHAPTERS = {
    "summary": N_("Summary"),
    "method": N_("How the study was done"),
    "people": N_("The people"),
    "factors": N_("What pushes and what holds"),
    "comparison": N_("Who names what more often"),
    "scales": N_("Scores beside what is said"),
    "agreement": N_("Do the coders read alike?"),
    "saturation": N_("Have we heard enough?"),
    "process": N_("How it went"),
    "map": N_("What leads to what"),
    "loops": N_("Circles, and which way it goes"),
    "balance": N_("When it presses"),
    "advice": N_("What would help, and who can do it"),
    "limits": N_("What this report cannot say"),
    "codebook": N_("Appendix: codebook and further links"),
    "evidence": N_("The words behind the numbers"),
}
LINK = re.compile(r'<a\b[^>]*?href="#([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
PLACE = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A chapter's place in the report."""

    id: str
    title: str
    template: str


class _Counter:
    """Numbers figures, or tables, in the order in which they are set."""

    def __init__(self) -> None:
        self._count = count(1)

    def next(self) -> int:
        """Return the next number."""
        return next(self._count)


def render(findings: Findings, *, left_out: Collection[str] = ()) -> str:
    """Set findings as an HTML page in the language of its readers, without the chapters that are left out."""
    check_chapters(left_out)
    language = findings.language
    wording = Wording(findings.codebook, findings.framework, language=language)
    numbers = Numbers(findings)
    process = findings.process if isinstance(findings.process, Process) else None
    labels = EpisodeLabels(process, numbers, wording)
    found = findings.saturation if isinstance(findings.saturation, Saturation) else None

    def evidence() -> tuple[Section, ...]:
        return sections(findings, numbers, labels, wording)

    context: dict[str, Any] = {
        "f": findings,
        "answers": findings.answers(),
        "numbers": numbers,
        "wording": wording,
        "language": language,
        "figures": _Counter(),
        "tables": _Counter(),
        "style": _style(),
        "running": _running(findings, wording),
        "chapters": _chapters(findings, wording, left_out),
        "factors": factor_chapter(findings, numbers, wording),
        "comparison": comparison_chapter(findings, numbers, wording),
        "scales": scale_chapters(findings, wording),
        "agreement": agreement_chapter(findings, numbers, wording),
        "saturation": found,
        "saturation_figure": saturation(found, language=language, link_to=numbers.links("saturation"))
        if found
        else None,
        "group_curves": group_curves(found, language=language, link_to=numbers.links("saturation"))
        if found and (found.themes or found.levels)
        else None,
        "process": process_chapter(findings, numbers, wording, labels),
        "maps": map_chapter(findings, numbers, wording),
        "arguments": argument_section(findings, wording),
        "circles": loop_chapter(findings, numbers, wording),
        "balance": balance_chapter(findings, numbers, wording, labels),
        "advice": advice_chapter(findings, numbers),
        "recommended": recommendations_chapter(findings),
        "evidence": evidence,
        "parents": findings.codebook.parents(),
    }
    whole = _environment(wording).get_template("report.html").render(context | Phrases(findings, wording).all())
    return _without_dead_links(whole) if left_out else whole


def _chapters(findings: Findings, wording: Wording, left_out: Collection[str]) -> tuple[_Chapter, ...]:
    asked = {
        "comparison": findings.comparison is not None,
        "scales": bool(findings.scales),
        "agreement": findings.agreement is not None,
        "saturation": findings.saturation is not None,
    }
    return tuple(
        _Chapter(name, wording.translate(title), f"chapters/{name}.html")
        for name, title in CHAPTERS.items()
        if asked.get(name, True) and name not in left_out
    )


def check_chapters(names: Collection[str]) -> None:
    """Check that a report has such chapters.

    Raises
    ------
    UnknownTerm
        With the chapters that there are.
    """
    for name in names:
        if name not in CHAPTERS:
            raise UnknownTerm("chapter", name, ", ".join(CHAPTERS))


def _without_dead_links(page: str) -> str:
    """Leave the words of links to places in chapters that were left out, but for arrows back to them."""
    places = set(PLACE.findall(page))

    def settled(link: re.Match[str]) -> str:
        if link[1] in places:
            return link[0]
        return "" if 'class="back"' in link[0] or 'class="to"' in link[0] else link[2]

    return LINK.sub(settled, page)


def _running(findings: Findings, wording: Wording) -> str:
    if not findings.settings.fictional:
        return findings.settings.name
    return wording.translate(N_("{study} (fictional)")).format(study=findings.settings.name)


@cache
def _style() -> str:
    here = files("kangni.reports")
    return figure_style() + (here / "report.css").read_text(encoding="utf-8")


def _environment(wording: Wording) -> Environment:
    environment = Environment(
        loader=PackageLoader("kangni.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(wording.catalogue, newstyle=True)  # type: ignore[attr-defined]  # i18n's
    environment.filters["css_string"] = _css_string
    return environment


def _css_string(words: str) -> Markup:
    """Return words as a CSS string; every character is escaped, so that none can end it or the style sheet."""
    return Markup('"{}"').format("".join(f"\\{ord(character):06x}" for character in words))
