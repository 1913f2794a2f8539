"""The passages that coders read differently, side by side, and what may be decided on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from kangni.core.errors import N_
from kangni.results.agreement import AgreementResult, Passage
from kangni.results.quotes import Quote
from kangni.study.shown import Shown
from kangni.web.desk import Desk

__all__ = ["Choice", "Difference", "ReadAs", "differences_of", "order_of"]

RECODED = ("missed", "different code", "parent-child")  # where somebody did not give the code


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What one coder made of the passage: the codes with the words they lie on; none for nothing."""

    coder: str
    codes: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide; `value` is the whole order as the fields of a form."""

    value: str
    words: str
    is_change: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A passage with its words, its readings, and the ways to decide."""

    passage: Passage
    quote: Quote | None
    readings: tuple[ReadAs, ...]
    choices: tuple[Choice, ...]

    @property
    def last(self) -> int:
        """Return the number of the decision that stands on it, 0 for none."""
        return self.passage.decision.number if self.passage.decision else 0


def differences_of(desk: Desk, shown: Shown[AgreementResult], passages: Sequence[Passage]) -> tuple[Difference, ...]:
    """Return passages as a page shows them."""
    order = shown.result.coders.index
    return tuple(
        _difference(
            desk,
            passage,
            sorted((*passage.coded_by, *passage.not_coded_by), key=order),
            shown.evidence(passage.key),
        )
        for passage in passages
    )


def order_of(value: str) -> dict[str, list[str]]:
    """Return the fields of a choice: outcome, and whose codings change."""
    return parse_qs(value)


def _difference(desk: Desk, passage: Passage, coders: Sequence[str], quotes: Sequence[Quote]) -> Difference:
    readings = tuple(_read_as(coder, quotes) for coder in coders)
    shown = next((quote for quote in quotes if quote.code == passage.code), quotes[0] if quotes else None)
    return Difference(passage, shown, readings, tuple(_choices(desk, passage, readings)))


def _read_as(coder: str, quotes: Sequence[Quote]) -> ReadAs:
    mine = [quote for quote in quotes if coder in quote.coders]
    return ReadAs(
        coder, tuple(dict.fromkeys(quote.code for quote in mine)), tuple(dict.fromkeys(q.words for q in mine))
    )


def _choices(desk: Desk, passage: Passage, readings: Sequence[ReadAs]) -> Iterator[Choice]:
    _ = desk.translate
    name = desk.wording.code(passage.code)
    yield _choice(_("Keep: the code stays where it is"), outcome="keep")
    yield _choice(_("Both stand: both readings are good"), outcome="both_stand")
    missing = [reading.coder for reading in readings if passage.code not in reading.codes]
    if missing:
        words = _("Change: {coders} gives it “{code}” as well").format(coders=desk.wording.names(missing), code=name)
        yield _choice(words, outcome="change", add_to=missing)
    for reading in readings:
        if passage.code in reading.codes and missing:
            words = _("Change: {coder} takes “{code}” away").format(coder=reading.coder, code=name)
            yield _choice(words, outcome="change", remove_from=[reading.coder])
    if passage.kind in RECODED:
        yield from _exchanges(desk, passage, readings)
    yield _choice(_("Change: something else, in words"), outcome="change")


def _exchanges(desk: Desk, passage: Passage, readings: Sequence[ReadAs]) -> Iterator[Choice]:
    """Return the changes by which one coder's code becomes the other's."""
    instead = {r.coder: r.codes[0] for r in readings if r.codes and passage.code not in r.codes}
    for coder, code in instead.items():
        yield _recoding(desk, coder, code, passage.code)
    for code in dict.fromkeys(instead.values()):
        for coder in passage.coded_by:
            yield _recoding(desk, coder, passage.code, code)


def _recoding(desk: Desk, coder: str, before: str, after: str) -> Choice:
    facts: Mapping[str, str] = {
        "coder": coder,
        "before": desk.wording.code(before),
        "after": desk.wording.code(after),
    }
    words = desk.translate(N_("Change: “{before}” of {coder} becomes “{after}”")).format_map(facts)
    return _choice(words, outcome="change", recode=[coder, after])


def _choice(words: str, **order: str | Sequence[str]) -> Choice:
    return Choice(urlencode(order, doseq=True), words, order["outcome"] == "change")
