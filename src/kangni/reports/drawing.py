"""The picture of each kind of result."""

from __future__ import annotations

from kangni.core.errors import NoPicture
from kangni.core.framework import Framework
from kangni.language import Language
from kangni.reports.figure import Figure
from kangni.reports.figures.agreement import agreement
from kangni.reports.figures.balance import balance
from kangni.reports.figures.butterfly import butterfly
from kangni.reports.figures.causal_map import causal_map
from kangni.reports.figures.comparison import comparison
from kangni.reports.figures.lanes import lanes
from kangni.reports.figures.pairs import pairs
from kangni.reports.figures.saturation import saturation
from kangni.results.agreement import AgreementResult
from kangni.results.answer import Answer
from kangni.results.comparison import Comparison
from kangni.results.cooccurrence import CoOccurrence
from kangni.results.factors import FactorTable
from kangni.results.maps import CausalMap
from kangni.results.process import Process
from kangni.results.saturation import Saturation
from kangni.results.simulation import Simulation
from kangni.results.studies import StudyComparison

__all__ = ["draw"]


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
        case Comparison() | StudyComparison():
            return comparison(result, language=language)
        case AgreementResult():
            return agreement(result, language=language)
        case Saturation():
            return saturation(result, language=language)
        case CoOccurrence():
            return pairs(result, language=language)
        case Process():
            return lanes(result, framework, language=language)
        case CausalMap():
            return causal_map(result, framework, language=language, least=result.least_sources)
        case Simulation():
            return balance(result, language=language, shock_steps=framework.balance.shock_steps)
    raise NoPicture(type(result).__name__)
