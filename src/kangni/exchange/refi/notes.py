"""Notes as memos: their text, and what they are on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kangni.core.errors import N_, FileDamaged
from kangni.core.memos import Memo, MemoKind, MemoTarget
from kangni.core.names import CoderId, MemoId
from kangni.exchange.refi.markup import Element, child_of, name_of, words_of
from kangni.exchange.refi.places import LARGEST_TEXT
from kangni.exchange.refi.rests import RestNote, packed
from kangni.exchange.refi.said import said_memo, said_target, said_time
from kangni.exchange.refi.state import DANGLING_NOTE, Holder, State, kept_id, label, rest_of, time_of
from kangni.exchange.refi.writing import fitting

__all__ = ["Note", "finish_notes", "read_note"]

UNREADABLE = N_("notes whose file is in no known encoding")
_CONTROLS = {code: "\ufffd" for code in range(0x20) if code not in {0x09, 0x0A}} | {0x7F: "\ufffd"}
STUDY = Holder(MemoTarget.STUDY, None)


@dataclass(frozen=True, slots=True)
class Note:
    """A note, before it is known what it is on."""

    identity: UUID
    text: str
    author: CoderId
    written: datetime | None
    rest: RestNote


def read_note(state: State, element: Element, *, known: dict[UUID, Note]) -> None:
    """Take a note; one without words is kept as it is."""
    identity = state.identity(element, known=known)
    if identity is None:
        state.lose_all(element)
        return
    text = _text(state, element)
    if not text.strip() and identity not in state.told_memos:
        state.keep(identity, "Note", state.keeper.keep(element))
        return
    state.tally.stored["Note"] += 1
    element.attrib.pop("plainTextPath", None)  # the words go out inside the note
    attributes = state.keeper.attributes(element)
    author = state.coder(attributes.get("creatingUser", ""))
    written = time_of(attributes.get("creationDateTime", ""))
    del attributes["guid"]
    attributes.pop("creatingUser", None)
    if said_time(written) == attributes.get("creationDateTime", ""):
        attributes.pop("creationDateTime", None)
    before, after = [], []
    for child in element:
        match name_of(child):
            case "PlainTextContent":
                state.tally.stored["PlainTextContent"] += 1
            case "Description":
                before.append(state.keeper.keep(child))
            case _:
                after.append(child)
    behind = _behind(state, after)
    known[identity] = Note(identity, text, author, written, RestNote(attributes, "".join(before), behind))


def finish_notes(state: State, notes: dict[UUID, Note], linked: dict[UUID, UUID]) -> None:
    """Make memos of notes, each on what refers to it first; `linked` are elements that links tie notes to."""
    for note in notes.values():
        refs = state.note_refs.pop(note.identity, [])
        found = (state.holders[each] for each in [*refs, linked.get(note.identity)] if each in state.holders)
        holder = next(found, STUDY)
        memo = _memo(state, note, holder)
        state.memos.append(memo)
        usual = [] if holder is STUDY else [holder.id]
        holders = None if refs == usual else tuple(map(str, refs))
        rest = RestNote(note.rest.attributes, note.rest.before, note.rest.after, holders)
        state.keep(note.identity, rest_of("Note"), packed(rest))
    kept_whole = {kept.id for kept in state.kept if kept.element == "Note"}
    for identity, refs in state.note_refs.items():
        if kept_id(identity, "Note") in kept_whole:
            state.keep(identity, rest_of("Note"), packed(RestNote(holders=tuple(map(str, refs)))))
            continue
        state.tally.stored["NoteRef"] -= len(refs)
        state.tally.lose(DANGLING_NOTE, str(identity), "NoteRef", len(refs))


def _memo(state: State, note: Note, holder: Holder) -> Memo:
    told = state.told_memos.get(note.identity)
    read = Memo(
        MemoId(note.identity), holder.target, holder.id, note.author, MemoKind.ANALYTIC, label(note.text),
        written=note.written,
    )  # fmt: skip
    if told is None:
        return read
    memo = told
    if said_memo(told, state.language) != note.text:
        memo = replace(memo, text=read.text)
    if said_target(told, state.told_unwritten) != (holder.target, holder.id):
        memo = replace(memo, target=read.target, target_id=read.target_id)
    return memo


def _text(state: State, element: Element) -> str:
    """Return a note's words: those of its file or inside it, else its description or its name."""
    member = state.places.find(element.get("plainTextPath", ""))
    text = ""
    if member is not None and state.places.archive is not None and state.places.size(member) <= LARGEST_TEXT:
        try:
            text = state.places.archive.read(member).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise FileDamaged(state.places.file, f"its part {member} is no UTF-8") from error
    elif (inline := child_of(element, "PlainTextContent")) is not None:
        text = words_of(inline)
    if not text.strip() and (described := child_of(element, "Description")) is not None:
        text = words_of(described)
    clean = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return clean if clean.strip() else fitting(element.get("name", ""))


def _behind(state: State, children: list[Element]) -> str:
    order = ("PlainTextSelection", "Coding", "NoteRef", "VariableValue")
    sorted_in: dict[str, list[str]] = {name: [] for name in order}
    for child in children:
        if name_of(child) in sorted_in:
            sorted_in[name_of(child)].append(state.keeper.keep(child))
        else:
            state.lose_unknown(child)
    return "".join(xml for each in sorted_in.values() for xml in each)
