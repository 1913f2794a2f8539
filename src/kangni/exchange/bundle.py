"""The bundle: a whole study as one JSON file, versioned, the same bytes for the same study."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from kangni.core.advice import Suggestion
from kangni.core.bundle import Bundle, StudySettings
from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.errors import FileDamaged, KangniError, StudyOtherVersion, UnknownFileType
from kangni.core.framework import Framework
from kangni.core.kept import Kept
from kangni.core.memos import Memo
from kangni.core.people import Assignment, Coder, Restriction
from kangni.core.recommendations import Recommendation
from kangni.core.references import check_whole
from kangni.core.text import Document
from kangni.exchange.refi.extra import ExtraParticipant
from kangni.exchange.refi.places import Places
from kangni.exchange.refi.reading import ReadProject

__all__ = ["FORMAT", "LARGEST_BUNDLE", "SUFFIX", "VERSION", "HashOf", "read_bundle", "whole_project", "write_bundle"]

FORMAT = "kangni bundle"
VERSION = 1
SUFFIX = ".json"
LARGEST_BUNDLE = 2_000_000_000  # bytes
HashOf = Callable[[Bundle], str]


@dataclass(frozen=True, slots=True)
class _Head:
    format: str
    version: int


@dataclass(frozen=True, slots=True)
class _File:
    """The file as it is written; `files` are the bytes of texts' sources and of what is kept, by SHA-256."""

    format: str
    version: int
    hash: str
    settings: StudySettings
    framework: Framework
    codes: tuple[Code, ...]
    participants: tuple[ExtraParticipant, ...]
    coders: tuple[Coder, ...]
    documents: tuple[Document, ...]
    codings: tuple[Coding, ...]
    claims: tuple[Claim, ...]
    episodes: tuple[Episode, ...]
    memos: tuple[Memo, ...]
    suggestions: tuple[Suggestion, ...]
    restrictions: tuple[Restriction, ...]
    assignments: tuple[Assignment, ...]
    decisions: tuple[Decision, ...]
    recommendations: tuple[Recommendation, ...]
    kept: tuple[Kept, ...]
    files: dict[str, bytes]

    def records(self) -> Bundle:
        """Return the study."""
        return Bundle(
            settings=self.settings,
            framework=self.framework,
            codes=self.codes,
            participants=tuple(person.participant() for person in self.participants),
            coders=self.coders,
            documents=self.documents,
            codings=self.codings,
            claims=self.claims,
            episodes=self.episodes,
            memos=self.memos,
            suggestions=self.suggestions,
            restrictions=self.restrictions,
            assignments=self.assignments,
            decisions=self.decisions,
            recommendations=self.recommendations,
            kept=self.kept,
        )


def write_bundle(records: Bundle, files: Mapping[str, bytes], *, study_hash: str) -> bytes:
    """Return a study as a bundle; `study_hash` is that of these records."""
    people = tuple(ExtraParticipant.of(person) for person in records.participants)
    parts = {name: getattr(records, name) for name in Bundle.__slots__}
    written = _File(FORMAT, VERSION, study_hash, **{**parts, "participants": people}, files=dict(sorted(files.items())))
    return _ENCODER.encode(written) + b"\n"


def read_bundle(file: str, content: bytes, *, hash_of: HashOf) -> ReadProject:
    """Read a bundle; `hash_of` gives the hash that a study has.

    Raises
    ------
    UnknownFileType
        For JSON that is no bundle, and for what is no JSON.
    StudyOtherVersion
        For a bundle in a later form.
    FileDamaged
        For one that breaks off, says what cannot be, or says something else than was written.
    """
    try:
        head = _HEAD.decode(content)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        if content[: len(_BEGINNING)] == _BEGINNING:
            raise FileDamaged(file, f"it breaks off or is no JSON: {error}") from error
        raise UnknownFileType(file, FORMAT) from error
    if head.format != FORMAT:
        raise UnknownFileType(file, FORMAT)
    if head.version != VERSION:
        raise StudyOtherVersion(file, head.version, VERSION)
    try:
        written = _DECODER.decode(content)
        for person in written.participants:
            _check_attributes(person)
        records = written.records()
        check_whole(records)
    except (msgspec.MsgspecError, KangniError, ValueError, TypeError, RecursionError) as error:
        raise FileDamaged(file, f"it says what cannot be: {error}") from error
    _check_bytes(file, written)
    if hash_of(records) != written.hash:
        raise FileDamaged(file, "its records are not those that were written")
    return whole_project(file, records, written.files)


def whole_project(file: str, records: Bundle, files: Mapping[str, bytes]) -> ReadProject:
    """Return a whole study of ours as a project is read, with the bytes of its files by SHA-256."""
    return ReadProject(
        file=file,
        program="Kangni",
        name=records.settings.name,
        is_ours=True,
        records=records,
        untold=frozenset(),
        sources=files,
        places=Places(file),
        positions=(),
        found=0,
        elements=(),
        unexplained=0,
        losses=(),
    )


def _check_attributes(person: ExtraParticipant) -> None:
    for name, value in person.attributes.items():
        is_day = isinstance(value, dict) and list(value) == ["date"] and isinstance(value["date"], str)
        is_plain = isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))
        if not (is_day or is_plain):
            message = f"{name} of {person.handle} is neither words, nor a number, nor a day"
            raise ValueError(message)


def _check_bytes(file: str, written: _File) -> None:
    for sha256, content in written.files.items():
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileDamaged(file, f"the bytes of {sha256} are others")


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):  # read-only views, which the encoder does not know
        return dict(value)
    message = f"a study holds no {type(value).__name__}"
    raise TypeError(message)


_BEGINNING = f'{{"format":"{FORMAT}"'.encode()
_ENCODER = msgspec.json.Encoder(enc_hook=_plain)
_HEAD = msgspec.json.Decoder(_Head)
_DECODER = msgspec.json.Decoder(_File)
