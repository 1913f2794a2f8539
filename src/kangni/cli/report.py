"""`kangni report`: the whole picture as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import (
    coder_option,
    examples,
    listed,
    seed_option,
    study_argument,
    waive_option,
    waivers,
    workers_option,
)
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.language import LANGUAGES, Language

__all__ = ["report_command"]


@click.command(
    "report",
    help=summary("report")
    + "\n\n"
    + _("Words that a participant has not released are withheld and said so; every number links to its words."),
    epilog=examples(
        "kangni report work.kangni",
        "kangni report work.kangni --language en --to findings.html",
        "kangni report work.kangni --by role --group front-line",
        "kangni report work.kangni --without codebook --without evidence",
        "kangni report work.kangni --waive 'P06=reviewed on paper on 3 May'",
    ),
)
@study_argument()
@click.option("--language", type=click.Choice(LANGUAGES), default=None, help=_("Of the report; yours by default."))
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=_("Where; beside the study by default."),
)
@click.option(
    "--by", default="", metavar="ATTRIBUTE", help=_("Also compare groups, by this attribute of participants.")
)
@click.option("--cut", default="", metavar="NUMBERS", help=_("Where to cut numbers or days, such as 5,10."))
@click.option("--group", "groups", multiple=True, help=_("Only this group; a single one against all others."))
@click.option(
    "--without",
    "left_out",
    multiple=True,
    metavar="CHAPTER",
    help=_("Leave a chapter out, such as saturation, codebook or evidence."),
)
@click.option("--members", default=1000, show_default=True, help=_("Members of the ensemble."))
@workers_option()
@seed_option()
@waive_option()
@coder_option()
def report_command(
    study: Path,
    language: Language | None,
    target: Path | None,
    by: str,
    cut: str,
    groups: tuple[str, ...],
    left_out: tuple[str, ...],
    members: int,
    workers: int,
    seed: int,
    waived: tuple[str, ...],
    coder: str | None,
) -> None:
    """Write the report."""
    if (cut or groups) and not by:
        raise click.UsageError(_("Say with --by which attribute makes the groups."))
    language = language or reading_language()
    target = target or study.with_name(f"{study.stem}.report.{language}.html")
    with opened(study, coder) as work, progress(_("Writing the report ({language})").format(language=language)) as tell:
        written = work.report(
            target,
            language=language,
            members=members,
            workers=workers,
            seed=seed,
            waived=waivers(waived),
            by=by,
            cut=listed(cut),
            groups=groups,
            left_out=left_out,
            progress=tell,
        )
    click.echo(_("The report: {path}  ({language})").format(path=written, language=language))
