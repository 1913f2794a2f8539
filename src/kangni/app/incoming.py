"""Transcripts on their way in: files that were read, and whose words each of them holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kangni.app.file_names import FileName, participant_named, read_file_name
from kangni.core.errors import FaultyFiles, FileFault, HandleTaken, KangniError
from kangni.core.names import DocumentId, check_handle, fold_handle
from kangni.core.people import Participant
from kangni.core.ports import NewId, Progressing, Writer
from kangni.core.text import Role
from kangni.exchange.documents.registry import read
from kangni.exchange.documents.transcript import Changes, ReadDocument

__all__ = [
    "Incoming",
    "People",
    "ReadIncoming",
    "SameFile",
    "language_of",
    "read_incoming",
    "with_participants",
]

# Participants by folded handle.
People = Mapping[str, Participant]
_SAMPLE = 4_000  # characters that tell the language
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_LEAST_HAN = 0.2  # of the letters: a Chinese word has two, an English one five


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read and will become a document; `participant` is the handle of the main one, or empty."""

    content: bytes
    sha256: str
    name: FileName
    found: ReadDocument
    id: DocumentId
    language: str
    participant: str = ""

    @property
    def participant_labels(self) -> list[str]:
        """Return the labels under which participants speak, in order of appearance."""
        return [speaker.label for speaker in self.found.speakers if speaker.role is Role.PARTICIPANT]

    def whose(self, people: People) -> dict[str, Participant | None]:
        """Return whose words stand under each label: those of the participant called so, else the main one's."""
        main = people.get(fold_handle(self.participant))
        return {label: people.get(fold_handle(label), main) for label in self.participant_labels}


@dataclass(frozen=True, slots=True)
class SameFile:
    """A file whose bytes the study has already, as the document of that handle."""

    file: str
    document: str


@dataclass(frozen=True, slots=True)
class ReadIncoming:
    """The files that will become documents, those that the study has already, and those that cannot be taken."""

    incoming: tuple[Incoming, ...]
    same: tuple[SameFile, ...]
    faults: tuple[FileFault, ...]

    def check(self, *, strict: bool) -> None:
        """Refuse all files if one is faulty and that is not to be, or if nothing else came.

        Raises
        ------
        KangniError
            The one faulty file's own error, or `FaultyFiles` with the error of each.
        """
        if self.faults and (strict or not (self.incoming or self.same)):
            raise self.faults[0].error if len(self.faults) == 1 else FaultyFiles(self.faults)


def read_incoming(
    write: Writer,
    files: Iterable[tuple[str, bytes]],
    *,
    new_id: NewId,
    encoding: str | None,
    language: str | None,
    changes: Changes = "accept",
    progress: Progressing | None,
) -> ReadIncoming:
    """Read all files, those apart that the study has already."""
    heads, fallback = write.document_heads(), write.settings().language
    handle_by_hash = {head.source_sha256: head.handle for head in heads}
    taken = {fold_handle(head.handle) for head in heads}
    speakers = [person.handle for person in write.all(Participant)]
    incoming, same, faults = list[Incoming](), list[SameFile](), list[FileFault]()
    remaining = list(files)
    for done, (file, content) in enumerate(remaining):
        if progress is not None:
            progress(done, len(remaining))
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 in handle_by_hash:
            same.append(SameFile(file, handle_by_hash[sha256]))
            continue
        try:
            name = _free_name(file, taken)
            found = read(file, content, encoding=encoding, speakers=speakers, changes=changes)
        except KangniError as error:
            faults.append(FileFault(file, error))
            continue
        handle_by_hash[sha256] = name.handle
        taken.add(fold_handle(name.handle))
        speech = name.language or language or language_of(found.text) or fallback
        incoming.append(Incoming(content, sha256, name, found, DocumentId(new_id()), speech))
    if progress is not None:
        progress(len(remaining), len(remaining))
    return ReadIncoming(tuple(incoming), tuple(same), tuple(faults))


def with_participants(incoming: Sequence[Incoming], known: Sequence[str]) -> list[Incoming]:
    """Give each file its main participant: one that its name names, else the one whose handle is its name.

    A file in which only participants of other names speak (a pair, a focus group) needs none of its own name: its one
    speaker is the main one, several have none.
    """
    named = [participant_named(each.name.stem, known) for each in incoming]
    stems = {fold_handle(each.name.stem) for each, handle in zip(incoming, named, strict=True) if handle is None}
    speakers = stems | {fold_handle(handle) for handle in known}
    return [
        replace(each, participant=_main(each, speakers) if handle is None else handle)
        for each, handle in zip(incoming, named, strict=True)
    ]


def language_of(text: str) -> str:
    """Return the language that a text's beginning is written in, empty where there are no letters."""
    sample = text[:_SAMPLE]
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    if not han + latin:
        return ""
    return "zh" if han >= _LEAST_HAN * (han + latin) else "en"


def _main(each: Incoming, speakers: set[str]) -> str:
    own = fold_handle(each.name.stem)
    labels = {fold_handle(label): label for label in each.participant_labels}
    if not labels or not labels.keys() <= speakers - {own}:
        return each.name.stem
    return next(iter(labels.values())) if len(labels) == 1 else ""


def _free_name(file: str, taken: set[str]) -> FileName:
    name = read_file_name(file)
    check_handle("document", name.handle)
    if fold_handle(name.handle) in taken:
        raise HandleTaken("document", name.handle)
    return name
