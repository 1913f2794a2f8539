"""Deeds on ties: to tie a suggestion to levers, to untie it, and to draft ties from cue words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kangni.app.balance import Ground, ground
from kangni.app.decided import words_of_turn
from kangni.app.levers import levers_of
from kangni.app.passage_names import code_and_document, span_at
from kangni.app.suggested import Passage, asked, counted_codings
from kangni.core.advice import Suggestion, TieState, named_lever
from kangni.core.coding import Coding
from kangni.core.errors import N_, AmbiguousName, NotTied, UnknownName, UnknownTerm
from kangni.core.names import CodingId, DocumentId, SuggestionId
from kangni.core.people import Coder
from kangni.core.ports import CodingLine, NewId, Reader, Writer
from kangni.methods.columns import ColumnSource

__all__ = ["draft_ties", "tie", "untie"]


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage: its codings, which all are tied alike, and the ties that they have."""

    name: str
    codings: tuple[Coding, ...]
    ties: tuple[Suggestion, ...]


def tie(
    write: Writer, passage: str, levers: Sequence[str] = (), *, new_id: NewId, declines: bool = False, note: str = ""
) -> tuple[str, ...]:
    """Tie a suggestion to levers, by id or name, as the actor, and return all that the actor ties it to now.

    All codings of the passage are tied, so that it does not matter who coded it. Levers add to what the actor tied
    before; to say that it declines to advise takes them away. A draft of a lever that is tied is adopted thereby.

    Raises
    ------
    UnknownName
        Where nobody coded such words.
    UnknownLever
        With the levers whose names look most like it.
    UnknownTerm
        Where nothing is said, or levers together with declining.
    """
    named = _named(write, levers)
    if not named and not declines and not note:
        raise UnknownTerm("tie of a suggestion", "", N_("levers, or that it declines, or a note"))
    found, actor = _place(write, passage), write.actor()
    own = {one.coding: one for one in found.ties if one.tied_by == actor and one.state is TieState.TIED}
    fresh = [
        Suggestion(SuggestionId(new_id()), coding.id, actor, named, declines=declines, note=note)
        for coding in found.codings
        if coding.id not in own
    ]
    changed = [_said_anew(before, named, declines=declines, note=note) for before in own.values()]
    write.remove([one for one in found.ties if one.state is not TieState.TIED and one.levers[0] in named])
    write.add(fresh)
    write.replace(changed)
    return (*changed, *fresh)[0].levers


def untie(write: Writer, passage: str, levers: Sequence[str] = ()) -> tuple[str, ...]:
    """Take away the actor's ties of a suggestion to some levers, or all of them, and return those that stay.

    Without levers declining goes too. A draft of these levers is refused, whoever made it, and is not proposed again.

    Raises
    ------
    UnknownName
        Where nobody coded such words.
    UnknownLever
        With the levers whose names look most like it.
    NotTied
        Where the actor has no such tie, and there is no such draft.
    """
    named = _named(write, levers)
    found, actor = _place(write, passage), write.actor()
    meant = [one for one in found.ties if not named or set(one.levers) & set(named)]
    own = [one for one in meant if one.state is TieState.TIED and one.tied_by == actor]
    drafts = [one for one in meant if one.state is TieState.DRAFT]
    if not own and not drafts:
        raise NotTied(found.name, ", ".join(_tied_there(write, found.ties)))
    left = [replace(one, levers=tuple(lever for lever in one.levers if named and lever not in named)) for one in own]
    write.remove([one for one, rest in zip(own, left, strict=True) if not rest.levers])
    write.replace([rest for rest in left if rest.levers])
    write.replace([replace(one, state=TieState.REFUSED, tied_by=actor) for one in drafts])
    return tuple(dict.fromkeys(lever for rest in left for lever in rest.levers))


def draft_ties(write: Writer, columns: ColumnSource, *, on: date, new_id: NewId) -> int:
    """Draft a tie wherever a suggestion holds a cue word of one of a lever's codes, and return how many are new.

    A lever that somebody tied, drafted or refused there before is not proposed again; nor is any where the words
    decline to advise. Drafts count for nothing until somebody ties them.
    """
    study, codings = ground(write, columns, on=on, may_be_empty=True), columns.codings()
    passages = asked(write, codings, counted_codings(codings, study), study).passages
    documents = {line.document for passage in passages for line in passage.lines if line.document is not None}
    cues, texts, actor = _cues(study), write.texts(documents), write.actor()
    return write.add(
        [
            Suggestion(SuggestionId(new_id()), CodingId(passage.lines[0].id), actor, (lever,), state=TieState.DRAFT)
            for passage in passages
            if not passage.declines
            for lever in _proposed(passage, cues, texts)
        ]
    )


def _named(read: Reader, levers: Sequence[str]) -> tuple[str, ...]:
    framework, codebook = read.framework(), read.codebook()
    return tuple(dict.fromkeys(named_lever(word, framework, codebook) for word in levers))


def _said_anew(before: Suggestion, named: Sequence[str], *, declines: bool, note: str) -> Suggestion:
    levers = () if declines else tuple(dict.fromkeys((*before.levers, *named)))
    return replace(
        before, levers=levers, declines=declines or (before.declines and not levers), note=note or before.note
    )


def _place(read: Reader, name: str) -> _Place:
    """Find the codings that a passage's name stands for."""
    codings = _coded_words(read, name) if "/" in name else _words_without_text(read, name)
    if not codings:
        raise UnknownName("suggestion", name)
    mine = {coding.id for coding in codings}
    return _Place(name, tuple(codings), tuple(one for one in read.all(Suggestion) if one.coding in mine))


def _coded_words(read: Reader, name: str) -> list[Coding]:
    rest, _slash, place = name.rpartition("/")
    code, document = code_and_document(read, name, rest)
    words = words_of_turn(document, int(place)) if place.isdecimal() else span_at(place)
    return [
        coding
        for coding in read.in_document(Coding, document.id)
        if not coding.draft and coding.code == code.id and words and coding.span and coding.span.overlaps(words)
    ]


def _words_without_text(read: Reader, name: str) -> list[Coding]:
    found = [coding for coding in read.all(Coding) if name and coding.id.hex.startswith(name.casefold())]
    if len(found) > 1:
        raise AmbiguousName("suggestion", name, len(found))
    return found


def _tied_there(read: Reader, ties: Sequence[Suggestion]) -> Iterator[str]:
    coders = {coder.id: coder.handle for coder in read.all(Coder)}
    said = ((coders[one.tied_by], lever) for one in ties if one.state is TieState.TIED for lever in one.levers)
    yield from dict.fromkeys(f"{lever} ({coder})" for coder, lever in said)


def _cues(study: Ground) -> dict[str, tuple[str, ...]]:
    """Return the folded cue words of each lever's codes."""
    codes = study.study.codes
    return {
        lever.id: tuple(word.casefold() for code in lever.codes for word in codes[code].cue_words if word.strip())
        for lever in levers_of(study)
    }


def _proposed(passage: Passage, cues: Mapping[str, Sequence[str]], texts: Mapping[DocumentId, str]) -> Iterator[str]:
    known = {lever for one in passage.ties for lever in one.levers}
    words = "\n".join(_words(line, texts) for line in passage.lines).casefold()
    for lever, hints in cues.items():
        if lever not in known and any(hint in words for hint in hints):
            yield lever


def _words(line: CodingLine, texts: Mapping[DocumentId, str]) -> str:
    if line.document is None or line.span is None:
        return line.place.quote if line.place is not None else ""
    return texts[line.document][line.span.start : line.span.end]
