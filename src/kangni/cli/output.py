"""How answers are printed: tables for people, JSON and CSV for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kangni.cli.language import _, reading_language
from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.exchange.files import write_file
from kangni.exchange.tables.separated import separated
from kangni.language import list_words
from kangni.results.answer import Answer, Caution, Plain, plain
from kangni.study.shown import Shown, flat

if TYPE_CHECKING:
    from kangni.reports.figure import Figure

__all__ = [
    "Column",
    "cautions",
    "number",
    "print_json",
    "print_result",
    "save_picture",
    "sentence",
    "show",
    "show_records",
    "table",
    "write_csv",
]

WIDTH_OF_A_FILE = 160  # columns where nobody's terminal sets them
DASH = "—"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a printed table: its heading, and what stands in it for a row."""

    heading: str
    cell: Callable[[Any], object]
    is_number: bool = False


def _console() -> Console:
    """Return the console for answers."""
    return Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE, highlight=False, soft_wrap=False)


def show(
    shown: Shown[Any],
    columns: Sequence[Column],
    *,
    study: Path,
    title: str,
    as_json: bool,
    csv_path: Path | None,
    rows: Sequence[Any] | None = None,
) -> None:
    """Print a result as JSON, CSV or a table with its cautions."""
    show_records(shown.result, columns, study=study, title=title, as_json=as_json, csv_path=csv_path, rows=rows)


def show_records(
    result: Answer,
    columns: Sequence[Column],
    *,
    study: Path | None,
    title: str,
    as_json: bool,
    csv_path: Path | None,
    rows: Sequence[Any] | None = None,
) -> None:
    """Print what a deed returned as JSON, CSV or a table with its cautions."""
    if as_json:
        print_result(result, study)
    elif csv_path is not None:
        write_csv(csv_path, [flat(row, language=reading_language(), undefined="") for row in result.rows()])
    else:
        table(title, columns, result.rows() if rows is None else rows)
        cautions(result.cautions)


def table(title: str, columns: Sequence[Column], rows: Iterable[Any]) -> None:
    """Print rows as a table; undefined numbers are dashes whose reasons follow below."""
    reasons: dict[str, None] = {}
    body = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        body.add_column(column.heading, justify="right" if column.is_number else "left", overflow="fold")
    for row in rows:
        body.add_row(*(escape(_text(column.cell(row), reasons)) for column in columns))
    if title:
        click.secho(title, bold=True)  # above the table, which may be narrower
    _console().print(body)
    for reason in reasons:
        click.echo(f"{DASH} {_(reason)}")


def cautions(found: Iterable[Caution]) -> None:
    """Print the cautions of a result, one a line."""
    for caution in found:
        click.echo(f"! {sentence(caution)}")


def sentence(caution: Caution) -> str:
    """Return a caution in the reader's language."""
    return _(caution.sentence).format_map(dict(caution.facts))


def print_json(
    deed: str,
    result: Plain,
    *,
    study: Path | None,
    revision: int | None,
    settings: Mapping[str, Plain] | None = None,
    found: Iterable[Caution] = (),
) -> None:
    """Print what a deed returned with all digits, in the form that all deeds share; `found` are its cautions."""
    answer = {
        "deed": deed,
        "study": str(study) if study is not None else "",
        "revision": revision,
        "settings": dict(settings or {}),
        "result": result,
        "cautions": [sentence(caution) for caution in found],
    }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def print_result(result: Answer, study: Path | None, *, deed: str = "", shown: Plain = None) -> None:
    """Print a result with its settings and cautions; `shown` is the part of it that another deed is about."""
    told = result.to_dict()
    for own in ("settings", "cautions"):
        told.pop(own, None)
    print_json(
        deed or type(result).deed,
        shown if shown is not None else told,
        study=study,
        revision=result.revision if study is not None else None,
        settings={setting.name: plain(setting.value) for setting in result.settings},
        found=result.cautions,
    )


def write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows as CSV in UTF-8; `-` prints them."""
    cells = [["" if cell is None else str(cell) for cell in row.values()] for row in rows]
    written = separated(list(rows[0]), cells) if rows else ""
    if str(path) == "-":
        click.echo(written, nl=False)
        return
    write_file(path, written.encode())
    click.echo(_("{count} rows written to {path}.").format(count=len(rows), path=path), err=True)


def save_picture(draw: Callable[[], Figure], path: Path | None) -> None:
    """Save what `draw` draws where a file is named."""
    if path is not None:
        draw().save(path)
        click.echo(_("The picture is in {path}.").format(path=path), err=True)


def number(value: object) -> str:
    """Return a number with three meaningful digits, and whole numbers as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int):
        return str(value)
    text = f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return f"{value:.3f}" if "e" in text else text


def _text(value: object, reasons: dict[str, None]) -> str:
    language = reading_language()
    match value:
        case Undefined():
            reasons[value.reason] = None
            text = DASH
        case Label():
            text = value.text(language)
        case bool():
            text = _("yes") if value else ""
        case tuple() | list():
            text = list_words([_text(item, reasons) for item in value], language)
        case None:
            text = ""
        case _:
            text = number(value)
    return text
