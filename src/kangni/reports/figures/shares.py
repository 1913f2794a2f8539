"""How episodes ended: people and episodes by outcome, with intervals."""

from __future__ import annotations

from collections.abc import Iterator

from kangni.core.undefined import Number, Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, circle, drawing, line, link, no_link, words
from kangni.reports.figures.lanes import outcome_mark
from kangni.reports.figures.measure import width
from kangni.results.process import OutcomeRow, Process

__all__ = ["shares"]

ROW = 30.0
TOP = 30.0
SIZE = 11.0
COUNTS = 120.0


def shares(process: Process, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the share of episodes by outcome with intervals that may be compared, and the people beside them."""
    _ = translations(language).gettext
    names = max((width(row.name.text(language), SIZE) for row in process.outcomes), default=0.0) + 30
    axis = _Axis(names + 8, INNER - COUNTS - 16)
    height = TOP + ROW * len(process.outcomes)
    shapes = [*axis.frame(height), words(INNER, TOP - 12, _("episodes · people"), "small quiet", anchor="end")]
    for n, row in enumerate(process.outcomes):
        shapes.append(
            _row(
                row,
                axis,
                TOP + ROW * (n + 0.5),
                mark=outcome_mark(n, len(process.outcomes), 8, TOP + ROW * (n + 0.5)),
                language=language,
                link_to=link_to,
            )
        )
    episodes = process.outcomes[0].episodes_n if process.outcomes else 0
    alt = _("Outcomes of %(count)s episodes with intervals.") % {"count": episodes}
    return Figure(
        svg=drawing(INNER, height + 20, shapes, alt=alt, language=language),
        title=_("How episodes ended"),
        caption=_(
            "Dot: share of %(count)s episodes. Thick line: Wilson's 95 %% interval. "
            "Thin line: Goodman's, which holds for all outcomes at once and is the one to compare them by. "
            "Episodes of one person are not independent, so both are rather too short."
        )
        % {"count": episodes},
        alt=alt,
    )


class _Axis:
    """A share from nought to one between two places."""

    def __init__(self, left: float, right: float) -> None:
        self._left, self._right = left, right

    def x(self, share: float) -> float:
        """Return where a share stands."""
        return self._left + (self._right - self._left) * share

    def frame(self, bottom: float) -> Iterator[Shape]:
        """Return lines at the quarters; shares of few episodes are written as fractions, never as percentages."""
        for share, name in ((0.0, "0"), (0.25, "¼"), (0.5, "½"), (0.75, "¾"), (1.0, "1")):
            yield line(self.x(share), TOP - 6, self.x(share), bottom, "grid")
            yield words(self.x(share), bottom + 14, name, "small quiet", anchor="middle")


def _row(row: OutcomeRow, axis: _Axis, y: float, *, mark: Shape, language: Language, link_to: Link) -> Shape:
    shapes = [mark, words(22, y + 4, row.name.text(language))]
    shapes += _whisker(axis, y, row.goodman_lower, row.goodman_upper, "whisker thin")
    shapes += _whisker(axis, y, row.lower, row.upper, "whisker thick")
    if row.episodes_n:
        shapes.append(circle(axis.x(row.episodes / row.episodes_n), y, 4, "ink"))
    counts = f"{row.episodes}/{row.episodes_n} · {row.participants}/{row.participants_n}"
    shapes.append(words(INNER, y + 4, counts, anchor="end"))
    return link(link_to(row.key), f"{row.name.text(language)} {counts}", shapes)


def _whisker(axis: _Axis, y: float, low: Number, high: Number, classes: str) -> list[Shape]:
    if isinstance(low, Undefined) or isinstance(high, Undefined):
        return []
    return [line(axis.x(low), y, axis.x(high), y, classes)]
