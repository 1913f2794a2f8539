"""The packaged figures of other studies: what others have measured, with metric, source and caution."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kangni.core.names import Label
from kangni.exchange.tables.sheet import read_sheet

__all__ = ["OtherFigure", "packaged_figures"]

FILE = "reference_figures.csv"


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """One figure of another study; `read` says whether the source was seen, and None stands for a number not given."""

    id: str
    group: Label
    country: str
    field: str
    n: int | None
    instrument: str
    scale: str
    metric: str
    statistic: str
    value: float
    deviation: float | None
    low: float | None
    high: float | None
    year: str
    source: str
    read: str
    caution: str


@cache
def packaged_figures() -> tuple[OtherFigure, ...]:
    """Return the figures that come with Kangni."""
    sheet = read_sheet(FILE, files("kangni").joinpath("reference", FILE).read_bytes())
    rows = (dict(zip(sheet.headings, row, strict=True)) for row in zip(*sheet.columns, strict=True))
    return tuple(_figure(row) for row in rows)


def _figure(row: dict[str, str]) -> OtherFigure:
    return OtherFigure(
        id=row["id"],
        group=Label(row["group_en"], row["group_zh"]),
        country=row["country"],
        field=row["field"],
        n=int(row["n"]) if row["n"] else None,
        instrument=row["instrument"],
        scale=row["scale_id"],
        metric=row["metric"],
        statistic=row["statistic"],
        value=float(row["value"]),
        deviation=_number(row["sd"]),
        low=_number(row["ci_low"]),
        high=_number(row["ci_high"]),
        year=row["year"],
        source=row["source"],
        read=row["read"],
        caution=row["caution"],
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
