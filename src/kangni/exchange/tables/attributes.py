"""What type an attribute of participants has, and how its values stand in cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal

from kangni.core.people import AttributeValue

__all__ = ["as_cell", "parser_for"]

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")  # no leading zeros: those are labels
_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_YES_OR_NO = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


def parser_for(cells: Collection[str]) -> Callable[[str], AttributeValue]:
    """Return what turns the cells of one attribute into values: all numbers, all days, all yes and no, else text."""
    if all(map(_is_number, cells)):
        return float
    if all(map(_is_day, cells)):
        return _day
    if all(cell.casefold() in _YES_OR_NO for cell in cells):
        return lambda cell: _YES_OR_NO[cell.casefold()]
    return str


def as_cell(value: AttributeValue) -> str:
    """Return the cell that `parser_for` would turn into this value."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return format(Decimal(repr(value)), "f").removesuffix(".0")
        case date():
            return value.isoformat()
    return value


def _is_number(cell: str) -> bool:
    """Tell whether a cell is a number that loses no digit as a float."""
    return _NUMBER.fullmatch(cell) is not None and Decimal(cell) == Decimal(repr(float(cell)))


def _is_day(cell: str) -> bool:
    try:
        _day(cell)
    except ValueError:
        return False
    return True


def _day(cell: str) -> date:
    found = _DAY.fullmatch(cell)
    if found is None:
        raise ValueError(cell)
    year, month, day = map(int, found.groups())
    return date(year, month, day)
