"""The deeds that show words where they are said, and count them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from kangni.app.asked_quotes import asked_people, refuses
from kangni.app.function_words import FUNCTION_WORDS
from kangni.app.search import Speaking, search
from kangni.core.people import Participant
from kangni.core.ports import Reader, Segmenting
from kangni.core.retrieval import Conditions
from kangni.core.text import Document
from kangni.results.answer import Setting
from kangni.results.search import SearchHit
from kangni.results.words import Concordance, ConcordanceLine, Neighbour, WordCount, WordCounts

__all__ = ["concordance", "word_counts"]

NOBODY = Conditions()


def concordance(
    read: Reader,
    pattern: str,
    *,
    segment: Segmenting,
    role: Speaking = "participant",
    width: int = 24,
    conditions: Conditions = NOBODY,
) -> Concordance:
    """Find words with `width` characters on either side; of `conditions` those on people count.

    Neighbours are the nearest words, Chinese ones as a segmenter cuts them, in lower case.

    Raises
    ------
    UnknownTerm
        For a pattern without a visible character.
    """
    found = search(read, pattern, role=role, width=width)
    people = asked_people(read.all(Participant), conditions)
    lines = tuple(_line(hit, segment) for hit in found.hits if people is None or hit.participant in people)
    return Concordance(
        pattern=pattern,
        role=role,
        lines=lines,
        neighbours=_neighbours(lines),
        participants=len({line.participant for line in lines if line.participant}),
        settings=(*found.settings, Setting("width", width)),
        cautions=found.cautions,
        revision=read.revision,
    )


def word_counts(
    read: Reader,
    *,
    segment: Segmenting,
    on: date,
    role: Speaking = "participant",
    shortest: int = 2,
    function_words: bool = False,
    conditions: Conditions = NOBODY,
) -> WordCounts:
    """Count the words that a role says in the originals; of `conditions` those on people count.

    Who has refused analysis is not counted. Words shorter than `shortest` characters, and words that only hold
    sentences together, are left out of the rows.
    """
    people = read.all(Participant)
    asked = asked_people(people, conditions)
    names = {person.id: person.handle for person in people}
    refused = {person.handle for person in people if refuses(person, on=on)}
    counts: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    said_by: defaultdict[str, set[str]] = defaultdict(set)
    for document in read.all(Document):
        for turn in document.turns if document.translation_of is None else ():
            speaker = names.get(turn.participant, "") if turn.participant else ""
            is_asked = role in {"any", turn.role.value} and (asked is None or speaker in asked)
            if turn.span is None or not is_asked or speaker in refused:
                continue
            words = [word.casefold() for word in segment(document.words(turn.span))]
            counts.update(words)
            for word in set(words):
                turns[word] += 1
                said_by[word].update({speaker} - {""})
    rows = [
        WordCount(word, count, turns[word], len(said_by[word]))
        for word, count in counts.items()
        if len(word) >= shortest and (function_words or word not in FUNCTION_WORDS)
    ]
    return WordCounts(
        role=role,
        total=counts.total(),
        kinds=len(counts),
        counts=tuple(sorted(rows, key=lambda row: (-row.participants, -row.count, row.word))),
        settings=(Setting("role", role), Setting("shortest", shortest), Setting("function words", function_words)),
        revision=read.revision,
    )


def _line(hit: SearchHit, segment: Segmenting) -> ConcordanceLine:
    before, after = segment(hit.before), segment(hit.after)
    return ConcordanceLine(
        participant=hit.participant,
        document=hit.document,
        role=hit.role,
        turn=hit.turn,
        start=hit.start,
        end=hit.end,
        before=hit.before,
        words=hit.words,
        after=hit.after,
        left=before[-1].casefold() if before else "",
        right=after[0].casefold() if after else "",
    )


def _neighbours(lines: Sequence[ConcordanceLine]) -> tuple[Neighbour, ...]:
    before, after = Counter(line.left for line in lines), Counter(line.right for line in lines)
    people: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        for word in (line.left, line.right):
            people[word].update({line.participant} - {""})
    found = [Neighbour(word, before[word], after[word], len(people[word])) for word in _words(people)]
    return tuple(sorted(found, key=lambda each: (-each.before - each.after, each.word)))


def _words(found: Collection[str]) -> list[str]:
    return [word for word in found if word and word not in FUNCTION_WORDS]
