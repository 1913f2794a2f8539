"""What the chapter on the balance says: shock and return, what drives and what resists, and whether it fits."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.undefined import Undefined
from kangni.reports.evidence import Numbers
from kangni.reports.figure import Figure
from kangni.reports.figures.balance import balance
from kangni.reports.figures.canvas import Link
from kangni.reports.figures.forest import Effect, forest
from kangni.reports.figures.outcomes import outcomes
from kangni.reports.figures.press_effects import press_effects
from kangni.reports.findings import Findings
from kangni.reports.labels import EpisodeLabels
from kangni.reports.wording import Wording
from kangni.results.simulation import Curve, RunKind, Simulation, ToldCheck

__all__ = ["BalanceChapter", "balance_chapter"]


@dataclass(frozen=True, slots=True)
class BalanceChapter:
    """Curves, effects and the check against what was told."""

    simulation: Simulation
    shock: Curve | None
    conditions: Curve | None
    curves: Figure | None
    outcomes: Figure | None
    drives: Figure | None
    holds: Figure | None
    presses: Figure | None
    told: ToldCheck | None
    episode: str  # its label as it may be shown


def balance_chapter(
    findings: Findings, numbers: Numbers, wording: Wording, labels: EpisodeLabels
) -> BalanceChapter | None:
    """Return what the chapter says; None where nothing is claimed."""
    simulation = findings.simulation
    if not isinstance(simulation, Simulation):
        return None
    curves = {curve.run: curve for curve in simulation.curves}
    link_to = numbers.links("balance")
    return BalanceChapter(
        simulation=simulation,
        shock=curves.get(RunKind.SHOCK),
        conditions=curves.get(RunKind.CONDITIONS),
        curves=balance(
            simulation,
            language=wording.language,
            shock_steps=findings.framework.balance.shock_steps,
            link_to=link_to,
        )
        if simulation.curves
        else None,
        outcomes=None
        if isinstance(simulation.outcomes, Undefined)
        else outcomes(simulation.outcomes, language=wording.language, link_to=link_to),
        drives=_drives(simulation, wording, link_to) if simulation.drives else None,
        holds=_holds(simulation, wording, link_to) if simulation.holds else None,
        presses=press_effects(simulation, language=wording.language, link_to=link_to) if simulation.presses else None,
        told=None if isinstance(simulation.told, Undefined) else simulation.told,
        episode=labels.shown(simulation.episode.handle) if simulation.episode is not None else "",
    )


def _drives(simulation: Simulation, wording: Wording, link_to: Link) -> Figure:
    _ = wording.translate
    effects = [
        Effect(
            f"drives/{driver.code}",
            driver.name.text(wording.language),
            driver.shift,
            _people(wording, len(driver.participants), simulation.participants),
        )
        for driver in simulation.drives
    ]
    alt = _("How far each stressor alone moves the resting level of functioning.")
    return Figure(
        svg=forest(effects, axis=_axis(wording), alt=alt, language=wording.language, link_to=link_to),
        title=_("What drives"),
        caption=_(
            "Each stressor held high by itself. Left of nought: it pulls functioning down. "
            "Line: where nine of ten maps lie."
        ),
        alt=alt,
    )


def _holds(simulation: Simulation, wording: Wording, link_to: Link) -> Figure:
    _ = wording.translate
    effects = [
        Effect(
            f"holds/{holding.level}",
            holding.name.text(wording.language),
            holding.shift,
            wording.catalogue.ngettext("%(num)s protection", "%(num)s protections", len(holding.codes))
            % {"num": len(holding.codes)},
        )
        for holding in simulation.holds
    ]
    alt = _("How far functioning sinks when all protections of one environment are taken away.")
    return Figure(
        svg=forest(effects, axis=_axis(wording), alt=alt, language=wording.language, link_to=link_to),
        title=_("What resists"),
        caption=_(
            "All protections of one environment held low at once; some have more of them than others. "
            "The further left, the more rests on them. Line: where nine of ten maps lie."
        ),
        alt=alt,
    )


def _axis(wording: Wording) -> str:
    return wording.translate("resting level of functioning, in unit dips")


def _people(wording: Wording, people: int, n: int) -> str:
    return wording.translate("%(people)s of %(n)s people") % {"people": people, "n": n}
