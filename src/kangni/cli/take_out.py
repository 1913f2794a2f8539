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
from kangni.results.projects import ProjectExport

__all__ = ["export_command"]

# what a whole study can go out as, by the suffix of its file
PROJECTS = ("qdpx", "qdc")
BUNDLE = "bundle"  # as a format; its file ends in .json
WHOLE = (*PROJECTS, BUNDLE)
TABLES = tuple(each.value for each in TableKind)


@click.command(
    "export",
    help=summary("export")
    + "\n\n"
    + _(
        "WHAT is a table ({tables}), or a file whose suffix tells: .qdpx is the whole study as a project for NVivo, "
        "MAXQDA, ATLAS.ti, QualCoder and others, .qdc its codes, .json the whole study as a bundle for Kangni itself."
    ).format(tables=", ".join(TABLES))
    + "\n\n"
    + _("Words of participants who have not agreed to share stay out, and it is said which and why."),
    epilog=examples(
        "kangni export work.kangni codings --to codings.csv",
        "kangni export work.kangni claims --to claims.xlsx --waive 'P07=for the archive of our own team'",
        "kangni export work.kangni work.qdpx --for nvivo",
        "kangni export work.kangni --to qdpx --dry-run",
        "kangni export work.kangni work.kangni.json",
    ),
)
@study_argument()
@click.argument("what", required=False, default="")
@click.option(
    "--to",
    default="",
    metavar="FILE|FORMAT",
    help=_("A .csv or .xlsx file for a table; {formats} for the whole study, beside it.").format(
        formats=", ".join(WHOLE)
    ),
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
    target: str,
    waived: tuple[str, ...],
    coder: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write a table or the whole study."""
    if what in TABLES:
        _write_table(study, what, Path(to or f"{what}.csv"), waived, coder, dry_run=dry_run)
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
