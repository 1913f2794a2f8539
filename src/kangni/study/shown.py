"""A result in the hand of somebody who works with it: evidence as words, data frames, figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kangni.core.errors import ExtraMissing
from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.results.answer import Answer, Plain, Row
from kangni.results.quotes import Quote

if TYPE_CHECKING:
    import pandas as pd

    from kangni.reports.figure import Figure
    from kangni.results.factors import FactorTable
    from kangni.results.loops import Loops
    from kangni.results.maps import CausalMap
    from kangni.results.simulation import Simulation

__all__ = ["Shown", "ShownFactors", "ShownMap", "flat"]

AnswerType_co = TypeVar("AnswerType_co", bound=Answer, covariant=True)
OpenEvidence = Callable[[Answer, str, bool], tuple[Quote, ...]]
Draw = Callable[[Any], "Figure"]


class Shown(Generic[AnswerType_co]):
    """A result together with the ways to open and to show it.

    Everything the result knows is an attribute here too: `study.factors().n` is `study.factors().result.n`.
    """

    def __init__(self, result: AnswerType_co, *, open_evidence: OpenEvidence, draw: Draw, language: str) -> None:
        self.result = result
        self._open_evidence = open_evidence
        self._draw = draw
        self._language = language

    def evidence(self, key: str, *, unrestricted: bool = False) -> tuple[Quote, ...]:
        """Return the quotes behind the number named `key`.

        `unrestricted` also shows words that their speakers have not released: for the eyes of the team.
        """
        return self._open_evidence(self.result, key, unrestricted)

    def rows(self) -> Sequence[Row]:
        """Return the table of the result."""
        return self.result.rows()

    def to_dict(self) -> dict[str, Plain]:
        """Return everything the result says as plain values."""
        return self.result.to_dict()

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a pandas data frame; undefined numbers are missing values there.

        Raises
        ------
        ExtraMissing
            If pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise ExtraMissing("to_frame()", "frames") from error
        return pd.DataFrame([flat(row, language=self._language, undefined=None) for row in self.rows()])

    def figure(self) -> Figure:
        """Return the picture of the result: `save(path)` writes .svg, .png or .pdf, a notebook shows it.

        Raises
        ------
        NoPicture
            If this kind of result is a table or sentences.
        """
        return self._draw(self.result)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # copy and pickle ask before __init__ ran
            raise AttributeError(name)
        return getattr(self.result, name)

    def __repr__(self) -> str:
        return f"<{type(self.result).__name__}: {len(self.rows())} rows>"

    def _repr_html_(self) -> str:
        return self.to_frame().to_html(index=False)


class ShownFactors(Shown["FactorTable"]):
    """Factors, which can also be drawn participant by participant."""

    def __init__(
        self, result: FactorTable, *, open_evidence: OpenEvidence, draw: Draw, draw_matrix: Draw, language: str
    ) -> None:
        super().__init__(result, open_evidence=open_evidence, draw=draw, language=language)
        self._draw_matrix = draw_matrix

    def matrix_figure(self) -> Figure:
        """Return the picture of who names which factor."""
        return self._draw_matrix(self.result)


class ShownMap(Shown["CausalMap"]):
    """A map, which also knows its loops and can be pressed."""

    def __init__(
        self,
        result: CausalMap,
        *,
        open_evidence: OpenEvidence,
        draw: Draw,
        language: str,
        loops: Callable[[int, bool], Shown[Loops]],
        press: Callable[[Mapping[str, float]], Shown[Simulation]],
    ) -> None:
        super().__init__(result, open_evidence=open_evidence, draw=draw, language=language)
        self._loops = loops
        self._press = press

    def loops(self, *, cap: int = 6, told_only: bool = True) -> Shown[Loops]:
        """Return the feedback loops of this map."""
        return self._loops(cap, told_only)

    def press(self, levels: Mapping[str, float]) -> Shown[Simulation]:
        """Return what the map does while these factors are held at levels from 0 to 1; rest is 0.5."""
        return self._press(levels)


def flat(row: Row, *, language: str, undefined: str | None) -> dict[str, Any]:
    """Return one row as a dictionary: names in one language, lists joined by "; ", undefined numbers as `undefined`."""
    return {f.name: _cell(getattr(row, f.name), language, undefined) for f in fields(row)}


def _cell(value: object, language: str, undefined: str | None) -> object:
    match value:
        case Undefined():
            return undefined
        case Label():
            return value.text(language)
        case tuple() | list() | frozenset():
            return "; ".join(str(_cell(item, language, undefined)) for item in value)
    return value
