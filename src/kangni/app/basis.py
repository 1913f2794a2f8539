"""What an analysis of codings rests on: who belongs to n, and the quotes that count in a reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.core.codebook import Code
from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE
from kangni.core.errors import N_
from kangni.core.framework import Framework, Term
from kangni.core.people import Coder, Participant, Scope
from kangni.core.ports import DocumentHead, Reader
from kangni.methods.columns import Bools, CodingColumns, ColumnSource, Ints, TurnColumns
from kangni.methods.readings import QuoteColumns, Reading, read_quotes
from kangni.results.answer import Caution, Setting

__all__ = ["Basis", "Heard", "basis", "cautions_that_hold", "heard", "reading_of"]

COUNTED_VOICES = (DEFAULT_VOICE, "shared")
COUNTED_STANCES = (DEFAULT_STANCE,)

NO_CONSENT = N_("no consent to analysis")
CONSENT_ENDED = N_("consent has ended")
NO_DOCUMENT = N_("no document")

UNRECORDED = N_(
    "{count} of {n} participants have no record of consent; they count here, and exports wait until it is recorded or "
    "waived."
)
NOBODYS_WORDS = N_("{count} codings lie on words of nobody in the study and are not counted.")
OUTSIDE_N = N_("{count} codings of participants outside n are not counted.")
UNCODED = N_("{count} of {n} documents carry no coding in this reading.")
UNSEEN = N_("{count} of {n} documents are declared done by nobody; what all agree on is unknown there.")


@dataclass(frozen=True, slots=True)
class Heard:
    """The participants of a study, who of them belongs to n, and why the others do not."""

    people: tuple[Participant, ...]
    handles: tuple[str, ...]
    heads: tuple[DocumentHead, ...]
    speaker: Ints  # by turn: its participant, else the main one of its document, else -1
    reasons: Mapping[int, str]  # by number of a participant outside n
    included: Bools  # by participant; one False more at the end, so that -1, nobody, finds it

    @property
    def n(self) -> int:
        """Return how many belong to n."""
        return int(self.included.sum())

    def unrecorded(self) -> int:
        """Return how many of n have no record of consent."""
        return sum(person.consent is None for person, counts in zip(self.people, self.included, strict=False) if counts)


@dataclass(frozen=True, slots=True)
class Basis:
    """The quotes that count, other voices and stances included, and what was left out on the way."""

    framework: Framework
    codes: tuple[Code, ...]
    heard: Heard
    turns: TurnColumns
    quotes: QuoteColumns
    left_out: Ints  # codings by participant
    documents: Ints  # of n
    reading: str
    cautions: tuple[Caution, ...]

    def settings(self) -> tuple[Setting, ...]:
        """Return the choices that every count of quotes rests on."""
        return (
            Setting("reading", self.reading),
            Setting("unit", "participant turn"),
            Setting("voices", _known(self.framework.voices, COUNTED_VOICES)),
            Setting("stances", _known(self.framework.stances, COUNTED_STANCES)),
        )


def basis(read: Reader, columns: ColumnSource, *, on: date, reading: str) -> Basis:
    """Collect what the counting of codings on one day needs; `reading` is a coder's handle, "any" or "all"."""
    framework, turns, codings, seen = read.framework(), columns.turns(), columns.codings(), columns.seen()
    people = heard(read, turns, on=on)
    wanted = reading_of(read, reading)
    said = _quotes(codings, turns, seen, framework, reading="any" if wanted == "all" else wanted)
    agreed = _quotes(codings, turns, seen, framework, reading="all") if wanted == "all" else said
    quotes = agreed.take(people.included[agreed.participant])
    spoken = _codings_by_participant(said, len(people.people))
    left_out = np.where(people.included[:-1], 0, spoken)
    documents = _documents_of_n(people, turns)
    set_by = codings.row.size if isinstance(wanted, str) else int((codings.coder == wanted).sum())
    cautions = cautions_that_hold(
        (UNRECORDED, people.unrecorded(), people.n),
        (NOBODYS_WORDS, set_by - int(spoken.sum()), 0),
        (OUTSIDE_N, int(left_out.sum()), 0),
        (UNCODED, int((~np.isin(documents, quotes.document)).sum()), len(documents)),
        (UNSEEN, int((~seen[:, documents].any(axis=0)).sum()) if wanted == "all" else 0, len(documents)),
    )
    return Basis(
        framework, tuple(read.codebook()), people, turns, quotes, left_out, documents, reading, cautions=cautions
    )


def heard(read: Reader, turns: TurnColumns, *, on: date, also: Ints | None = None) -> Heard:
    """Find the people of n: those with consent to analysis on that day and a document.

    `also` are participants who are heard without one, such as the sources of claims that came from a table.
    Where no consent is recorded, none is refused: such a participant counts, and a caution says so.
    """
    people, heads = tuple(read.all(Participant)), tuple(read.document_heads())
    number = {person.id: i for i, person in enumerate(people)}
    main = np.array([number[head.participant] if head.participant else -1 for head in heads], dtype=np.int64)
    speaker = np.where(turns.participant >= 0, turns.participant, main[turns.document])
    with_document = {
        *np.unique(speaker).tolist(),
        *main.tolist(),
        *(np.unique(also).tolist() if also is not None else ()),
    }
    reasons = {
        i: reason for i, person in enumerate(people) if (reason := _stays_out(person, on=on, told=i in with_document))
    }
    included = np.array([*(i not in reasons for i in range(len(people))), False], dtype=np.bool_)
    return Heard(people, tuple(person.handle for person in people), heads, speaker, reasons, included)


def reading_of(read: Reader, reading: str) -> Reading:
    """Return a reading as methods take it.

    Raises
    ------
    UnknownName
        If `reading` is neither "any" nor "all" nor a coder's handle.
    """
    if reading == "any":
        return "any"
    if reading == "all":
        return "all"
    wanted = read.named(Coder, reading).id
    return next(number for number, coder in enumerate(read.all(Coder)) if coder.id == wanted)


def cautions_that_hold(*cautions: tuple[str, int, int]) -> tuple[Caution, ...]:
    """Return the cautions that count anything; each is given as its sentence, how many, and of how many."""
    return tuple(Caution(sentence, (("count", count), ("n", n))) for sentence, count, n in cautions if count)


def _stays_out(person: Participant, *, on: date, told: bool) -> str:
    if person.consent is not None and not person.consent.allows(Scope.ANALYSIS, on=on):
        return CONSENT_ENDED if Scope.ANALYSIS in person.consent.scopes else NO_CONSENT
    return "" if told else NO_DOCUMENT


def _quotes(
    codings: CodingColumns, turns: TurnColumns, seen: Bools, framework: Framework, *, reading: Reading
) -> QuoteColumns:
    return read_quotes(
        codings,
        turns,
        seen,
        reading=reading,
        voices=_numbers(framework.voices, COUNTED_VOICES),
        stances=_numbers(framework.stances, COUNTED_STANCES),
    )


def _codings_by_participant(quotes: QuoteColumns, people: int) -> Ints:
    placed = quotes.take(quotes.participant >= 0)
    return np.bincount(placed.participant[placed.opens_coding()], minlength=people).astype(np.int64)


def _documents_of_n(people: Heard, turns: TurnColumns) -> Ints:
    spoken = turns.document[people.included[people.speaker]]
    number = {person.id: i for i, person in enumerate(people.people)}
    owned = [
        i
        for i, head in enumerate(people.heads)
        if head.translation_of is None and head.participant and people.included[number[head.participant]]
    ]
    return np.union1d(spoken, np.array(owned, dtype=np.int64))


def _numbers(terms: Sequence[Term], wanted: Iterable[str]) -> tuple[int, ...]:
    return tuple(number for number, term in enumerate(terms) if term.id in wanted)


def _known(terms: Sequence[Term], wanted: Iterable[str]) -> str:
    return ", ".join(term.id for term in terms if term.id in wanted)
