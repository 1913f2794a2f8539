"""The deed that joins what somebody else did in a copy of the study: nothing lost, nothing doubled, conflicts asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from kangni.app.departures import departing, without
from kangni.app.forks import Past
from kangni.app.project_export import whole
from kangni.app.projects import ASIDE, Bringing
from kangni.core.coding import Coding
from kangni.core.errors import N_, Contested, MergeConflicts, UnknownName, closest
from kangni.core.names import Label, fold_handle
from kangni.core.people import Assignment, Participant, Progress
from kangni.core.ports import Progressing, Writer
from kangni.core.references import KINDS, references
from kangni.core.text import Document
from kangni.exchange.refi.reading import ReadProject
from kangni.results.answer import Caution
from kangni.results.merging import Conflict, Merge, MergeLine, Side

__all__ = ["merge_study"]

GONE_HERE = N_("removed in mine")
GONE_THERE = N_("removed in theirs")
_PROGRESS = tuple(Progress)
_SHOWN = 60  # characters of a value that differs
_SETTINGS, _FRAMEWORK = 1, 2


def merge_study(
    write: Writer,
    project: ReadProject,
    past: Past | None,
    *,
    take: Side | None = None,
    choices: Mapping[str, Side] | None = None,
    asks: bool = True,
    progress: Progressing,
) -> Merge:
    """Join another copy of the study, or a project, into this one.

    What only one side changed since the two were one is taken from that side; without a `past` in common every
    difference is a conflict. `take` answers all conflicts, `choices` single ones by name. With `asks`, open conflicts
    refuse the merge.

    Raises
    ------
    MergeConflicts
        With the list of those on which nobody said whose word stands.
    UnknownName
        Where `choices` names no conflict.
    """
    merging = _Merging(write, project, past, take, choices or {})
    merging.remove()
    merging.bring(progress)
    merging.take_settings()
    done = merging.told()
    merging.check_choices()
    if done.open and asks:
        raise MergeConflicts(done.file, tuple(Contested(each.kind, each.name, each.what) for each in done.open))
    if done.conflicts:
        write.note()  # so that the next merge knows what was settled
    return done


class _Merging(Bringing):
    """Another copy on its way into this one."""

    def __init__(
        self, write: Writer, project: ReadProject, past: Past | None, take: Side | None, choices: Mapping[str, Side]
    ) -> None:
        self._past = past
        self._take_all = take
        self._choices = {fold_handle(name): (name, side) for name, side in choices.items()}
        self._conflicts: list[Conflict] = []
        self._removed: dict[str, int] = {}
        self._changes: dict[str, int] = {}
        self._mine = whole(write)
        self._names: dict[UUID, str] = {
            record.id: record.handle
            for bundle in (project.records, self._mine)
            for records in (bundle.codes, bundle.coders, bundle.documents, bundle.participants)
            for record in records
        }
        self._theirs = {record.id for name in KINDS.values() for record in getattr(project.records, name)
                        if hasattr(record, "id")}  # fmt: skip
        self._gone: frozenset[UUID] = frozenset()
        if past is not None:
            project = replace(project, records=self._still_told(project, past))
            self._gone = self._departed(past)
        self._whole_documents = {document.id: document for document in self._mine.documents}
        super().__init__(write, project, (), None)

    def remove(self) -> None:
        """Remove what the other side removed, before anything that says the same comes anew."""
        for kind, name in reversed(KINDS.items()):
            going = [each for each in getattr(self._mine, name) if self._goes(each)]
            if going:
                self._removed[kind] = self._write.remove(going)

    def take_settings(self) -> None:
        """Take settings and framework where only the other side changed them."""
        if self._past is None:
            return
        mine, theirs = self._mine, self._project.records
        if self._is_theirs(_SETTINGS, "settings", mine.settings, theirs.settings):
            self._write.set_settings(theirs.settings)
        if self._is_theirs(_FRAMEWORK, "framework", mine.framework, theirs.framework):
            self._write.set_framework(theirs.framework)

    def told(self) -> Merge:
        """Tell what was done."""
        kinds = [*KINDS, "settings", "framework"]
        lines = [
            MergeLine(
                kind,
                new=count.new if (count := self._counts.get(kind)) else 0,
                changed=self._changes.get(kind, 0),
                removed=self._removed.get(kind, 0),
                same=count.same if count else 0,
                contested=sum(each.kind == kind for each in self._conflicts),
            )
            for kind in kinds
        ]
        cautions: tuple[Caution, ...] = ()
        if self._aside:
            texts = ", ".join(each.name for each in self._differences)
            cautions = (Caution(ASIDE, (("count", self._aside.total()), ("documents", texts))),)
        return Merge(
            file=self._project.file,
            common=self._past.fork.common if self._past is not None else None,
            lines=tuple(line for line in lines if line.new or line.changed or line.removed or line.same),
            conflicts=tuple(self._conflicts),
            cautions=cautions,
            revision=self._write.revision,
        )

    def check_choices(self) -> None:
        """Refuse a choice about what is no conflict."""
        known = {fold_handle(word) for each in self._conflicts for word in (each.name, f"{each.kind} {each.name}")}
        for folded, (name, _) in self._choices.items():
            if folded not in known:
                raise UnknownName(N_("conflict"), name, closest(name, (each.name for each in self._conflicts)))

    # --- removed on one side ----------------------------------------------------------------------------------------

    def _still_told(self, project: ReadProject, past: Past) -> Any:
        """Return the other side's records without those that were removed here."""
        removed = past.removed - {record.id for name in KINDS.values() for record in getattr(self._mine, name)
                                  if hasattr(record, "id")}  # fmt: skip

        def stays(kind: str, record: Any) -> bool:
            return self._settle(kind, record, GONE_HERE, "", N_("is there")) == "theirs"

        found = departing(project.records, removed, past.theirs.changed, stays=stays)
        return without(project.records, found.gone)

    def _departed(self, past: Past) -> frozenset[UUID]:
        """Return which of this side's records go because the other removed them."""

        def stays(kind: str, record: Any) -> bool:
            return self._settle(kind, record, GONE_THERE, N_("is there"), "") != "theirs"

        return departing(self._mine, past.theirs.removed - self._theirs, past.mine.changed, stays=stays).gone

    def _goes(self, record: Any) -> bool:
        leans = any(identity in self._gone for _, identity in references(record))
        return getattr(record, "id", None) in self._gone or leans

    # --- changed on both --------------------------------------------------------------------------------------------

    def _meet(self, kind: str, standing: Any, other: Any, name: str) -> None:
        """Take what only the other side changed, leave what only this one did, and ask about the rest."""
        side: Side | None = "mine" if standing == other else self._side(standing, other)
        if side is None:
            side = self._contest(kind, name, self._about(standing), standing, other)
        if side == "theirs":
            self._changed.append(other)
            self._changes[kind] = self._changes.get(kind, 0) + 1
        else:
            self._count(kind).same += 1

    def _side(self, standing: Any, other: Any) -> Side | None:
        """Return whose word stands where histories tell, None where somebody has to say so."""
        past, identity = self._past, standing.id
        if past is None or identity not in self._theirs:
            return None
        here, there = identity in past.mine.changed, identity in past.theirs.changed
        if here != there:
            return None if there and _widens_consent(standing, other) else "theirs" if there else "mine"
        return "mine" if not here and past.fork.is_merged else None

    def _is_theirs(self, row: int, kind: str, mine: object, theirs: object) -> bool:
        """Tell whether the other side's settings, or framework, are to stand."""
        assert self._past is not None  # asked before
        here, there = row in self._past.mine.settings, row in self._past.theirs.settings
        if mine == theirs or not there:
            return False
        if here and self._contest(kind, kind, "", mine, theirs) != "theirs":
            return False
        self._changes[kind] = 1
        return True

    def _contest(self, kind: str, name: str, about: str, standing: Any, other: Any) -> Side | None:
        fields = [each for each in standing.__slots__ if getattr(standing, each) != getattr(other, each)]
        mine, theirs = ("; ".join(self._words(getattr(side, each)) for each in fields) for side in (standing, other))
        taken = self._answer(kind, name)
        self._conflicts.append(Conflict(kind, name, about, ", ".join(fields), mine, theirs, taken or ""))
        return taken

    def _settle(self, kind: str, record: Any, what: str, mine: str, theirs: str) -> Side | None:
        name = getattr(record, "handle", record.id.hex[:8])
        taken = self._answer(kind, name)
        self._conflicts.append(Conflict(kind, name, self._about(record), what, mine, theirs, taken or ""))
        return taken

    def _answer(self, kind: str, name: str) -> Side | None:
        for word in (f"{kind} {name}", name):
            if fold_handle(word) in self._choices:
                return self._choices[fold_handle(word)][1]
        return self._take_all

    def _about(self, record: Any) -> str:
        if hasattr(record, "handle"):
            return ""
        return " · ".join(self._names[each] for _, each in references(record) if each in self._names)

    def _words(self, value: object) -> str:
        if isinstance(value, UUID):
            return self._names.get(value, value.hex[:8])
        words = value.text(self._language) if isinstance(value, Label) else str(value)
        return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"

    # --- kinds with rules of their own ------------------------------------------------------------------------------

    def _person(self, standing: Participant, person: Participant) -> Participant:
        if not self._project.is_ours:
            return super()._person(standing, person)
        return replace(person, id=standing.id, handle=standing.handle)

    def _meet_document(self, document: Document) -> None:
        standing = self._whole_documents[self._match.documents[document.id]]
        if standing.id != document.id or not self._project.is_ours:
            super()._meet_document(document)
            return
        self._meet("document", standing, replace(self._ids.one(document), handle=standing.handle), standing.handle)

    def _assign(self, assignments: Sequence[Assignment], codings: Sequence[Coding]) -> None:
        """Store who is done with what: whoever got further on one side did so."""
        if not self._project.is_ours:
            super()._assign(assignments, codings)
            return
        standing = {(each.coder, each.document): each for each in self._write.all(Assignment)}
        new = []
        for each in self._ids.all(assignments):
            known = standing.get((each.coder, each.document))
            dated = each if each.done_at is None or self._restores else replace(each, done_at=self._write.number)
            if known is None and each.document not in self._match.unlike:
                new.append(dated)
            elif known is not None and _PROGRESS.index(known.progress) < _PROGRESS.index(each.progress):
                self._changed.append(dated)
                self._changes["assignment"] = self._changes.get("assignment", 0) + 1
            else:
                self._count("assignment").same += 1
        self._add("assignment", new)

    def _take(self) -> None:
        """Store what was taken from the other side."""
        for record in self._changed:
            self._write.replace([record])


def _widens_consent(standing: Any, other: Any) -> bool:
    """Tell whether a participant would release more than is recorded here: that is for a person to say."""
    if not isinstance(standing, Participant) or standing.consent == other.consent or other.consent is None:
        return False
    return standing.consent is None or not other.consent.within(standing.consent)
