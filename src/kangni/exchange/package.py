"""A folder to archive: tables, texts, a data dictionary, and a description that programs read (Frictionless)."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.separated import separated
from kangni.exchange.tables.typed import TYPE_NAMES, TypedColumn, typed_columns

__all__ = ["Package", "Words", "packed"]

Package = Mapping[str, bytes]  # content by path inside the folder
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_KEYS = {TableKind.PARTICIPANTS.value: "id", TableKind.CODEBOOK.value: "code_id", "documents": "doc"}
_REFERS = {"code_id": (TableKind.CODEBOOK.value, "code_id"), "cause": (TableKind.CODEBOOK.value, "code_id"),
           "effect": (TableKind.CODEBOOK.value, "code_id"), "doc": ("documents", "doc")}  # fmt: skip
_SAYS = {
    "doc": "Handle of the document; its text is texts/HANDLE.txt.",
    "language": "Language of the text.",
    "participant": "The pseudonym of whose words they are.",
    "translation_of": "The document that this one translates.",
    "date": "Day of the interview.",
    "characters": "Characters of the text.",
    "turns": "Number of turns.",
    "turn": "Number of the turn in its document.",
    "role": "Who speaks: interviewer, participant or other.",
    "start": "Where the words begin: characters before them.",
    "end": "Where the words end: characters before the first one after them.",
    "seconds": "Time at which the turn begins, in seconds.",
    "page": "Page on which the turn begins.",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Title and paragraphs of the README, in the reader's language."""

    title: str
    paragraphs: tuple[str, ...]


def packed(name: str, tables: Sequence[Table], texts: Mapping[str, str], words: Words) -> Package:
    """Return the files of the package; `texts` are transcripts by handle."""
    members: dict[str, bytes] = {}
    described = {table.name: _described(table, own=str(table.name) not in set(TableKind)) for table in tables}
    for table in tables:
        members[f"data/{table.name}.csv"] = _csv(table)
    for handle, text in texts.items():
        members[f"texts/{_file_name(handle)}.txt"] = text.encode()
    members["data-dictionary.csv"] = separated(
        ["table", "column", "type", "says"],
        [
            [str(name), column.name, TYPE_NAMES[column.type], column.says]
            for name, each in described.items()
            for column in each
        ],
    ).encode()
    members["README.md"] = "\n\n".join([f"# {words.title}", *words.paragraphs, ""]).encode()
    resources = [_resource(str(table), columns, described, members) for table, columns in described.items()]
    description = {
        "profile": "tabular-data-package",
        "name": _identifier(name),
        "title": words.title,
        "resources": resources,
    }
    members["datapackage.json"] = (json.dumps(description, ensure_ascii=False, indent=2) + "\n").encode()
    return members


def _csv(table: Table) -> bytes:
    """Write a table without the apostrophes that keep spreadsheet programs from running cells: archives have types."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.headings)
    writer.writerows(table.rows)
    return buffer.getvalue().encode()


def _described(table: Table, *, own: bool) -> tuple[TypedColumn, ...]:
    columns = typed_columns(table)
    return tuple(replace(column, says=_SAYS.get(column.name, column.says)) for column in columns) if own else columns


def _resource(
    table: str, columns: Sequence[TypedColumn], described: Mapping[str, object], members: Mapping[str, bytes]
) -> dict[str, object]:
    fields = [
        {
            "name": column.name,
            "type": TYPE_NAMES[column.type],
            **({"description": column.says} if column.says else {}),
            **({"trueValues": ["yes"], "falseValues": ["no", ""]} if column.type == "boolean" else {}),
        }
        for column in columns
    ]
    schema: dict[str, object] = {"fields": fields, "missingValues": [""]}
    if table in _KEYS:
        schema["primaryKey"] = [_KEYS[table]]
    references = [
        {"fields": [column.name], "reference": {"resource": target, "fields": [field]}}
        for column in columns
        if (found := _REFERS.get(column.name)) is not None
        for target, field in [found]
        if target != table and target in described
    ]
    if references:
        schema["foreignKeys"] = references
    path = f"data/{table}.csv"
    return {
        "name": table,
        "path": path,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "bytes": len(members[path]),
        "hash": f"sha256:{hashlib.sha256(members[path]).hexdigest()}",
        "schema": schema,
    }


def _file_name(handle: str) -> str:
    return _UNSAFE.sub("_", handle)


def _identifier(name: str) -> str:
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")
    return plain or "study"
