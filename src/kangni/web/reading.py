"""Reads what a page sends: fields of a form, files, or an object that must be exactly what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, TypeVar

import msgspec
from anyio import from_thread
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from kangni.core.errors import RequestUnread

__all__ = ["Upload", "files_of", "form_of", "many_of", "object_of"]

MOST_FIELDS = 2_000
MOST_FILES = 2_000
Expected = TypeVar("Expected")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it was sent, on disk where it is large, with the name (or path in a folder) its sender gave it."""

    name: str
    content: BinaryIO


def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form; of fields with several values the last."""
    return {name: value for name, value in _form(request).multi_items() if isinstance(value, str)}


def many_of(request: Request, name: str) -> tuple[str, ...]:
    """Return all values of one field."""
    return tuple(value for value in _form(request).getlist(name) if isinstance(value, str))


def files_of(request: Request, name: str) -> tuple[Upload, ...]:
    """Return the files of one field."""
    uploads = [value for value in _form(request).getlist(name) if isinstance(value, UploadFile)]
    return tuple(Upload(upload.filename or "", upload.file) for upload in uploads)


def object_of(request: Request, kind: type[Expected]) -> Expected:
    """Return what was sent as JSON.

    Raises
    ------
    RequestUnread
        If it is no JSON, or has fields that are missing, unknown or of another kind.
    """
    try:
        return msgspec.json.decode(from_thread.run(request.body), type=kind, strict=True)
    except msgspec.MsgspecError as error:
        raise RequestUnread(str(error)) from error


def _form(request: Request) -> FormData:
    async def read() -> FormData:
        return await request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES)

    return from_thread.run(read)
