"""The deed that brings in a project of another program: what is new is added, what differs is told and left alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from kangni.app.matching import Known, match_records
from kangni.app.remapping import Remapping
from kangni.app.tables import declare_done
from kangni.app.told_turns import with_turns
from kangni.core.advice import Suggestion
from kangni.core.bundle import Record
from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.errors import N_, UnknownName, closest
from kangni.core.kept import Kept
from kangni.core.memos import Memo
from kangni.core.names import DocumentId, fold_handle
from kangni.core.people import Assignment, Coder, Participant, Restriction
from kangni.core.ports import Progressing, Writer
from kangni.core.recommendations import Recommendation
from kangni.core.text import Document
from kangni.exchange.refi.handles import Handles
from kangni.exchange.refi.reading import ReadProject
from kangni.exchange.refi.said import said_code, said_definition
from kangni.exchange.refi.state import kept_id, rest_of
from kangni.results.answer import Caution, Setting
from kangni.results.projects import Difference, ProjectImport, RecordCount

__all__ = ["Bringing", "import_project"]

Kind = TypeVar("Kind", bound=Record)

MADE = N_("{count} texts belong to no case: each got a participant of its name; no consent is recorded for them")
DONE = N_("{coders} now count as done with the documents they coded: only then does no code mean no.")
ASIDE = N_("{count} records stayed outside, since the study has other words for their texts: {documents}.")
DIFFERENT = N_("{count} records differ from the study's, which stayed. Name those that are to be taken: --take NAME.")
HABIT = N_(
    "{document}: evidence was thin; positions were read as {convention}, as {program} is known to count. "
    "Look at some passages; --offsets asks for another way."
)
SETS = N_("{count} sets are named like attributes (“age: 67”); they are kept as sets and go out again.")
KEPT = N_("{count} elements are not shown here; they are kept and go out again.")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def import_project(
    write: Writer,
    project: ReadProject,
    *,
    progress: Progressing,
    take: Collection[str] = (),
    language: str | None = None,
) -> ProjectImport:
    """Bring in a project: new records are added, the same ones passed over, different ones told and left alone.

    `take` names records of the study whose differences are to be taken from the file. `language` is that of texts whose
    words tell none.

    Raises
    ------
    UnknownName
        Where `take` names what does not differ.
    """
    bringing = Bringing(write, project, take, language)
    bringing.bring(progress)
    return bringing.report()


@dataclass(slots=True)
class _Counts:
    new: int = 0
    same: int = 0
    different: int = 0


class Bringing:
    """One project on its way into a study."""

    def __init__(self, write: Writer, project: ReadProject, take: Collection[str], language: str | None) -> None:
        self._write = write
        self._project = project
        self._asked = {fold_handle(name): name for name in take}
        self._spoken = language
        self._known = Known.of(write)
        self._language = write.settings().language
        self._match = match_records(project.records, self._known, self._language)
        self._ids = Remapping(self._match)
        # a study without material gets back what it was; elsewhere numbers of the history are this deed's
        self._restores = project.is_ours and not self._known.documents and not self._known.coders
        self._counts: dict[str, _Counts] = {}
        self._differences: list[Difference] = []
        self._changed: list[Record] = []
        self._aside: Counter[UUID] = Counter()
        self._set_aside: set[UUID] = set()
        self._done: tuple[str, ...] = ()

    def bring(self, progress: Progressing) -> None:
        """Add what is new, kind by kind, in an order in which each refers to earlier ones only."""
        records, steps = self._project.records, 6
        self._bring_coders(records.coders)
        self._bring_codes(records.codes)
        self._bring_people(records.participants)
        progress(1, steps)
        new = self._bring_documents(records.documents)
        self._keep_sources(new, records.kept)
        progress(2, steps)
        codings = self._bring_codings(records.codings)
        progress(4, steps)
        self._bring_others("claim", records.claims, Claim)
        self._bring_others("episode", records.episodes, Episode)
        self._bring_others("memo", records.memos, Memo)
        self._bring_others("suggestion", records.suggestions, Suggestion)
        self._bring_others("restriction", records.restrictions, Restriction)
        self._bring_others("decision", [self._dated(each) for each in records.decisions], Decision)
        self._bring_others("recommendation", records.recommendations, Recommendation)
        self._bring_others("kept", self._not_renamed(records.kept), Kept)
        progress(5, steps)
        self._assign(records.assignments, codings)
        self._take()
        progress(steps, steps)

    def report(self) -> ProjectImport:
        """Tell what was done."""
        project = self._project
        return ProjectImport(
            file=project.file,
            program=project.program,
            records=tuple(RecordCount(kind, c.new, c.same, c.different) for kind, c in self._counts.items()),
            differences=tuple(self._differences),
            elements=project.elements,
            found=project.found,
            unexplained=project.unexplained,
            positions=project.positions,
            losses=project.losses,
            cautions=tuple(self._cautions()),
            settings=(Setting("program", project.program), Setting("name", project.name)),
            revision=self._write.revision,
        )

    # --- kinds with rules of their own ------------------------------------------------------------------------------

    def _bring_coders(self, coders: Sequence[Coder]) -> None:
        new = []
        for coder in coders:
            standing = self._known.coders.get(self._match.coders[coder.id])
            if standing is None:
                new.append(replace(coder, handle=self._free("coder", coder.handle)))
            else:
                self._meet("coder", standing, replace(standing, handle=coder.handle), standing.handle)
        self._add("coder", new)

    def _bring_codes(self, codes: Sequence[Code]) -> None:
        new = []
        for code in codes:
            placed = replace(code, parent=self._match.codes[code.parent] if code.parent is not None else None)
            standing = self._known.codes.get(self._match.codes[code.id])
            if standing is None:
                new.append(replace(placed, handle=self._free("code", code.handle)))
            else:
                self._meet("code", standing, self._code(standing, placed), standing.handle)
        self._add("code", new)

    def _code(self, standing: Code, code: Code) -> Code:
        """Return the study's code with what the file says of it; another program knows but a part of a code."""
        if self._project.is_ours:
            return replace(code, id=standing.id, handle=standing.handle)
        changed = replace(standing, parent=code.parent)
        if said_code(standing, self._language) != said_code(code, self._language):
            changed = replace(changed, name=code.name)
        definition = said_definition(code, self._language)
        if definition and said_definition(standing, self._language) != definition:
            changed = replace(changed, definition=code.definition)
        return changed

    def _bring_people(self, people: Sequence[Participant]) -> None:
        new = []
        for person in people:
            standing = self._known.people.get(self._match.people[person.id])
            if standing is None:
                new.append(replace(person, handle=self._free("participant", person.handle)))
            else:  # consent is for people to record, never for a file to widen
                self._meet("participant", standing, self._person(standing, person), standing.handle)
        self._add("participant", new)

    def _person(self, standing: Participant, person: Participant) -> Participant:
        """Return the study's participant with what the file says of them."""
        return replace(standing, attributes=MappingProxyType({**standing.attributes, **person.attributes}))

    def _bring_documents(self, documents: Sequence[Document]) -> frozenset[DocumentId]:
        people = {fold_handle(person.handle): person.id for person in self._write.all(Participant)}
        new = []
        for document in documents:
            if self._match.documents[document.id] not in self._known.documents:
                named = replace(self._ids.one(document), handle=self._free("document", document.handle))
                is_untold = document.id in self._project.untold
                fallback = self._spoken or self._language
                new.append(with_turns(named, people, language=fallback) if is_untold else named)
            elif document.id in self._match.unlike:
                self._count("document").different += 1
                self._differences.append(Difference("document", document.handle, N_("its words")))
            else:
                self._meet_document(document)
        self._add("document", new)
        return frozenset(document.id for document in new)

    def _meet_document(self, document: Document) -> None:  # noqa: ARG002 - a merge looks at it
        """Count a document that the study has with the same words."""
        self._count("document").same += 1

    def _bring_codings(self, codings: Sequence[Coding]) -> list[Coding]:
        standing = {coding.id: coding for coding in self._write.all(Coding)}
        said = {_said(coding): coding.id for coding in standing.values()}
        new = []
        for coding in self._ids.all(codings):
            if coding.document in self._match.unlike:
                self._leave_aside(coding)
                continue
            identity = coding.id if coding.id in standing else said.get(_said(coding))
            if identity is None:
                new.append(coding)
                continue
            self._ids.codings[coding.id] = identity
            known = standing[identity]
            other = replace(coding, id=identity) if self._project.is_ours else _moved(known, coding)
            self._meet("coding", known, other, identity.hex[:8])
        self._add("coding", new)
        return new

    def _keep_sources(self, new: Collection[DocumentId], kept: Sequence[Kept]) -> None:
        wanted = {text.source.sha256 for text in self._project.records.documents if text.id in new}
        wanted |= {file.sha256 for each in kept for file in each.files}
        archive = self._project.places.archive
        for sha256 in sorted(wanted & self._project.sources.keys()):
            source = self._project.sources[sha256]
            if isinstance(source, bytes):
                self._write.keep_source(sha256, source)
            elif archive is not None:
                self._write.keep_file(sha256, archive.chunks(source))

    def _assign(self, assignments: Sequence[Assignment], codings: Sequence[Coding]) -> None:
        """Store who is done with what; the coders of another program's file are done with what they coded."""
        if not self._project.is_ours:
            done = declare_done(self._write, codings)
            self._done = tuple(sorted({line.coder for line in done}))
            return
        standing = {(each.coder, each.document) for each in self._write.all(Assignment)}
        new = []
        for each in self._ids.all(assignments):
            if (each.coder, each.document) in standing or each.document in self._match.unlike:
                self._count("assignment").same += 1
            else:
                at = each.done_at if self._restores or each.done_at is None else self._write.number
                new.append(replace(each, done_at=at))
        self._add("assignment", new)

    def _not_renamed(self, kept: Sequence[Kept]) -> list[Kept]:
        """Return what is kept but for the rests of records that the study has, with their rests, under another id."""
        match = self._match
        renamed = {
            kept_id(theirs, rest_of(element))
            for element, ids in (
                ("Code", match.codes),
                ("User", match.coders),
                ("Case", match.people),
                ("TextSource", match.documents),
                ("PDFSource", match.documents),
            )
            for theirs, ours in ids.items()
            if theirs != ours
        }
        left = [each for each in kept if each.id not in renamed]
        self._count("kept").same += len(kept) - len(left)
        return left

    def _dated(self, decision: Decision) -> Decision:
        return decision if self._restores else replace(decision, number=self._write.number)

    # --- all other kinds --------------------------------------------------------------------------------------------

    def _bring_others(self, kind: str, records: Sequence[Kind], of: type[Kind]) -> None:
        """Add the records of a kind that the study lacks; two that say the same under different ids are the same."""
        if not records:
            return
        standing: dict[UUID, Any] = {record.id: record for record in map(_any, self._write.all(of))}
        said = {_anonymous(record): identity for identity, record in standing.items()}
        handles = Handles()
        for record in standing.values():
            handles.take(getattr(record, "handle", ""))
        new: list[Any] = []
        for record in map(_any, self._ids.all(records)):
            if self._refers_aside(record):
                self._leave_aside(record)
                continue
            identity = record.id if record.id in standing else said.get(_anonymous(record))
            if identity is not None:
                known = standing[identity]
                self._meet(kind, known, self._alike(known, record), getattr(known, "handle", known.id.hex[:8]))
            elif hasattr(record, "handle"):
                new.append(replace(record, handle=handles.keep(record.handle)))
            else:
                new.append(record)
        self._add(kind, new)

    def _alike(self, standing: Any, record: Any) -> Any:
        """Return the file's record with what a file does not change: id, handle, number in the history."""
        if isinstance(record, Memo) and not self._project.is_ours:
            return replace(standing, text=record.text)
        same = {name: getattr(standing, name) for name in ("id", "handle", "number") if hasattr(standing, name)}
        return replace(record, **same)

    def _refers_aside(self, record: Any) -> bool:
        """Tell whether a record is on a text that the study has with other words, or on a record on one."""
        if isinstance(record, Kept):  # the rest of a text goes with its positions
            return record.document in self._match.unlike
        on = {getattr(record, name, None) for name in ("document", "coding", "target_id")}
        return bool(on & self._set_aside) or getattr(record, "document", None) in self._match.unlike

    def _leave_aside(self, record: Any) -> None:
        self._set_aside.add(record.id)
        self._aside[getattr(record, "document", None) or record.id] += 1

    # --- counting ---------------------------------------------------------------------------------------------------

    def _add(self, kind: str, new: Sequence[Record]) -> None:
        added = self._write.add(new) if new else 0
        count = self._count(kind)
        count.new += added
        count.same += len(new) - added

    def _meet(self, kind: str, standing: Record, other: Record, name: str) -> None:
        """Count a record that the study has, and tell how the file's differs."""
        if standing == other:
            self._count(kind).same += 1
            return
        self._count(kind).different += 1
        taken = self._is_asked(kind, name)
        self._differences.append(Difference(kind, name, ", ".join(_unlike(standing, other)), taken))
        if taken:
            self._changed.append(other)

    def _is_asked(self, kind: str, name: str) -> bool:
        names = {fold_handle(name), fold_handle(f"{kind} {name}")} & self._asked.keys()
        return bool(names)

    def _take(self) -> None:
        """Store the differences that somebody named."""
        differing = {fold_handle(each.name) for each in self._differences if each.taken}
        differing |= {fold_handle(f"{each.kind} {each.name}") for each in self._differences if each.taken}
        for folded, name in self._asked.items():
            if folded not in differing:
                known = (each.name for each in self._differences)
                raise UnknownName(N_("difference"), name, closest(name, known))
        for record in self._changed:
            self._write.replace([record])

    def _count(self, kind: str) -> _Counts:
        return self._counts.setdefault(kind, _Counts())

    def _free(self, kind: str, handle: str) -> str:
        return self._known.handles[kind].keep(handle)

    def _cautions(self) -> Iterator[Caution]:
        project = self._project
        for line in project.positions:
            if line.why == "program":
                facts = (("document", line.document), ("convention", line.convention))
                yield Caution(HABIT, (*facts, ("program", project.program or "?")))
        if project.made:
            yield Caution(MADE, (("count", project.made),))
        if self._done:
            yield Caution(DONE, (("coders", ", ".join(self._done)),))
        if self._aside:
            handles = [text.handle for text in project.records.documents if text.id in self._match.unlike]
            yield Caution(ASIDE, (("count", self._aside.total()), ("documents", ", ".join(handles))))
        if left := sum(not each.taken for each in self._differences):
            yield Caution(DIFFERENT, (("count", left),))
        if project.sets_like_attributes:
            yield Caution(SETS, (("count", project.sets_like_attributes),))
        if kept := sum(line.kept for line in project.elements):
            yield Caution(KEPT, (("count", kept),))


def _any(record: Record) -> Any:
    """Return a record whose kind is known to the caller only."""
    return record


def _said(coding: Coding) -> tuple[object, ...]:
    return coding.document, coding.span, coding.code, coding.coder, coding.place


def _moved(standing: Coding, coding: Coding) -> Coding:
    """Return the study's coding where another program's file has it."""
    return replace(standing, document=coding.document, span=coding.span, code=coding.code, coder=coding.coder)


def _anonymous(record: Any) -> Any:
    """Return what a record says, whatever its id and handle are; what is kept, whatever its GUIDs are."""
    if isinstance(record, Kept) and not record.element.startswith(rest_of("")):
        return record.element, _GUID.sub("", record.content), record.files
    same: Mapping[str, object] = {name: "" for name in ("handle",) if hasattr(record, name)}
    return repr({name: getattr(record, name) for name in record.__slots__ if name not in {"id", "number", *same}})


def _unlike(standing: Any, other: Any) -> Iterable[str]:
    """Return the names of the attributes that differ."""
    return [name for name in standing.__slots__ if getattr(standing, name) != getattr(other, name)]
