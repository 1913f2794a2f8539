"""The reader of projects and codebooks: tolerant, element by element, and nothing dropped silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID

from kangni.core.bundle import Bundle, StudySettings
from kangni.core.errors import N_, ElementFault, FaultyProject
from kangni.core.framework import Framework
from kangni.core.memos import MemoTarget
from kangni.core.names import DocumentId
from kangni.exchange.refi.codes import read_code
from kangni.exchange.refi.extra import MEMBER, read_extra
from kangni.exchange.refi.finishing import finish
from kangni.exchange.refi.fragments import Keeper
from kangni.exchange.refi.grammar import CONTAINERS, MEDIA, ROOTS
from kangni.exchange.refi.identity import derived, guid_of
from kangni.exchange.refi.markup import Element, child_of, elements, name_of, place_of, words_of
from kangni.exchange.refi.notes import Note, read_note
from kangni.exchange.refi.offsets import Convention, told_by
from kangni.exchange.refi.people import Case, read_case, read_user
from kangni.exchange.refi.places import Places, open_places
from kangni.exchange.refi.said import GRAPH
from kangni.exchange.refi.state import TWICE, Holder, State
from kangni.exchange.refi.tally import Tally
from kangni.exchange.refi.texts import read_text_source
from kangni.exchange.refi.values import read_variable
from kangni.results.imports import Loss
from kangni.results.projects import ElementCount, PositionsRead

__all__ = ["ReadProject", "read_codebook", "read_project"]

LATER = N_("a member of a later Kangni, which this one cannot read")
MOST_FAULTS = 100  # of a file with thousands, the first are enough to see what is wrong
PROJECT = derived(None, "Project")
_LIKE_ATTRIBUTE = re.compile(r"[^:]{1,60}: \S.*")


@dataclass(frozen=True, slots=True)
class ReadProject:
    """A project as values. `records` has its settings and framework where Kangni wrote it, else those handed in.

    `untold` are documents whose language, turns and speakers the file does not tell. `sources` are texts, as bytes, and
    members of the archive to be kept, by SHA-256.
    """

    file: str
    program: str
    name: str
    is_ours: bool
    records: Bundle
    untold: frozenset[DocumentId]
    sources: Mapping[str, bytes | str]
    places: Places
    positions: tuple[PositionsRead, ...]
    found: int
    elements: tuple[ElementCount, ...]
    unexplained: int
    losses: tuple[Loss, ...]
    made: int = 0  # participants of texts that belong to no case
    sets_like_attributes: int = 0


def read_project(
    file: str,
    content: BinaryIO,
    *,
    settings: StudySettings,
    framework: Framework,
    offsets: Convention | None = None,
) -> ReadProject:
    """Read a .qdpx from an open file.

    `settings` and `framework` hold where the file has none, which is the case unless Kangni wrote it. `offsets` says
    how positions count, where that is not to be found out.

    Raises
    ------
    FileProblem
        For what is no project, is damaged or could harm the machine, or `FaultyProject` with all its faults.
    """
    places = open_places(file, content)
    archive = places.archive
    assert archive is not None  # open_places opened it
    state = _state(places, offsets, settings)
    if MEMBER in archive.members:
        extra = read_extra(file, archive.read(MEMBER))
        state.tell(extra)
        if extra is None:
            state.tally.lose(LATER, MEMBER)
    return _read(state, archive.chunks(places.markup), settings, framework)


def read_codebook(file: str, content: bytes, *, settings: StudySettings, framework: Framework) -> ReadProject:
    """Read a .qdc; raises what `read_project` raises."""
    return _read(_state(Places(file), None, settings), [content], settings, framework)


def _state(places: Places, offsets: Convention | None, settings: StudySettings) -> State:
    tally = Tally()
    return State(places, tally, Keeper(tally, places), asked=offsets, language=settings.language)


@dataclass(slots=True)
class _Pending:
    """What can be put in its place only when the whole file is read."""

    cases: list[Case] = field(default_factory=list)
    notes: dict[UUID, Note] = field(default_factory=dict)
    links: dict[UUID, tuple[UUID | None, UUID | None]] = field(default_factory=dict)
    sets_like_attributes: int = 0


def _read(state: State, content: Iterable[bytes], settings: StudySettings, framework: Framework) -> ReadProject:
    pending = _Pending()
    if state.extra is not None:
        settings, framework = state.extra.settings, state.extra.framework
        state.language = settings.language
    for parent, element, count in elements(state.places.file, content):
        state.tally.found += count
        if count:
            _take(state, pending, parent, element)
        else:
            state.name, state.origin = element.get("name", ""), element.get("origin", "")
            state.told = told_by(state.origin)
    if state.faults:
        raise FaultyProject(state.places.file, tuple(state.faults[:MOST_FAULTS]))
    records = finish(state, pending.cases, pending.notes, pending.links, settings, framework)
    wanted = {text.source.sha256 for text in records.documents} | {f.sha256 for k in records.kept for f in k.files}
    return ReadProject(
        file=state.places.file,
        program=state.origin,
        name=state.name,
        is_ours=state.extra is not None,
        records=records,
        untold=frozenset(state.untold),
        sources={sha256: source for sha256, source in state.sources.items() if sha256 in wanted},
        places=state.places,
        positions=tuple(state.positions),
        found=state.tally.found,
        elements=state.tally.counts(),
        unexplained=state.tally.unexplained(),
        losses=state.tally.losses(state.places.file),
        made=state.made,
        sets_like_attributes=pending.sets_like_attributes,
    )


def _take(state: State, pending: _Pending, parent: str, element: Element) -> None:  # noqa: C901, PLR0912 - one an element
    name = name_of(element)
    match name:
        case "User":
            read_user(state, element)
        case "Code":
            read_code(state, element)
        case "Variable":
            read_variable(state, element)
        case "Case":
            case = read_case(state, element)
            if case is not None:
                pending.cases.append(case)
        case "TextSource" if read_text_source(state, element):
            pass
        case "PDFSource" if _has_text(state, element):
            pass
        case "Note":
            read_note(state, element, known=pending.notes)
        case "Link":
            _take_link(state, pending, element)
        case "Graph" if state.extra is not None and guid_of(element.get("guid", "")) == GRAPH:
            _count_stored(state, element)
        case "Set":
            _take_set(state, pending, element)
        case _ if name in _KEPT:
            _keep(state, element)
        case "Description" if parent == "Project":
            state.tally.stored[name] += 1
            state.describe(PROJECT, words_of(element), on=Holder(MemoTarget.STUDY, None))
        case "NoteRef" if parent == "Project":
            state.holders[PROJECT] = Holder(MemoTarget.STUDY, None)
            state.refer(element, PROJECT)
        case _ if name in CONTAINERS or name in ROOTS:
            state.tally.stored[name] += 1
        case _:
            state.lose_unknown(element)


_KEPT = frozenset({"Graph", "TextSource", *MEDIA})


def _has_text(state: State, element: Element) -> bool:
    text = child_of(element, "Representation")
    return text is not None and read_text_source(state, text, pdf=element)


def _keep(state: State, element: Element) -> None:
    identity = guid_of(element.get("guid", ""))
    content = state.keeper.keep(element)
    if identity is None:
        return
    if identity in state.kept_guids:
        state.faults.append(ElementFault(place_of(element), TWICE))
    state.kept_guids.add(identity)
    state.keep(identity, name_of(element), content)


def _take_link(state: State, pending: _Pending, element: Element) -> None:
    identity = guid_of(element.get("guid", ""))
    ends = guid_of(element.get("originGUID", "")), guid_of(element.get("targetGUID", ""))
    if identity is not None:
        pending.links[identity] = ends
    if state.extra is not None and any(claim.id == identity for claim in state.extra.claims):
        _count_stored(state, element)
    else:
        _keep(state, element)


def _take_set(state: State, pending: _Pending, element: Element) -> None:
    for member in element:
        if "targetGUID" not in member.attrib and "guid" in member.attrib:  # as codebooks write it
            member.set("targetGUID", member.get("guid"))
            del member.attrib["guid"]
    if _LIKE_ATTRIBUTE.fullmatch(element.get("name", "")) and child_of(element, "MemberSource") is not None:
        pending.sets_like_attributes += 1
    _keep(state, element)


def _count_stored(state: State, element: Element) -> None:
    for each in element.iter():
        state.tally.stored[name_of(each)] += 1
