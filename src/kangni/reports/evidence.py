"""The numbers that a report links to, each with one place in its evidence chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from kangni.reports.figures.canvas import Link
from kangni.reports.findings import Findings
from kangni.results.answer import Answer
from kangni.results.factors import FactorTable
from kangni.results.maps import CausalMap
from kangni.results.quotes import Quote

__all__ = ["Anchored", "Numbers", "QuoteGroup", "Scope"]

SHORT = 16  # characters: a number that is not broken at the end of a line
GOOD_LENGTH = 45  # characters: a quote that reads well in running text


@dataclass(frozen=True, slots=True)
class QuoteGroup:
    """The quotes of one participant under one number; `anchor` is empty where nothing links to this participant."""

    participant: str
    anchor: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Anchored:
    """A number that something links to: the result it belongs to, its key there, its place and the first link to it."""

    answer: str
    key: str
    anchor: str
    back: str


class Numbers:
    """Hands out places for numbers as they are linked to, in the order of the text."""

    def __init__(self, findings: Findings) -> None:
        self._answers = findings.answers()
        self._apart = findings.apart
        self._open = findings.open_evidence
        self._anchored: dict[tuple[str, str], Anchored] = {}
        self._people: dict[tuple[str, str], set[str]] = {}
        self._quotes: dict[tuple[str, str], tuple[Quote, ...]] = {}
        self._links = 0
        self._divided = _divided(self._answers)

    def address(self, answer: str, key: str, back: str = "") -> str:
        """Return where a number's words stand, and keep that something links there."""
        entry, participant = self._entry_of(answer, key)
        if (answer, entry) not in self._anchored:
            anchor = f"e{len(self._anchored) + 1}"
            self._anchored[answer, entry] = Anchored(answer, entry, anchor, back)
        anchor = self._anchored[answer, entry].anchor
        if not participant:
            return f"#{anchor}"
        self._people.setdefault((answer, entry), set()).add(participant)
        return f"#{anchor}-{_slug(participant)}"

    def link(self, answer: str, key: str, words: object) -> Markup:
        """Return words that open a number, as HTML."""
        self._links += 1
        back = f"n{self._links}"
        address = self.address(answer, key, back)
        tight = "number tight" if len(str(words)) <= SHORT else "number"
        return Markup('<a class="{}" id="{}" href="{}">{}</a>').format(tight, back, address, words)

    def links(self, answer: str) -> Link:
        """Return what gives the marks of a figure about one result their addresses."""
        return partial(self._known_address, answer)

    def quotes(self, answer: str, key: str) -> tuple[Quote, ...]:
        """Return the words that may be shown of a number."""
        if (answer, key) not in self._quotes:
            self._quotes[answer, key] = self._open(self._answers[answer], key)
        return self._quotes[answer, key]

    def scope(self) -> Scope:
        """Return a fresh heading, under which people kept apart do not meet."""
        return Scope(self, self._apart)

    def anchored(self, start: int = 0) -> Sequence[Anchored]:
        """Return the numbers linked to so far, from the one with this place on."""
        return tuple(self._anchored.values())[start:]

    def groups(self, anchored: Anchored, quotes: Sequence[Quote]) -> tuple[QuoteGroup, ...]:
        """Return quotes by participant, with the places that something links to."""
        wanted = self._people.get((anchored.answer, anchored.key), set())
        people = dict.fromkeys(quote.participant for quote in quotes)
        return tuple(
            QuoteGroup(
                person,
                f"{anchored.anchor}-{_slug(person)}" if person in wanted else "",
                tuple(quote for quote in quotes if quote.participant == person),
            )
            for person in people
        )

    def missing(self, anchored: Anchored, groups: Sequence[QuoteGroup]) -> tuple[str, ...]:
        """Return places of people who are linked to but stand in none of the groups."""
        wanted = self._people.get((anchored.answer, anchored.key), set())
        return tuple(
            sorted(f"{anchored.anchor}-{_slug(person)}" for person in wanted - {g.participant for g in groups})
        )

    def _known_address(self, answer: str, key: str) -> str | None:
        if answer not in self._answers:
            return None
        is_known = self._entry_of(answer, key)[1] or self._answers[answer].find(key) is not None
        return self.address(answer, key) if is_known else None

    def _entry_of(self, answer: str, key: str) -> tuple[str, str]:
        """Return the entry under which a number stands, and the participant whose part of it is meant."""
        parent, _slash, last = key.rpartition("/")
        if last in self._divided.get((answer, parent), ()):
            return parent, last
        return key, ""


class Scope:
    """One heading: of two people kept apart only the first to speak is quoted under it."""

    def __init__(self, numbers: Numbers, apart: Sequence[tuple[str, str]]) -> None:
        self._numbers = numbers
        self._apart = apart
        self._shown: set[str] = set()

    def quotes(self, answer: str, key: str, most: int) -> tuple[Quote, ...]:
        """Return up to `most` quotes that may be shown here, one for each participant first."""
        open_to_all = [quote for quote in self._numbers.quotes(answer, key) if not quote.withheld]
        chosen: list[Quote] = []
        for quote in _spread(open_to_all):
            if len(chosen) < most and self.admits([quote.participant]):
                chosen.append(quote)
        return tuple(chosen)

    def admits(self, people: Sequence[str]) -> bool:
        """Tell whether words of and about these people may stand here, and keep that they do."""
        together = {*self._shown, *people}
        if any(first in together and second in together for first, second in self._apart):
            return False
        self._shown.update(people)
        return True


def _divided(answers: Mapping[str, Answer]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the numbers whose parts by participant can be linked to, with these participants."""
    divided: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, answer in answers.items():
        if isinstance(answer, FactorTable):
            for factor in (*answer.factors, *answer.others):
                for side in (factor.risk, factor.protective, factor.neutral):
                    divided[name, side.key] = side.names
        if isinstance(answer, CausalMap):
            for link in answer.links:
                divided[name, link.key] = tuple({*link.raised_by, *link.lowered_by})
    return divided


def _spread(quotes: Sequence[Quote]) -> list[Quote]:
    """Order quotes so that each participant's best, by its length, comes before anybody's second."""
    turn: dict[str, int] = {}
    ranked = []
    for quote in sorted(quotes, key=lambda quote: (quote.participant, abs(len(quote.words) - GOOD_LENGTH))):
        turn[quote.participant] = turn.get(quote.participant, 0) + 1
        ranked.append((turn[quote.participant], quote))
    return [quote for _turn, quote in sorted(ranked, key=lambda pair: pair[0])]


def _slug(participant: str) -> str:
    """Return a participant's handle as part of an id: letters and digits stay, the rest is written as its number."""
    return "".join(character if character.isalnum() else f"_{ord(character):x}_" for character in participant)
