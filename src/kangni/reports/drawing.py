"""The picture of each kind of result."""

from __future__ import annotations

from collections.abc import Callable

from kangni.core.errors import NoPicture
from kangni.core.framework import Framework
from kangni.language import Language
from kangni.reports.figure import Figure
from kangni.reports.figures.advice import advice
from kangni.reports.figures.agreement import agreement
from kangni.reports.figures.balance import balance
from kangni.reports.figures.butterfly import butterfly
from kangni.reports.figures.causal_map import causal_map
from kangni.reports.figures.comparison import comparison
from kangni.reports.figures.fuzzy import fuzzy
from kangni.reports.figures.lanes import lanes
from kangni.reports.figures.loop_sheet import loop_sheet
from kangni.reports.figures.pairs import pairs
from kangni.reports.figures.plan import plan
from kangni.reports.figures.portrait import portrait
from kangni.reports.figures.press_signs import press_signs
from kangni.reports.figures.saturation import saturation
from kangni.reports.figures.scores import scores
from kangni.reports.figures.table_agreement import table_agreement
from kangni.results.advice import Advice
from kangni.results.agreement import AgreementResult
from kangni.results.answer import Answer
from kangni.results.comparison import Comparison
from kangni.results.cooccurrence import CoOccurrence
from kangni.results.factors import FactorTable
from kangni.results.fuzzy import FuzzySimulation
from kangni.results.loops import Loops
from kangni.results.maps import CausalMap
from kangni.results.plan import AgreementPlan
from kangni.results.press import PressSigns
from kangni.results.process import Process
from kangni.results.saturation import Saturation
from kangni.results.scales import ScaleScores
from kangni.results.second_shock import SecondShock
from kangni.results.simulation import Simulation
from kangni.results.studies import StudyComparison
from kangni.results.table_agreement import TableAgreement

__all__ = ["draw", "draw_alone"]

# typed loosely: each function takes the kind of result beside which it stands
ALONE: dict[type[Answer], Callable[..., Figure]] = {
    Advice: advice,
    AgreementPlan: plan,
    AgreementResult: agreement,
    CoOccurrence: pairs,
    FuzzySimulation: fuzzy,
    PressSigns: press_signs,
    Saturation: saturation,
    ScaleScores: scores,
    TableAgreement: table_agreement,
}


def draw(result: Answer, framework: Framework, *, language: Language) -> Figure:  # noqa: PLR0911 - one a result
    """Return a result's picture with its words in one language.

    Raises
    ------
    NoPicture
        For results that are better read as a table.
    """
    match result:
        case FactorTable():
            return butterfly(result, framework, language=language)
        case Process():
            return lanes(result, framework, language=language)
        case CausalMap():
            return causal_map(result, framework, language=language, least=result.least_sources)
        case Loops():
            return loop_sheet(result, framework, language=language)
        case Simulation(second=SecondShock() as second):
            return portrait(result, second, language=language)
        case Simulation():
            return balance(result, language=language, shock_steps=framework.balance.shock_steps)
    return draw_alone(result, language=language)


def draw_alone(result: Answer, *, language: Language) -> Figure:
    """Return the picture of a result that needs no framework.

    Raises
    ------
    NoPicture
        For results that are better read as a table.
    """
    if isinstance(result, Comparison | StudyComparison):
        return comparison(result, language=language)
    for kind, drawn in ALONE.items():
        if isinstance(result, kind):
            return drawn(result, language=language)
    raise NoPicture(type(result).__name__)
