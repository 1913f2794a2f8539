"""How the maps end with an episode's conditions held: shares of outcomes, by the thresholds that tell them apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, drawing, link, no_link, rect, words
from kangni.reports.figures.measure import width
from kangni.results.simulation import OutcomeShare, OutcomeShares

__all__ = ["outcomes"]

ROW, BAR, TOP, LEFT = 19.0, 13.0, 40.0, 92.0
BEST_FIRST = {1: ("p3",), 2: ("p3", "r3"), 3: ("p3", "n1", "r3"), 4: ("p3", "n1", "r1", "r3")}
LEAST_WRITTEN = 0.08  # of the width: a smaller share has no room for its number


def outcomes(rows: Sequence[OutcomeShares], *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw one bar a pair of thresholds, the default first."""
    _ = translations(language).gettext
    shapes = [*_legend(rows[0].shares, language)]
    for n, row in enumerate(rows):
        y = TOP + ROW * n
        label = f"±{row.same:g} · −{row.floor:g}"
        shapes.append(link(link_to("outcome") if n == 0 else None, label, _bar(row, y, label, is_default=n == 0)))
    alt = _("Shares of outcomes over the maps, by threshold.")
    return Figure(
        svg=drawing(INNER, TOP + ROW * len(rows) + 4, shapes, alt=alt, language=language),
        title=_("How the maps end"),
        caption=_(
            "Share of the maps by outcome, the conditions held. First row: the thresholds in use; below, others. "
            "Left: within how many unit dips functioning counts as the same, and below which it counts as broken."
        ),
        alt=alt,
    )


def _legend(shares: Sequence[OutcomeShare], language: Language) -> Iterator[Shape]:
    x = LEFT
    for share, colour in zip(shares, _colours(shares), strict=True):
        name = share.name.text(language)
        yield rect(x, 8, 10, 10, colour)
        yield words(x + 15, 17, name, "small")
        x += 15 + width(name, 10) + 18


def _bar(row: OutcomeShares, y: float, label: str, *, is_default: bool) -> Iterator[Shape]:
    yield words(LEFT - 10, y + BAR - 2.5, label, "small" if is_default else "small quiet", anchor="end")
    x, whole = LEFT, INNER - LEFT
    for share, colour in zip(row.shares, _colours(row.shares), strict=True):
        wide = whole * share.share
        if wide > 0:
            yield rect(x, y, wide, BAR, colour)
        if share.share >= LEAST_WRITTEN:
            shade = "small middle" if colour in {"n1", "r1"} else "on-bar middle"
            yield words(x + wide / 2, y + BAR - 3, f"{share.share:.2f}".lstrip("0"), shade)
        x += wide


def _colours(shares: Sequence[OutcomeShare]) -> tuple[str, ...]:
    return BEST_FIRST.get(len(shares), ("n1",) * len(shares))
