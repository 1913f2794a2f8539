"""Answers that belong to no study, such as those about plain tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kangni.language import Language
from kangni.methods.chance import DEFAULT_SEED
from kangni.results.answer import Answer
from kangni.results.quotes import Quote
from kangni.study.shown import Shown

if TYPE_CHECKING:
    from kangni.methods.agreement.ratings import Level
    from kangni.reports.figure import Figure
    from kangni.results.table_agreement import TableAgreement

__all__ = ["agreement_of_table", "shown_alone"]

AnswerType = TypeVar("AnswerType", bound=Answer)


def agreement_of_table(
    path: str | Path,
    *,
    level: Level = "nominal",
    sets: bool = False,
    mapping: Mapping[str, str] | None = None,
    coder_columns: Sequence[str] = (),
    offered: Sequence[str] = (),
    sheet: str = "",
    encoding: str = "",
    language: Language = "en",
    seed: int = DEFAULT_SEED,
) -> Shown[TableAgreement]:
    """Ask whether the coders of a plain table agree: a row a rating with unit, coder and value.

    Parameters
    ----------
    path
        A .csv or .xlsx file. An empty value is missing, not "no".
    level
        "nominal" takes any words, "ordinal", "interval" and "ratio" take numbers.
    sets
        The values of one unit and coder make a set; an empty value is the empty set.
    mapping
        Which heading stands for which column: unit, coder, value, and where wanted item and participant.
    coder_columns
        Headings under which the values of one coder each stand, one row a unit.
    offered
        Values that could have been given though nobody did.
    sheet, encoding
        Which sheet of a workbook, and of what encoding a text file is, where it is not to be guessed.

    Raises
    ------
    FaultyTable
        With all faults of the table and their places.
    """
    from kangni.app.table_agreement import agreement_of_table as compare
    from kangni.exchange.files import read_files
    from kangni.exchange.tables.sheet import read_sheet

    ((name, content),) = read_files([Path(path)])
    result = compare(
        read_sheet(name, content, sheet=sheet, encoding=encoding),
        level=level,
        is_sets=sets,
        mapping=mapping,
        coder_columns=coder_columns,
        offered=offered,
        seed=seed,
    )
    return shown_alone(result, language=language)


def shown_alone(result: AnswerType, *, language: Language) -> Shown[AnswerType]:
    """Return a result with its picture; no words stand behind it."""
    return Shown(result, open_evidence=_open, draw=partial(_draw, language=language), language=language)


def _open(result: Answer, key: str, _everything: bool) -> tuple[Quote, ...]:  # noqa: FBT001 - OpenEvidence
    result.evidence(key)  # says that there is none
    return ()


def _draw(result: Answer, *, language: Language) -> Figure:
    from kangni.reports.drawing import draw_alone

    return draw_alone(result, language=language)
