"""Projects in the shapes in which programs write them, made for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from uuid import UUID

from tests.storage.studies import FRAMEWORK

from kangni.core.bundle import StudySettings
from kangni.exchange.refi.offsets import Convention, convention_from
from kangni.exchange.refi.reading import ReadProject, read_project

__all__ = ["CODE", "OTHER_CODE", "SOURCE", "SPACE", "USER", "coding", "guid", "packed", "project", "read", "selection"]

SPACE = "urn:QDA-XML:project:1.0"


def guid(n: int) -> str:
    return str(UUID(int=n, version=4)).upper()


USER, CODE, OTHER_CODE, SOURCE = guid(1), guid(2), guid(3), guid(4)
BOOK = (
    f'<CodeBook><Codes><Code guid="{CODE}" name="strain" isCodable="true"/>'
    f'<Code guid="{OTHER_CODE}" name="support" isCodable="true"/></Codes></CodeBook>'
)
USERS = f'<Users><User guid="{USER}" name="Anna"/></Users>'


def coding(n: int, *, code: str = CODE, user: str = USER, inner: str = "") -> str:
    who = f' creatingUser="{user}"' if user else ""
    return f'<Coding guid="{guid(n)}"{who}><CodeRef targetGUID="{code}"/>{inner}</Coding>'


def selection(n: int, start: int, end: int, inner: str = "", *, name: str = "") -> str:
    called = f' name="{name}"' if name else ""
    return (
        f'<PlainTextSelection guid="{guid(n)}"{called} startPosition="{start}" endPosition="{end}">'
        f"{inner}</PlainTextSelection>"
    )


def project(
    sources: str, *, origin: str = "", users: str = USERS, book: str = BOOK, before: str = "", after: str = "",
    space: str = SPACE,
) -> str:  # fmt: skip
    inner = f"<Sources>{sources}</Sources>" if sources else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{space}" name="trial" origin="{origin}">'
        f"{users}{book}{before}{inner}{after}</Project>"
    )


def packed(markup: str | bytes, members: Mapping[str, bytes] | None = None, *, name: str = "project.qde") -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, markup)
        for member, content in (members or {}).items():
            archive.writestr(member, content)
    return memory.getvalue()


def read(content: bytes, *, offsets: str = "", language: str = "en") -> ReadProject:
    way: Convention | None = convention_from(offsets) if offsets else None
    return read_project(
        "trial.qdpx",
        io.BytesIO(content),
        settings=StudySettings("trial", language),
        framework=FRAMEWORK,
        offsets=way,
    )


def quotations(found: ReadProject) -> list[str]:
    texts = {text.id: text.text for text in found.records.documents}
    return [
        texts[each.document][each.span.start : each.span.end]
        for each in found.records.codings
        if each.document is not None and each.span is not None
    ]


def lost(found: ReadProject) -> Iterable[str]:
    return [loss.what for loss in found.losses]
