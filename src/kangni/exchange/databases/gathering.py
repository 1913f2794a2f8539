"""What a reader of another program's database gathers: records, what became of each row, and what was lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

import numpy as np

from kangni.core.bundle import Bundle, StudySettings
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.errors import N_, KangniError
from kangni.core.framework import Framework
from kangni.core.memos import Memo, MemoKind, MemoTarget
from kangni.core.names import NO_WORDS, CodeId, CoderId, CodingId, DocumentId, Label, MemoId, ParticipantId
from kangni.core.people import AttributeValue, Coder, Participant
from kangni.core.text import Document, Source, Span
from kangni.exchange.refi.handles import Handles
from kangni.exchange.refi.identity import derived
from kangni.exchange.refi.offsets import Convention, Marked, decide, spans_of
from kangni.exchange.refi.places import Places
from kangni.exchange.refi.reading import ReadProject
from kangni.exchange.refi.tally import Tally
from kangni.results.projects import PositionsRead

__all__ = ["Gathering", "Passage", "number_of", "words_of"]

OUTSIDE = N_("codings that point outside their text or into a character")
BACKWARDS = N_("codings that end where they begin or before")
OTHER_WORDS = N_("codings whose words are not those that the program noted; they stay where they point")
SIGNS = N_("characters that no text can hold, replaced by a sign")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SUFFIX = re.compile(r"\.[^.\s]{1,5}$")
_LANGUAGE = re.compile(r"\.(?:zh|en)$", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
UNNAMED = "unknown coder"


class Passage(NamedTuple):
    """A coding before its positions are understood; `words` are those that the program noted."""

    start: int
    end: int
    words: str
    code: CodeId
    coder: CoderId
    memo: str = ""


@dataclass(slots=True)
class Gathering:
    """Collects the records of a project; identities follow from what a record is, so that they recur."""

    file: str
    program: str
    origin: str  # of identities
    name: str = ""
    tally: Tally = field(default_factory=Tally)
    coders: dict[str, Coder] = field(default_factory=dict)
    codes: dict[CodeId, Code] = field(default_factory=dict)
    people: dict[ParticipantId, Participant] = field(default_factory=dict)
    documents: dict[DocumentId, Document] = field(default_factory=dict)
    codings: dict[CodingId, Coding] = field(default_factory=dict)
    memos: dict[MemoId, Memo] = field(default_factory=dict)
    sources: dict[str, bytes | str] = field(default_factory=dict)
    positions: list[PositionsRead] = field(default_factory=list)
    made: int = 0
    _handles: dict[str, Handles] = field(default_factory=dict)

    def identity(self, kind: str, *parts: object) -> UUID:
        """Return the identity of a record that has none of its own: the same for the same parts."""
        return derived(None, "\x1f".join([self.origin, kind, *map(str, parts)]))

    def handle(self, kind: str, name: str, otherwise: str) -> str:
        """Return a free handle like a name."""
        return self._handles.setdefault(kind, Handles()).free(name, otherwise)

    def coder(self, name: str) -> CoderId:
        """Return the coder of a name."""
        known = self.coders.get(name)
        if known is None:
            identity = CoderId(self.identity("coder", name))
            known = self.coders[name] = Coder(identity, self.handle("coder", name or UNNAMED, UNNAMED))
        return known.id

    def code(self, identity: UUID, name: str, *, parent: CodeId | None, definition: str) -> None:
        """Add a code; parents may come later."""
        code = CodeId(identity)
        said = label(definition) if definition.strip() else NO_WORDS
        self.codes[code] = Code(
            code, self.handle("code", name, f"code {identity.hex[:8]}"), label(name), parent, definition=said
        )

    def participant(self, name: str) -> ParticipantId:
        """Add a participant."""
        identity = ParticipantId(self.identity("participant", name))
        if identity not in self.people:
            self.people[identity] = Participant(identity, self.handle("participant", name, f"case {identity.hex[:8]}"))
        return identity

    def describe(self, participant: ParticipantId, attributes: Mapping[str, AttributeValue]) -> None:
        """Give a participant attributes."""
        known = self.people[participant]
        values = MappingProxyType({**known.attributes, **attributes})
        self.people[participant] = replace(known, attributes=values)

    def text(self, name: str, raw: str) -> Document | None:
        """Add a text as the program has it, line ends made line feeds; None where it has no visible character."""
        clean = raw.removeprefix("\ufeff").replace("\r\n", "\n")
        plain = _SURROGATE.sub("\ufffd", _CONTROL.sub(_as_text, clean))
        if signs := plain.count("\ufffd") - clean.count("\ufffd"):
            self.tally.lose(SIGNS, name, count=signs)
        if not plain.strip():
            return None
        content = plain.encode()
        sha256 = hashlib.sha256(content).hexdigest()
        identity = DocumentId(self.identity("document", name, sha256))
        if identity in self.documents:
            return self.documents[identity]
        handle = self.handle("document", _SUFFIX.sub("", name), f"text {identity.hex[:8]}")
        document = Document(identity, handle, "", plain, (), sha256, Source(name or handle, "utf-8", sha256))
        self.sources[sha256] = content
        self.documents[identity] = document
        return document

    def belongs(self, document: DocumentId, participant: ParticipantId | None) -> None:
        """Say whose text a document is; without a participant one of its name is made."""
        if participant is None:
            self.made += 1
            participant = self.participant(_LANGUAGE.sub("", self.documents[document].handle))
        self.documents[document] = replace(self.documents[document], participant=participant)

    def code_text(self, document: Document, raw: str, passages: Sequence[Passage], *, element: str) -> None:
        """Find out what the positions of a text count, and make its codings."""
        if not passages:
            return
        has_mark = raw.startswith("\ufeff")
        starts = np.array([passage.start for passage in passages], np.int64)
        ends = np.array([passage.end for passage in passages], np.int64)
        marked = Marked(raw.removeprefix("\ufeff"), has_mark, starts, ends, [each.words for each in passages])
        decision = decide(marked, origin=self.program)
        self.place(document, passages, *_listed(spans_of(marked, decision.convention)), element=element)
        self.tell_positions(document, decision.convention, decision.why, len(passages), decision.at_edges)

    def tell_positions(self, document: Document, way: Convention | str, why: str, n: int, at_edges: int = 0) -> None:
        """Note how the positions of a text were read."""
        self.positions.append(PositionsRead(document.handle, str(way), why, n, at_edges))

    def place(
        self,
        document: Document,
        passages: Sequence[Passage],
        starts: Sequence[int],
        ends: Sequence[int],
        fits: Sequence[bool],
        *,
        element: str,
    ) -> None:
        """Make codings of passages whose places in the text are known."""
        for passage, start, end, is_inside in zip(passages, starts, ends, fits, strict=True):
            place = f"{document.handle}, {passage.start}-{passage.end}"
            if not is_inside or (start < end and end > len(document.text)):
                self.tally.lose(OUTSIDE, place, element)
                continue
            if start >= end:
                self.tally.lose(BACKWARDS, place, element)
                continue
            if passage.words.strip() and _bare(document.text[start:end]) != _bare(passage.words):
                self.tally.lose(OTHER_WORDS, place)
            identity = CodingId(self.identity("coding", document.id, start, end, passage.code, passage.coder))
            if identity in self.codings:
                self.tally.doubled[element] += 1
                continue
            self.tally.stored[element] += 1
            self.codings[identity] = Coding(
                identity,
                document.id,
                Span(start, end),
                passage.code,
                passage.coder,
                memo=_CONTROL.sub(" ", passage.memo),
            )

    def memo(self, target: MemoTarget, on: UUID | None, text: str, *, author: str, written: str = "") -> None:
        """Add a memo; the same one twice is one."""
        identity = MemoId(self.identity("memo", target, on, text))
        self.memos[identity] = Memo(
            identity, target, on, self.coder(author), MemoKind.ANALYTIC, label(text), written=_moment(written)
        )

    def finish(self, settings: StudySettings, framework: Framework) -> ReadProject:
        """Return the project as values."""
        codes = self._sound_codes()
        records = Bundle(
            settings=settings,
            framework=framework,
            codes=codes,
            participants=tuple(self.people.values()),
            coders=tuple(self.coders.values()),
            documents=tuple(self.documents.values()),
            codings=tuple(self.codings.values()),
            memos=tuple(self.memos.values()),
        )
        return ReadProject(
            file=self.file,
            program=self.program,
            name=self.name,
            is_ours=False,
            records=records,
            untold=frozenset(self.documents),
            sources=self.sources,
            places=Places(self.file),
            positions=tuple(self.positions),
            found=self.tally.found,
            elements=self.tally.counts(),
            unexplained=self.tally.unexplained(),
            losses=self.tally.losses(self.file),
            made=self.made,
        )

    def _sound_codes(self) -> tuple[Code, ...]:
        """Return the codes, those without their parent or in a circle at the top, parents before children."""
        ordered: dict[CodeId, Code] = {}
        for code in self.codes.values():
            path, seen = list[Code](), set[CodeId]()
            each: Code | None = code
            while each is not None and each.id not in ordered and each.id not in seen:
                seen.add(each.id)
                path.append(each)
                each = self.codes.get(each.parent) if each.parent is not None else None
            for above in reversed(path):
                has_parent = above.parent in ordered
                ordered[above.id] = above if has_parent or above.parent is None else replace(above, parent=None)
        return tuple(ordered.values())


def label(words: str) -> Label:
    """Return words of another program as a label in the language they look like."""
    plain = _SURROGATE.sub("\ufffd", _CONTROL.sub(_as_text, words.replace("\r\n", "\n")))
    return Label(zh=plain) if _HAN.search(plain) else Label(en=plain)


def words_of(row: Mapping[str, object], column: str) -> str:
    """Return the words of a cell, empty where it has none or there is no such column."""
    value = row.get(column)
    return value if isinstance(value, str) else "" if value is None or isinstance(value, bytes) else str(value)


def number_of(row: Mapping[str, object], column: str) -> int | None:
    """Return the whole number of a cell, None where it has none."""
    value = row.get(column)
    return value if isinstance(value, int) and abs(value) < 2**53 else None


def _as_text(found: re.Match[str]) -> str:
    return "\n" if found[0] in "\r\x0b\x0c" else "\ufffd"


def _bare(words: str) -> str:
    return "".join(words.replace("\u2029", " ").replace("\ufffd", " ").split())


def _listed(spans: tuple[np.ndarray, np.ndarray, np.ndarray]) -> tuple[list[int], list[int], list[bool]]:
    starts, ends, fits = spans
    return starts.tolist(), ends.tolist(), fits.tolist()


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written.strip())
    except (ValueError, KangniError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
