"""What goes out: the records of a study by what the writer asks for, and what was kept from earlier files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kangni.core.bundle import Bundle
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.kept import Kept
from kangni.core.memos import Memo
from kangni.core.names import CodeId, ParticipantId
from kangni.core.text import Document
from kangni.exchange.refi.grammar import GRAMMAR
from kangni.exchange.refi.identity import derived
from kangni.exchange.refi.rests import RestCase, RestElement, RestNote, RestText, unpacked
from kangni.exchange.refi.said import is_written, said_memo, said_target
from kangni.exchange.refi.state import kept_id, rest_of
from kangni.exchange.refi.writing import tag, words

__all__ = ["PROJECT", "Outgoing", "ordered"]

PROJECT = derived(None, "Project")


@dataclass(slots=True)
class Outgoing:
    """A study's records, found by what they belong to."""

    records: Bundle
    language: str
    kept: dict[UUID, Kept] = field(default_factory=dict)
    codings: dict[UUID, list[Coding]] = field(default_factory=lambda: defaultdict(list))
    children: dict[CodeId | None, list[Code]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[ParticipantId, list[Document]] = field(default_factory=lambda: defaultdict(list))
    _memos: dict[UUID, Memo] = field(default_factory=dict)
    _described: set[UUID] = field(default_factory=set)
    _note_refs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, records: Bundle) -> Outgoing:
        """Sort a study's records by what they belong to."""
        found = cls(records, records.settings.language)
        found.kept = {kept.id: kept for kept in records.kept}
        for coding in records.codings:
            if is_written(coding) and coding.document is not None:
                found.codings[coding.document].append(coding)
        for code in records.codes:
            found.children[code.parent].append(code)
        for document in records.documents:
            if document.participant is not None:
                found.texts[document.participant].append(document)
        found._sort_memos()
        return found

    def raw(self, *elements: str) -> Iterator[str]:
        """Yield what is kept whole of these elements, as XML."""
        for kept in self.records.kept:
            if kept.element in elements:
                yield kept.content

    def rest_of_text(self, document: Document) -> RestText:
        """Return the rest of a text."""
        for element in ("TextSource", "PDFSource"):
            kept = self._rest(document.id, element)
            if kept:
                return unpacked(kept, RestText)
        return RestText()

    def rest_of_element(self, identity: UUID, element: str) -> Mapping[str, str]:
        """Return the attributes of a code or user beyond what its record holds."""
        kept = self._rest(identity, element)
        return unpacked(kept, RestElement).attributes if kept else {}

    def rest_of_case(self, identity: UUID) -> RestCase:
        """Return the rest of a case."""
        kept = self._rest(identity, "Case")
        return unpacked(kept, RestCase) if kept else RestCase()

    def rest_of_note(self, identity: UUID) -> RestNote:
        """Return the rest of a note."""
        kept = self._rest(identity, "Note")
        return unpacked(kept, RestNote) if kept else RestNote()

    def description(self, holder: UUID) -> str:
        """Return the description of an element, which is a memo here."""
        if not self._described:
            return ""
        memo = self._memos.get(derived(holder, "Description"))
        return f"<Description>{words(said_memo(memo, self.language))}</Description>" if memo is not None else ""

    def note_refs(self, holder: UUID) -> str:
        """Return an element's references to notes."""
        if not self._note_refs:
            return ""
        notes = self._note_refs.get(str(holder), ())
        return "".join(tag("NoteRef", {"targetGUID": note}) for note in notes)

    def notes(self) -> Sequence[Memo]:
        """Return the memos that are notes and no descriptions."""
        return [memo for memo in self.records.memos if memo.id not in self._described]

    def _rest(self, identity: UUID, element: str) -> str:
        kept = self.kept.get(kept_id(identity, rest_of(element)))
        return kept.content if kept is not None else ""

    def _sort_memos(self) -> None:
        self._memos = {memo.id: memo for memo in self.records.memos}
        self._described = {identity for identity in self._possible() if identity in self._memos}
        unwritten = {coding.id for coding in self.records.codings if not is_written(coding)}
        for memo in self.records.memos:
            if memo.id in self._described:
                continue
            rest = self.rest_of_note(memo.id)
            target = said_target(memo, unwritten)[1]
            usual = (str(target),) if target is not None else ()
            for holder in usual if rest.holders is None else rest.holders:
                self._note_refs[holder].append(str(memo.id))
        for kept in self.records.kept:
            if kept.element == "Note":
                identity = guid_in(kept.content)
                for holder in self.rest_of_note(identity).holders or ():
                    self._note_refs[holder].append(str(identity))

    def _possible(self) -> Iterator[UUID]:
        """Yield the ids that a memo has which is the description of something."""
        if not self._memos:
            return
        yield derived(PROJECT, "Description")
        for records in (self.records.participants, self.records.documents):
            for record in records:
                yield derived(record.id, "Description")
        for document in self.records.documents:
            rest = self.rest_of_text(document)
            if "guid" in rest.attributes:
                yield derived(UUID(rest.attributes["guid"]), "Description")
            for selection in rest.selections:
                yield derived(UUID(selection.guid), "Description")


def guid_in(xml: str) -> UUID:
    """Return the GUID with which an element that is kept whole begins."""
    start = xml.index(' guid="') + len(' guid="')
    return UUID(xml[start : start + 36])


def ordered(element: str, attributes: Mapping[str, str]) -> dict[str, str]:
    """Return attributes in the order of the schema, empty ones left out."""
    return {name: attributes[name] for name in GRAMMAR[element].attributes if attributes.get(name)}
