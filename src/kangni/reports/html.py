"""The report as one HTML file: no script, no network, no font of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kangni.core.errors import N_
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

__all__ = ["render"]


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


def render(findings: Findings) -> str:
    """Set findings as an HTML page in the language of its readers."""
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
        "chapters": _chapters(findings, wording),
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
    return _environment(wording).get_template("report.html").render(context | Phrases(findings, wording).all())


def _chapters(findings: Findings, wording: Wording) -> tuple[_Chapter, ...]:
    _ = wording.translate
    titles = {
        "summary": _("Summary"),
        "method": _("How the study was done"),
        "people": _("The people"),
        "factors": _("What pushes and what holds"),
        "comparison": _("Who names what more often"),
        "scales": _("Scores beside what is said"),
        "agreement": _("Do the coders read alike?"),
        "saturation": _("Have we heard enough?"),
        "process": _("How it went"),
        "map": _("What leads to what"),
        "loops": _("Circles, and which way it goes"),
        "balance": _("When it presses"),
        "advice": _("What would help, and who can do it"),
        "limits": _("What this report cannot say"),
        "codebook": _("Appendix: codebook and further links"),
        "evidence": _("The words behind the numbers"),
    }
    asked = {
        "comparison": findings.comparison is not None,
        "scales": bool(findings.scales),
        "agreement": findings.agreement is not None,
        "saturation": findings.saturation is not None,
    }
    return tuple(
        _Chapter(name, title, f"chapters/{name}.html") for name, title in titles.items() if asked.get(name, True)
    )


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
