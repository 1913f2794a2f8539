"""`kangni export`: tables in the documented columns, and the whole study for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import (
    coder_option,
    dry_run_option,
    examples,
    json_option,
    study_argument,
    waive_option,
    waivers,
)
from kangni.cli.output import print_result
from kangni.cli.projects_shown import print_export
from kangni.cli.summaries import summary
from kangni.exchange.bundle import SUFFIX
from kangni.exchange.refi.profiles import Target
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.sheet import TableFile
from kangni.results.projects import ProjectExport
from kangni.study.taking_out import TABLE_FILES

__all__ = ["export_command"]

# what a whole study can go out as, by the suffix of its file
PROJECTS = ("qdpx", "qdc")
BUNDLE = "bundle"  # as a format; its file ends in .json
WHOLE = (*PROJECTS, BUNDLE)
TABLES = tuple(each.value for each in TableKind)
# what goes out beside: all tables in a folder, a folder to archive, people with their factors, the map
OTHERS = ("tables", "package", "people", "map")


@click.command(
    "export",
    help=summary("export")
    + "\n\n"
    + _(
        "WHAT is a table ({tables}), or a file whose suffix tells: .qdpx is the whole study as a project for NVivo, "
        "MAXQDA, ATLAS.ti, QualCoder and others, .qdc its codes, .json the whole study as a bundle for Kangni itself."
    ).format(tables=", ".join(TABLES))
    + "\n\n"
    + _(
        "Or WHAT is: tables, all of them in a folder; package, a folder to archive with tables, texts, data dictionary "
        "and README; people, attributes and quotes by factor, a row a participant, for R and SPSS; map, for programs "
        "that draw and analyse networks."
    )
    + "\n\n"
    + _("Words of participants who have not agreed to share stay out, and it is said which and why."),
    epilog=examples(
        "kangni export work.kangni codings --to codings.csv",
        "kangni export work.kangni claims --to claims.xlsx --waive 'P07=for the archive of our own team'",
        "kangni export work.kangni work.qdpx --for nvivo",
        "kangni export work.kangni --to qdpx --dry-run",
        "kangni export work.kangni work.kangni.json",
        "kangni export work.kangni package --to archive",
        "kangni export work.kangni tables --to tables --format parquet",
        "kangni export work.kangni people --to people.sav",
        "kangni export work.kangni map --to map.graphml",
    ),
)
@study_argument()
@click.argument("what", required=False, default="")
@click.option(
    "--to",
    default="",
    metavar="FILE|FORMAT",
    help=_(
        "For a table or people a .csv, .xlsx, .jsonl, .parquet or .sav file, for the map a .graphml, .gexf or .zip "
        "file, for tables and package a new folder; {formats} for the whole study, beside it."
    ).format(formats=", ".join(WHOLE)),
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["csv", "xlsx", "jsonl", "parquet", "sav", "graphml", "gexf"]),
    default=None,
    help=_("Of the files, where no suffix tells it."),
)
@click.option(
    "--for",
    "target",
    type=click.Choice([each.value for each in Target]),
    default=Target.STANDARD.value,
    show_default=True,
    help=_("The program that is to read a project."),
)
@waive_option()
@dry_run_option()
@coder_option()
@json_option()
def export_command(
    study: Path,
    what: str,
    to: str,
    file_format: str | None,
    target: str,
    waived: tuple[str, ...],
    coder: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write a table or the whole study."""
    what, to = ("map" if what == "maps" else what), ("map" if to == "maps" and not what else to)
    if what in TABLES:
        _write_table(study, what, Path(to or f"{what}.{file_format or 'csv'}"), waived, coder, dry_run=dry_run)
        return
    if (what or to) in OTHERS:
        _write_other(study, what or to, to if what else "", file_format or "", waived, coder, dry_run=dry_run)
        return
    if to in TABLES and not what:
        _write_table(study, to, Path(f"{to}.{file_format or 'csv'}"), waived, coder, dry_run=dry_run)
        return
    path = _whole(study, what, to)
    with opened(study, coder) as work:
        if path.suffix.lower() == SUFFIX:
            done: ProjectExport = work.export_bundle(path, waived=waivers(waived), dry_run=dry_run)
        else:
            done = work.export_project(path, target=target, waived=waivers(waived), dry_run=dry_run)
    if as_json:
        print_result(done, study)
    else:
        print_export(done, dry_run=dry_run)


def _write_table(
    study: Path, kind: str, path: Path, waived: tuple[str, ...], coder: str | None, *, dry_run: bool
) -> None:
    with opened(study, coder) as work:
        rows = work.export(kind, path, waived=waivers(waived), dry_run=dry_run)
    click.echo(
        _("{count} rows would be written.").format(count=rows)
        if dry_run
        else _("{count} rows written to {path}.").format(count=rows, path=path)
    )


def _write_other(
    study: Path, what: str, to: str, file_format: str, waived: tuple[str, ...], coder: str | None, *, dry_run: bool
) -> None:
    with opened(study, coder) as work:
        match what:
            case "tables":
                path = Path(to or f"{study.stem}-tables")
                n = work.export_tables(
                    path, file_format=_table_format(file_format), waived=waivers(waived), dry_run=dry_run
                )
                said = _("{count} tables would be written.") if dry_run else _("{count} tables written to {path}.")
            case "people":
                path = Path(to or f"people.{file_format or 'csv'}")
                n = work.export_people(path, dry_run=dry_run)
                said = _("{count} rows would be written.") if dry_run else _("{count} rows written to {path}.")
            case "map":
                suffix = {"": "graphml", "csv": "zip"}.get(file_format, file_format)
                path = Path(to or f"map.{suffix}")
                n = work.export_map(path, dry_run=dry_run)
                said = _("{count} links would be written.") if dry_run else _("{count} links written to {path}.")
            case _:
                path = Path(to or f"{study.stem}-package")
                out = work.export_package(path, waived=waivers(waived), dry_run=dry_run)
                n = len(out.package)
                said = _("{count} files would be written.") if dry_run else _("{count} files written to {path}.")
                click.echo(
                    _("Texts: {texts}, covered wholly or in part: {covered}. Participants left out: {people}.").format(
                        texts=out.texts, covered=out.covered, people=out.left_out
                    )
                )
    click.echo(said.format(count=n, path=path))


def _table_format(name: str) -> TableFile:
    """Return the format of that name, CSV where none is named."""
    found = TABLE_FILES.get(f".{name or 'csv'}")
    if found is None:
        raise click.BadParameter(_("tables cannot be written as {name}").format(name=name), param_hint="--format")
    return found


def _whole(study: Path, what: str, to: str) -> Path:
    """Return the file that a whole study goes to, named by its path or by its format."""
    format_name = to.removeprefix(".").lower()
    # `--to bundle` asks for the format, and WHAT may still name the file
    path = _beside(study, format_name) if format_name in WHOLE and not what else Path(what or to)
    if path.suffix.lower() not in {SUFFIX, *(f".{each}" for each in PROJECTS)}:
        raise click.BadParameter(
            _("“{what}” is neither a table ({tables}) nor a file that ends in {formats}").format(
                what=what or to,
                tables=", ".join(TABLES),
                formats=", ".join([*(f".{each}" for each in PROJECTS), SUFFIX]),
            ),
            param_hint="WHAT",
        )
    return path


def _beside(study: Path, format_name: str) -> Path:
    ending = f"{study.suffix}{SUFFIX}" if format_name == BUNDLE else f".{format_name}"
    return Path(study.with_suffix(ending).name)
