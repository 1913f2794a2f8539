"""Which picture belongs to which result."""

from __future__ import annotations

from kangni.core.errors import NoPicture
from kangni.core.framework import Framework
from kangni.language import Language
from kangni.reports.figure import Figure
from kangni.reports.figures.agreement import agreement
from kangni.reports.figures.balance import balance
from kangni.reports.figures.butterfly import butterfly
from kangni.reports.figures.causal_map import causal_map
from kangni.reports.figures.lanes import lanes
from kangni.reports.figures.saturation import saturation
from kangni.results.agreement import AgreementResult
from kangni.results.answer import Answer
from kangni.results.factors import FactorTable
from kangni.results.maps import CausalMap
from kangni.results.process import Process
from kangni.results.saturation import Saturation
from kangni.results.simulation import Simulation

__all__ = ["draw"]


def draw(result: Answer, framework: Framework, *, language: Language) -> Figure:
    """Return the picture that shows a result first.

    Raises
    ------
    NoPicture
        For results that are tables or sentences.
    """
    match result:
        case AgreementResult():
            figure = agreement(result, language=language)
        case Saturation():
            figure = saturation(result, language=language)
        case FactorTable():
            figure = butterfly(result, framework, language=language)
        case Process():
            figure = lanes(result, framework, language=language)
        case CausalMap():
            figure = causal_map(result, framework, language=language)
        case Simulation():
            figure = balance(result, language=language, shock_steps=framework.balance.shock_steps)
        case _:
            raise NoPicture(type(result).__name__)
    return figure
