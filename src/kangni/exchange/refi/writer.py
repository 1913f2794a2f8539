"""The writer of projects and codebooks: strict, the same bytes for the same study."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import BinaryIO, TypeVar

from kangni.core.bundle import Bundle, Record
from kangni.exchange.refi.extra import MEMBER, VERSION, Extra, ExtraDocument, ExtraParticipant, write_extra
from kangni.exchange.refi.markup_out import codebook_markup, project_markup
from kangni.exchange.refi.outgoing import Outgoing
from kangni.exchange.refi.places import LARGEST_MEMBER
from kangni.exchange.refi.profiles import PROFILES, Target
from kangni.exchange.refi.said import is_plain
from kangni.exchange.refi.schemas import check_fit
from kangni.exchange.refi.sources_out import text_bytes, text_name

__all__ = ["WrittenProject", "write_codebook", "write_project"]

Kind = TypeVar("Kind", bound=Record)

_MARKUP = "project.qde"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows, so that the clock leaves no trace
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3  # which system's rights the number above is


@dataclass(frozen=True, slots=True)
class WrittenProject:
    """What the writer left out: files that are larger than the standard allows, and those whose bytes are not here."""

    too_large: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def write_project(
    file: BinaryIO,
    records: Bundle,
    *,
    target: Target = Target.STANDARD,
    content_of: Callable[[str], Iterable[bytes]],
) -> WrittenProject:
    """Write a .qdpx into an open file; `content_of` yields the bytes of a kept file by its SHA-256.

    Raises
    ------
    SchemaMisfit
        Where the markup would not fit the standard's schema; then nothing usable was written.
    """
    profile = PROFILES[target]
    out = Outgoing.of(records)
    markup = b"".join(project_markup(out, profile))
    check_fit([markup], "Project")
    too_large, missing = [], []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, _MARKUP, [markup])
        del markup
        for document in records.documents:
            _put(archive, f"{profile.folder}/{text_name(document)}", [text_bytes(document, profile)])
        for name, sha256 in sorted({(f.name, f.sha256) for kept in records.kept for f in kept.files}):
            fate = _put(archive, f"{profile.folder}/{name}", content_of(sha256))
            if fate == 0:
                missing.append(name)
            elif fate > LARGEST_MEMBER:
                too_large.append(name)
        _put(archive, MEMBER, [write_extra(_extra(records))])
    return WrittenProject(tuple(too_large), tuple(missing))


def write_codebook(records: Bundle) -> bytes:
    """Return a .qdc with the codes alone; raises what `write_project` raises."""
    content = b"".join(codebook_markup(Outgoing.of(records)))
    check_fit([content], "Codebook")
    return content


def _put(archive: zipfile.ZipFile, name: str, content: Iterable[bytes]) -> int:
    """Write a member and return its size; nothing is written for one without content."""
    pieces = iter(content)
    first = next(pieces, None)
    if first is None:
        return 0
    information = zipfile.ZipInfo(name, _LONG_AGO)
    information.compress_type = zipfile.ZIP_DEFLATED
    information.external_attr = _PLAIN_FILE
    information.create_system = _UNIX
    size = 0
    with archive.open(information, "w", force_zip64=False) as member:
        for piece in _chain(first, pieces):
            member.write(piece)
            size += len(piece)
    return max(size, 1)


def _chain(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _extra(records: Bundle) -> Extra:
    """Return what has no slot, in an order that does not depend on how the study came about."""
    return Extra(
        version=VERSION,
        settings=records.settings,
        framework=records.framework,
        coders=_by_id(records.coders),
        codes=_by_id(records.codes),
        participants=tuple(map(ExtraParticipant.of, _by_id(records.participants))),
        documents=tuple(map(ExtraDocument.of, _by_id(records.documents))),
        codings=_by_id(coding for coding in records.codings if not is_plain(coding)),
        claims=_by_id(records.claims),
        episodes=_by_id(records.episodes),
        memos=_by_id(records.memos),
        suggestions=_by_id(records.suggestions),
        restrictions=_by_id(records.restrictions),
        assignments=tuple(sorted(records.assignments, key=attrgetter("coder.int", "document.int"))),
        decisions=_by_id(records.decisions),
        recommendations=_by_id(records.recommendations),
    )


def _by_id(records: Iterable[Kind]) -> tuple[Kind, ...]:
    return tuple(sorted(records, key=attrgetter("id.int")))
