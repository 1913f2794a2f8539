"""Presses by sign: how many maps say that an answer rises, and how many that it falls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from gettext import NullTranslations

from kangni.core.undefined import Number, Undefined
from kangni.language import Language, translations
from kangni.methods.causal.direction import Direction
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, drawing, line, link, no_link, rect, words
from kangni.reports.figures.measure import shorten, width
from kangni.results.press import FUNCTIONING, PressSign, PressSigns

__all__ = ["press_signs"]

SIZE = 11.0
ROW, HEADING, TOP = 18.0, 30.0, 26.0
LONGEST_NAME = 236.0
NOTES = 150.0
MOST_PAIRS = 60  # pairs of a factor and an answer that a page can hold
ORDER = {word: place for place, word in enumerate(Direction)}


def press_signs(result: PressSigns, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the presses on functioning, and those on single answers where they are few."""
    catalogue = translations(language)
    _ = catalogue.gettext
    pairs = result.pairs if len(result.pairs) <= MOST_PAIRS or not result.whole else ()
    shown = [*result.whole, *pairs[:MOST_PAIRS]]
    picture = _Picture(shown, language, catalogue, link_to)
    shapes, height = picture.everything(shown)
    facts = {"kept": result.claims.kept, "drawn": result.claims.drawn, "n": result.n}
    alt = _("Which way answers go under %(count)s presses, in shares of maps.") % {"count": len(shown)}
    return Figure(
        svg=drawing(INNER, height + 22, shapes, alt=alt, language=language),
        title=_("If it were held so for good"),
        caption=_(
            "Right: the share of %(kept)s maps in which the answer rises; left: in which it falls; the rest has no "
            "path from the press. Each map draws %(n)s participants anew, one side of every contested link, and a "
            "strength about the one claimed. A bar on both sides means that the claims do not say which way."
        )
        % facts,
        alt=alt,
    )


class _Picture:
    """Where the middle lies, and how bars, names and words are set around it."""

    def __init__(
        self, shown: Sequence[PressSign], language: Language, catalogue: NullTranslations, link_to: Link
    ) -> None:
        self._language, self._catalogue, self._link_to = language, catalogue, link_to
        names = max((width(sign.press_name.text(language), SIZE) for sign in shown), default=0.0)
        self._names = min(names, LONGEST_NAME)
        self._left, self._right = self._names + 14, INNER - NOTES
        self._middle = (self._left + self._right) / 2

    def everything(self, shown: Sequence[PressSign]) -> tuple[list[Shape], float]:
        """Return one group of rows for each answer, the best known first, and where they end."""
        shapes: list[Shape] = []
        y = 0.0
        for answer in dict.fromkeys(sign.answer for sign in shown):
            rows = sorted((sign for sign in shown if sign.answer == answer), key=_known_first)
            shapes += self._heading(y, rows[0])
            y += HEADING
            bottom = y + ROW * len(rows)
            shapes += self._axis(y, bottom)
            for sign in rows:
                shapes.append(self._row(y + ROW / 2, sign))
                y += ROW
            y += 24
        return shapes, y - 4

    def _heading(self, y: float, sign: PressSign) -> Iterator[Shape]:
        _ = self._catalogue.gettext
        name = _(FUNCTIONING) if sign.answer == FUNCTIONING else sign.answer_name.text(self._language)
        yield words(self._middle, y + 10, name, "strong", anchor="middle")
        falls, rises = _("falls"), _("rises")
        yield words(self._middle - 10, y + 23, f"← {falls}", "small quiet", anchor="end")
        yield words(self._middle + 10, y + 23, f"{rises} →", "small quiet")

    def _axis(self, top: float, bottom: float) -> Iterator[Shape]:
        for share in (-1.0, -0.5, 0.0, 0.5, 1.0):
            yield line(self._x(share), top, self._x(share), bottom, "axis" if share == 0 else "grid")
            yield words(
                self._x(share), bottom + 13, f"{abs(share):.0%}" if share else "0", "small quiet", anchor="middle"
            )

    def _row(self, y: float, sign: PressSign) -> Shape:
        good = sign.answer == FUNCTIONING
        shapes = [
            words(self._names, y + 4, shorten(sign.press_name.text(self._language), SIZE, self._names), anchor="end")
        ]
        for share, way, classes in (
            (sign.lowers, -1, "risk" if good else "n2"),
            (sign.raises, 1, "protect" if good else "n3"),
        ):
            shapes += self._bar(y, share, way, classes)
        note = self._note(sign)
        shapes.append(
            words(self._right + 14, y + 4, shorten(note, SIZE, NOTES - 14), "" if _is_decided(sign) else "quiet")
        )
        return link(self._link_to(sign.key), f"{sign.press_name.text(self._language)}: {note}", shapes)

    def _bar(self, y: float, share: Number, way: int, classes: str) -> Iterator[Shape]:
        if isinstance(share, Undefined) or not share:
            return
        ends = sorted([self._x(0), self._x(way * share)])
        yield rect(ends[0], y - 5, ends[1] - ends[0], 10, classes)

    def _note(self, sign: PressSign) -> str:
        word = sign.word
        return self._catalogue.gettext(word.reason if isinstance(word, Undefined) else word.value)

    def _x(self, share: float) -> float:
        return self._middle + (self._right - self._left) / 2 * share


def _is_decided(sign: PressSign) -> bool:
    return sign.word in {Direction.DECIDED, Direction.WHERE_IT_EXISTS}


def _known_first(sign: PressSign) -> tuple[int, float]:
    word = len(ORDER) if isinstance(sign.word, Undefined) else ORDER[sign.word]
    return word, 0.0 if isinstance(sign.raises, Undefined) else -sign.raises
