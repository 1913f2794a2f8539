"""How much the participants said, by which quotes are turned into rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np

from kangni.app.basis import Basis
from kangni.core.errors import N_
from kangni.core.ports import Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import PARTICIPANT, Bools, Ints
from kangni.methods.readings import distinct
from kangni.results.factors import Exposure

__all__ = ["CODE_POINTS", "WORDS", "exposures", "total"]

CODE_POINTS, WORDS = N_("code points"), N_("words")
SEVERAL_LANGUAGES = Undefined(N_("originals in several languages"))
NO_SPEECH = Undefined(N_("no turns of participants"))
# languages written without blanks between words
UNSPACED = frozenset({"zh", "yue", "wuu", "nan", "hak", "ja", "th", "lo", "km", "my"})


def exposures(read: Reader, basis: Basis) -> tuple[Exposure, ...]:
    """Return for each participant of n how much they said in the originals."""
    people, turns = basis.heard, basis.turns
    languages = [head.language.split("-")[0].lower() for head in people.heads]
    spoken = (turns.role == PARTICIPANT) & people.included[people.speaker]
    speaker, document = people.speaker[spoken], turns.document[spoken]
    amounts = np.bincount(
        speaker, weights=_amounts(read, basis, languages, spoken), minlength=len(people.people)
    ).tolist()
    counts = np.bincount(speaker, minlength=len(people.people)).tolist()
    spoken_in = defaultdict[int, set[str]](set)
    for participant, number in zip(*(column.tolist() for column in distinct(speaker, document)), strict=True):
        spoken_in[participant].add(languages[number])
    return tuple(
        _exposure(people.handles[i], spoken_in[i], turns=counts[i], amount=int(amounts[i]))
        for i in np.flatnonzero(people.included).tolist()
    )


def total(exposures: Collection[Exposure]) -> tuple[str, Number]:
    """Return the unit and the amount that all said together."""
    languages = {exposure.language for exposure in exposures if exposure.turns}
    amounts = [exposure.amount for exposure in exposures if not isinstance(exposure.amount, Undefined)]
    if not languages:
        return "", NO_SPEECH
    if len(languages) > 1 or any(", " in language for language in languages):
        return "", SEVERAL_LANGUAGES
    return next(exposure.unit for exposure in exposures if exposure.turns), sum(amounts)


def _exposure(participant: str, languages: set[str], *, turns: int, amount: int) -> Exposure:
    language = ", ".join(sorted(languages))
    if len(languages) > 1:
        return Exposure(participant, language, turns, unit="", amount=SEVERAL_LANGUAGES)
    unit = CODE_POINTS if language in UNSPACED else WORDS
    return Exposure(participant, language, turns, unit=unit if turns else "", amount=amount if turns else NO_SPEECH)


def _amounts(read: Reader, basis: Basis, languages: Sequence[str], spoken: Bools) -> Ints:
    """Return code points of each spoken turn, or its words where blanks part them."""
    turns = basis.turns
    amounts = turns.end - turns.start
    spaced = np.array([language not in UNSPACED for language in languages], dtype=np.bool_)
    worded = np.flatnonzero(spoken & spaced[turns.document])
    texts = read.texts(basis.heard.heads[document].id for document in np.unique(turns.document[worded]).tolist())
    for turn in worded.tolist():
        text = texts[basis.heard.heads[turns.document[turn]].id]
        amounts[turn] = len(text[turns.start[turn] : turns.end[turn]].split())
    return amounts[spoken]
