"""What the reader of a project has found so far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.errors import N_, ElementFault
from kangni.core.kept import Kept, KeptFile
from kangni.core.memos import Memo, MemoKind, MemoTarget
from kangni.core.names import NO_WORDS, CoderId, DocumentId, KeptId, Label, MemoId
from kangni.core.people import AttributeValue, Coder, Participant
from kangni.core.text import Document
from kangni.exchange.refi.extra import Extra, ExtraDocument
from kangni.exchange.refi.fragments import UNKNOWN, Keeper
from kangni.exchange.refi.handles import Handles
from kangni.exchange.refi.identity import derived, guid_of, own_guid_of
from kangni.exchange.refi.markup import Element, name_of, place_of
from kangni.exchange.refi.offsets import Convention
from kangni.exchange.refi.places import Places
from kangni.exchange.refi.rests import RestElement, packed
from kangni.exchange.refi.said import is_written, said_memo
from kangni.exchange.refi.tally import Tally
from kangni.results.projects import PositionsRead

__all__ = ["TWICE", "UNKNOWN_CODER", "Holder", "State", "kept_id", "label", "rest_of", "time_of"]

UNKNOWN_CODER = CoderId(derived(None, "unknown coder"))
UNKNOWN_NAME = "unknown coder"
NO_GUID = N_("its GUID is missing or is none")
TWICE = N_("its GUID is that of another one")
DANGLING_NOTE = N_("references to notes that the project does not have")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Holder(NamedTuple):
    """What a memo can be on: the record that an element became."""

    target: MemoTarget
    id: UUID | None


@dataclass(slots=True)
class State:
    """Records by their identity, in the order of the file."""

    places: Places
    tally: Tally
    keeper: Keeper
    extra: Extra | None = None
    asked: Convention | None = None
    told: Convention | None = None  # how positions count, where the file says so
    origin: str = ""
    name: str = ""
    language: str = "zh"
    faults: list[ElementFault] = field(default_factory=list)
    coders: dict[UUID, Coder] = field(default_factory=dict)
    coder_handles: Handles = field(default_factory=Handles)
    codes: dict[UUID, Code] = field(default_factory=dict)
    code_handles: Handles = field(default_factory=Handles)
    people: dict[UUID, Participant] = field(default_factory=dict)
    person_handles: Handles = field(default_factory=Handles)
    documents: dict[UUID, Document] = field(default_factory=dict)
    document_handles: Handles = field(default_factory=Handles)
    codings: dict[UUID, Coding] = field(default_factory=dict)
    memos: list[Memo] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    sources: dict[str, bytes | str] = field(default_factory=dict)  # bytes of a text, or its member, by SHA-256
    positions: list[PositionsRead] = field(default_factory=list)
    holders: dict[UUID, Holder] = field(default_factory=dict)  # by GUID of any element that a note can be on
    note_refs: dict[UUID, list[UUID]] = field(default_factory=dict)  # GUIDs of holders by that of the note
    source_guids: set[UUID] = field(default_factory=set)
    kept_guids: set[UUID] = field(default_factory=set)
    untold: set[DocumentId] = field(default_factory=set)  # documents whose turns the file does not tell
    told_documents: dict[UUID, ExtraDocument] = field(default_factory=dict)
    told_codings: dict[UUID, Coding] = field(default_factory=dict)
    told_unwritten: set[UUID] = field(default_factory=set)  # codings that stand in the extra member only
    told_coders: dict[UUID, Coder] = field(default_factory=dict)
    told_codes: dict[UUID, Code] = field(default_factory=dict)
    told_people: dict[UUID, Participant] = field(default_factory=dict)
    told_memos: dict[UUID, Memo] = field(default_factory=dict)
    source_values: dict[UUID, list[tuple[str, AttributeValue]]] = field(default_factory=dict)
    made: int = 0  # participants of texts that belong to no case
    variables: dict[UUID, str] = field(default_factory=dict)  # names by GUID

    def tell(self, extra: Extra | None) -> None:
        """Take what the extra member tells."""
        self.extra = extra
        if extra is not None:
            self.told_documents = {each.id: each for each in extra.documents}
            self.told_codings = {each.id: each for each in extra.codings}
            self.told_unwritten = {each.id for each in extra.codings if not is_written(each)}
            self.told_coders = {each.id: each for each in extra.coders}
            self.told_codes = {each.id: each for each in extra.codes}
            self.told_people = {each.id: each.participant() for each in extra.participants}
            self.told_memos = {each.id: each for each in extra.memos}

    def identity(self, element: Element, *, known: Mapping[UUID, object] | set[UUID]) -> UUID | None:
        """Return an element's own identity; a missing, impossible or doubled one is a fault."""
        written = element.get("guid", "")
        identity = own_guid_of(written)
        if identity is None:
            self.faults.append(ElementFault(place_of(element), NO_GUID))
        elif identity in known:
            self.faults.append(ElementFault(place_of(element), TWICE))
            return None
        return identity

    def coder(self, written: str) -> CoderId:
        """Return the coder of a GUID; one that is no user of the file is an unknown coder of its own."""
        identity = guid_of(written) if written else None
        if identity is None:
            identity = UNKNOWN_CODER
        if identity not in self.coders and identity in self.told_coders:
            self.coders[identity] = self.told_coders[identity]
            self.coder_handles.take(self.told_coders[identity].handle)
        elif identity not in self.coders:
            name = UNKNOWN_NAME if identity == UNKNOWN_CODER else f"{UNKNOWN_NAME} {identity.hex[:8]}"
            self.coders[identity] = Coder(CoderId(identity), self.coder_handles.free(name, name))
        return CoderId(identity)

    def lose_all(self, element: Element, what: str = "") -> None:
        """Note an element and all in it as lost; without words where a fault or an earlier loss tells why."""
        if what:
            self.tally.lose(what, place_of(element))
        for each in element.iter():
            self.tally.lost[name_of(each)] += 1

    def lose_unknown(self, element: Element) -> None:
        """Note an element that stands where the standard knows none of its name."""
        self.lose_all(element, UNKNOWN)

    def refer(self, element: Element, holder: UUID) -> None:
        """Note that an element refers to a note, which may come later."""
        identity = guid_of(element.get("targetGUID", ""))
        if identity is None:
            self.lose_all(element, DANGLING_NOTE)
        else:
            self.tally.stored["NoteRef"] += 1
            self.note_refs.setdefault(identity, []).append(holder)

    def represent(self, element: Element, document: Document) -> UUID:
        """Return the identity of the text that represents a PDF, on which notes can be."""
        identity = guid_of(element.get("guid", "")) or derived(document.id, "Representation")
        self.holders[identity] = Holder(MemoTarget.DOCUMENT, document.id)
        return identity

    def describe(self, holder: UUID, words: str, *, author: str = "", on: Holder) -> None:
        """Make a memo of an element's description."""
        if not words.strip():
            return
        identity = MemoId(derived(holder, "Description"))
        told = self.told_memos.get(identity)
        if told is not None and said_memo(told, self.language) == words:
            self.memos.append(replace(told, target=on.target, target_id=on.id))
            return
        memo = Memo(identity, on.target, on.id, self.coder(author), MemoKind.ANALYTIC, label(words))
        self.memos.append(memo if told is None else replace(told, text=memo.text))

    def keep_rest(self, identity: UUID, element: str, attributes: dict[str, str]) -> None:
        """Keep the attributes of an element that its record does not hold."""
        self.keep(identity, rest_of(element), packed(RestElement(attributes)))

    def keep(self, identity: UUID, element: str, content: str, document: DocumentId | None = None) -> None:
        """Keep something for the way out, with the files that it named."""
        if content:
            self.kept.append(Kept(kept_id(identity, element), element, content, document, self.take_files()))

    def take_files(self) -> tuple[KeptFile, ...]:
        """Return the files that were named since this was last asked."""
        files = tuple(self.keeper.files)
        self.keeper.files.clear()
        for file in files:
            member = self.places.hashes.get(file.sha256)
            if member is not None:
                self.sources.setdefault(file.sha256, member)
        return files


def kept_id(identity: UUID, element: str) -> KeptId:
    """Return under which identity an element, or the rest of one, is kept."""
    return KeptId(derived(identity, element))


def rest_of(element: str) -> str:
    """Return under what name the rest of an element is kept."""
    return f"rest of {element}"


def label(words: str) -> Label:
    """Return words as a label in the language that they are written in."""
    if not words:
        return NO_WORDS
    return Label(zh=words) if _HAN.search(words) else Label(en=words)


def time_of(written: str) -> datetime | None:
    """Return a time in UTC; None without a zone, or where it is none."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else None
