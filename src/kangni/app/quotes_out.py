"""Retrieved quotes as a table that leaves the study."""

from __future__ import annotations

from collections.abc import Iterable

from kangni.exchange.tables.grid import Table
from kangni.results.quotes import Quote

__all__ = ["quotes_table"]

HEADINGS = (
    "participant", "document", "turn", "start", "end", "code", "coders", "quote", "translation", "withheld", "memo",
)  # fmt: skip


def quotes_table(quotes: Iterable[Quote]) -> Table:
    """Return one row a quote; words that may not be shown are empty, with the reason in the column `withheld`."""
    rows = [
        (
            quote.participant,
            quote.document or quote.place,
            _number(quote.turn),
            _number(quote.start),
            _number(quote.end),
            quote.code,
            ";".join(quote.coders),
            quote.words,
            quote.translation,
            quote.withheld,
            quote.note,
        )
        for quote in quotes
    ]
    return Table("quotes", HEADINGS, rows)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
