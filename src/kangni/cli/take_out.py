"""`kangni export`: tables in the documented columns."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, dry_run_option, examples, study_argument, waive_option, waivers
from kangni.cli.summaries import summary
from kangni.exchange.tables.columns import TableKind

__all__ = ["export_command"]


@click.command(
    "export",
    help=summary("export")
    + "\n\n"
    + _("Words of participants who have not agreed to share stay out, with the reason in the column “withheld”."),
    epilog=examples(
        "kangni export work.kangni codings --to codings.csv",
        "kangni export work.kangni claims --to claims.xlsx --waive 'P07=for the archive of our own team'",
    ),
)
@study_argument()
@click.argument("kind", type=click.Choice([each.value for each in TableKind]))
@click.option(
    "--to", "target", type=click.Path(path_type=Path, dir_okay=False), default=None, help=_("A .csv or .xlsx file.")
)
@waive_option()
@dry_run_option()
@coder_option()
def export_command(
    study: Path, kind: str, target: Path | None, waived: tuple[str, ...], coder: str | None, *, dry_run: bool
) -> None:
    """Write a table."""
    target = target or Path(f"{kind}.csv")
    with opened(study, coder) as work:
        rows = work.export(kind, target, waived=waivers(waived), dry_run=dry_run)
    click.echo(
        _("{count} rows would be written.").format(count=rows)
        if dry_run
        else _("{count} rows written to {path}.").format(count=rows, path=target)
    )
