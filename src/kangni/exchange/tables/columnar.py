"""Tables for statistics programs: JSON Lines, Parquet (R, Python) and SPSS files, in which columns have types."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kangni.core.errors import N_, ExtraMissing
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.typed import Cell, TypedColumn, typed_columns

__all__ = ["write_lines", "write_parquet", "write_spss"]

PARQUET = N_("Writing Parquet")
SPSS = N_("Writing SPSS files")
_LONGEST_NAME = 60  # bytes; a program takes 64
_UNFIT = re.compile(r"[^\w.@#$]")


def write_lines(table: Table) -> bytes:
    """Write a table as JSON Lines, an object a row; empty cells are null."""
    columns = typed_columns(table)
    names = [column.name for column in columns]
    rows = zip(*(column.cells for column in columns), strict=True)
    lines = (json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def write_parquet(table: Table) -> bytes:
    """Write a table as Parquet; what each column says goes along as metadata.

    Raises
    ------
    ExtraMissing
        Where the library for it is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional extra
        from pyarrow import parquet  # noqa: PLC0415 - as above
    except ImportError as error:
        raise ExtraMissing(PARQUET, "parquet") from error
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "day": pa.date32(),
    }
    columns = typed_columns(table)
    fields = [
        pa.field(column.name, types[column.type], metadata={"says": column.says} if column.says else None)
        for column in columns
    ]
    arrays = [pa.array(column.cells, types[column.type]) for column in columns]
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), sink)
    return bytes(sink.getvalue().to_pybytes())


def write_spss(table: Table) -> bytes:
    """Write a table as an SPSS file; names that SPSS cannot take are changed, and stand as labels.

    Raises
    ------
    ExtraMissing
        Where the library for it is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an optional extra
        import pyreadstat  # noqa: PLC0415 - as above
    except ImportError as error:
        raise ExtraMissing(SPSS, "spss") from error
    columns = typed_columns(table)
    names = _variables([column.name for column in columns])
    frame = pd.DataFrame({name: _series(column) for name, column in zip(names, columns, strict=True)}, columns=names)
    for name, column in zip(names, columns, strict=True):
        if column.type != "text":
            frame[name] = frame[name].astype("object" if column.type == "day" else "float64")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.sav")
        pyreadstat.write_sav(frame, str(path), column_labels={n: c.name for n, c in zip(names, columns, strict=True)})
        return path.read_bytes()


def _plain(cell: Cell) -> object:
    return cell.isoformat() if isinstance(cell, date) else cell


def _series(column: TypedColumn) -> list[object]:
    match column.type:
        case "text":
            return [value or "" for value in column.cells]
        case "day":
            return list(column.cells)
    return [None if value is None else float(value) for value in column.cells]  # type: ignore[arg-type]  # numbers


def _variables(names: Sequence[str]) -> list[str]:
    """Return names that SPSS takes: letters, digits and a few signs, beginning with a letter, each once."""
    taken, found = set[str](), list[str]()
    for name in names:
        plain = _UNFIT.sub("_", name).strip("._") or "v"
        plain = plain if plain[0].isalpha() else f"v_{plain}"
        while len(plain.encode()) > _LONGEST_NAME:
            plain = plain[:-1]
        unique, number = plain, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{plain}_{number}"
        taken.add(unique.casefold())
        found.append(unique)
    return found
