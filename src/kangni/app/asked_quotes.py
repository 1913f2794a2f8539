"""Which codings meet conditions on codes, people, coders, readings and words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import numpy as np

from kangni.app.groups import word_of
from kangni.app.search import folding
from kangni.core.codebook import Codebook
from kangni.core.episodes import Episode
from kangni.core.errors import N_, UnknownName, UnknownTerm, closest
from kangni.core.people import AttributeValue, Coder, Participant, Scope
from kangni.core.ports import Reader
from kangni.core.retrieval import Conditions
from kangni.methods.columns import Bools, CodingColumns, Ints, TurnColumns
from kangni.methods.readings import group_numbers
from kangni.methods.retrieving import meets

__all__ = ["asked_people", "chosen_codings", "refuses"]

CONDITION = re.compile(r"(?P<name>[^=<>!]+?)\s*(?P<sign>!=|>=|<=|=)\s*(?P<value>.+)")
FORM = N_("NAME=VALUE, NAME!=VALUE, NAME>=NUMBER or NAME<=NUMBER")


def chosen_codings(
    read: Reader,
    codings: CodingColumns,
    turns: TurnColumns,
    conditions: Conditions,
    *,
    people: Sequence[Participant],
) -> Bools:
    """Tell of every coding whether it meets the conditions; neighbours may be codings of anybody asked for."""
    framework = read.framework()
    coders = [coder.handle for coder in read.all(Coder)]
    theirs = _in_people(codings.participant, people, conditions)
    theirs &= _is_named("coder", codings.coder, coders, conditions.coders)
    chosen = theirs & _together(read, codings, turns, conditions, among=theirs)
    for kind, column, terms, wanted in (
        ("voice", codings.voice, framework.voices, conditions.voices),
        ("stance", codings.stance, framework.stances, conditions.stances),
        ("polarity", codings.polarity, framework.polarities, conditions.polarities),
        ("level", codings.level, framework.levels, conditions.levels),
    ):
        chosen &= _is_named(kind, column, [term.id for term in terms], wanted)
    return _says(read, codings, chosen, conditions.words) if conditions.words.strip() else chosen


def asked_people(people: Sequence[Participant], conditions: Conditions) -> frozenset[str] | None:
    """Return the handles of the participants whom the conditions choose, None where they ask for nobody."""
    if not (conditions.people or conditions.where):
        return None
    chosen = _in_people(np.arange(len(people)), people, conditions)
    return frozenset(person.handle for person, is_chosen in zip(people, chosen.tolist(), strict=True) if is_chosen)


def refuses(person: Participant, *, on: date) -> bool:
    """Tell whether somebody has refused analysis, or let the consent end."""
    return person.consent is not None and not person.consent.allows(Scope.ANALYSIS, on=on)


def _is_named(kind: str, column: Ints, known: Sequence[str], wanted: Collection[str]) -> Bools:
    if not wanted:
        return np.ones(column.size, dtype=np.bool_)
    for name in wanted:
        if name not in known:
            raise UnknownTerm(kind, name, ", ".join(known))
    return np.isin(column, [number for number, name in enumerate(known) if name in wanted])


def _in_people(column: Ints, people: Sequence[Participant], conditions: Conditions) -> Bools:
    known = [person.handle for person in people]
    for name in conditions.people:
        if name not in known:
            raise UnknownName("participant", name, closest(name, known))
    tests = defaultdict[tuple[str, str], list[str]](list)
    for words in conditions.where:
        name, sign, value = _condition(words, people)
        tests[name, sign if sign == "=" else words].append(value if sign == "=" else sign + value)
    included = [
        (not conditions.people or person.handle in conditions.people)
        and all(_holds(person.attributes.get(name), values) for (name, _), values in tests.items())
        for person in people
    ]
    asked = bool(conditions.people or conditions.where)
    return np.array([*included, not asked], dtype=np.bool_)[column]


def _condition(words: str, people: Sequence[Participant]) -> tuple[str, str, str]:
    found = CONDITION.fullmatch(words.strip())
    if found is None:
        raise UnknownTerm("condition", words, FORM)
    known = {name for person in people for name in person.attributes}
    if found["name"] not in known:
        raise UnknownName("attribute", found["name"], closest(found["name"], known))
    if found["sign"] in {">=", "<="} and _measured(found["value"]) is None:
        raise UnknownTerm("condition", words, FORM)
    return found["name"], found["sign"], found["value"].strip()


def _holds(value: AttributeValue | None, wanted: Sequence[str]) -> bool:
    """Tell whether a value is one of some words, or stands as a sign before the word says: "!=40", ">=40"."""
    if value is None:
        return False
    first = wanted[0]
    if first.startswith("!="):
        return word_of(value).casefold() != first[2:].casefold()
    if first.startswith((">=", "<=")):
        mine, theirs = _measured(word_of(value)), _measured(first[2:])
        if mine is None or theirs is None or type(mine) is not type(theirs):
            return False
        return mine >= theirs if first[0] == ">" else mine <= theirs  # type: ignore[operator]  # of one type
    return word_of(value).casefold() in {word.casefold() for word in wanted}


def _measured(words: str) -> float | date | None:
    try:
        return date.fromisoformat(words) if words.count("-") == 2 else float(words)
    except ValueError:
        return None


def _together(
    read: Reader, codings: CodingColumns, turns: TurnColumns, conditions: Conditions, *, among: Bools
) -> Bools:
    codebook = read.codebook()
    wanted = np.isin(codings.code, list(_below(codebook, conditions.codes or conditions.together)))
    if not (conditions.codes or conditions.together):
        wanted[:] = True
    if not (conditions.together or conditions.without):
        return wanted
    coding, low, high = _marks(read, codings, turns, conditions)
    reach = conditions.turns if conditions.within == "near" else 0

    def stands_by(code: str) -> Bools:
        is_code = np.isin(codings.code, list(_below(codebook, (code,)))) & among
        return meets(low, high, is_code[coding], reach=reach)

    holds = np.ones(coding.size, dtype=np.bool_)
    for code in conditions.together:
        holds &= stands_by(code)
    for code in conditions.without:
        holds &= ~stands_by(code)
    met = np.zeros(codings.row.size, dtype=np.bool_)
    met[coding[holds]] = True
    return wanted & met


def _below(codebook: Codebook, handles: Iterable[str]) -> set[int]:
    """Return the numbers of codes and of all below them."""
    named = {codebook.named(handle).id for handle in handles}
    return {
        number
        for number, code in enumerate(codebook)
        if code.id in named or any(above.id in named for above in codebook.ancestors(code))
    }


def _marks(read: Reader, codings: CodingColumns, turns: TurnColumns, conditions: Conditions) -> tuple[Ints, Ints, Ints]:
    """Return codings as marks on one line, on which those that belong together meet: coding, first and last place."""
    everyone = np.arange(codings.row.size, dtype=np.int64)
    if conditions.within == "episode":
        coding, episode = _in_episodes(read, codings)
        return coding, episode, episode
    if conditions.within == "words":
        lengths = [head.length + 1 for head in read.document_heads()]
        base = np.concatenate([[0], np.cumsum(lengths)])[codings.document]
        return everyone, base + codings.start, base + codings.end - 1
    apart = conditions.turns if conditions.within == "near" else 0
    outside = codings.turn < 0
    first = codings.turn + (apart + 1) * codings.document
    last = codings.last_turn + (apart + 1) * codings.document
    behind = turns.role.size + (apart + 1) * (len(read.document_heads()) + 1)
    alone = group_numbers(codings.document[outside], codings.start[outside], codings.end[outside])
    first[outside] = last[outside] = behind + (apart + 1) * alone
    return everyone, first, last


def _in_episodes(read: Reader, codings: CodingColumns) -> tuple[Ints, Ints]:
    """Return pairs of a coding and an episode on one of whose moments it lies."""
    number = {head.id: i for i, head in enumerate(read.document_heads())}
    order = np.argsort(codings.document, kind="stable")
    bounds = np.searchsorted(codings.document[order], np.arange(len(number) + 1))
    pairs: set[tuple[int, int]] = set()
    for i, episode in enumerate(read.all(Episode)):
        document = number[episode.document]
        here = order[bounds[document] : bounds[document + 1]]
        for moment in episode.moments:
            if moment.span is not None:
                lies = (codings.start[here] < moment.span.end) & (codings.end[here] > moment.span.start)
                pairs.update((coding, i) for coding in here[lies].tolist())
    found = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _says(read: Reader, codings: CodingColumns, chosen: Bools, words: str) -> Bools:
    heads = read.document_heads()
    pattern = folding(words.strip())
    places = np.flatnonzero(chosen)
    texts = read.texts({heads[i].id for i in np.unique(codings.document[places]).tolist()})
    said = np.zeros(chosen.size, dtype=np.bool_)
    for i in places.tolist():
        text = texts[heads[int(codings.document[i])].id]
        said[i] = pattern.search(text, int(codings.start[i]), int(codings.end[i])) is not None
    return said
