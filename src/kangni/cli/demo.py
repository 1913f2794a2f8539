"""`kangni demo`: the whole chain on the fictional demo study."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

import click

from kangni.cli.language import _, reading_language
from kangni.cli.options import examples
from kangni.cli.output import number
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.language import LANGUAGES, list_words
from kangni.study import Study, make_demo, open_study
from kangni.study.opening import DEMO_CODER

__all__ = ["demo_command"]


@click.command("demo", help=summary("demo"), epilog=examples("kangni demo", "kangni demo ./somewhere --no-browser"))
@click.argument("folder", metavar="[FOLDER]", default="kangni-demo", type=click.Path(path_type=Path, file_okay=False))
@click.option("--no-browser", is_flag=True, help=_("Print where the report lies and open nothing."))
@click.option("--members", default=1000, show_default=True, help=_("Members of the ensemble."))
def demo_command(folder: Path, members: int, *, no_browser: bool) -> None:
    """Make the demo study, run the whole chain and open its report."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo.kangni"
    with _demo(path) as study:
        _tell(study)
        reports = {}
        for language in LANGUAGES:
            with progress(_("Writing the report ({language})").format(language=language)) as tell:
                reports[language] = study.report(
                    folder / f"report.{language}.html", language=language, members=members, progress=tell
                )
    click.echo(_("The study:  {path}").format(path=path))
    for language, report in reports.items():
        click.echo(_("The report: {path}  ({language})").format(path=report, language=language))
    address = reports[reading_language()].resolve().as_uri()
    if no_browser or not _has_screen() or not webbrowser.open(address):
        click.echo(_("Open it in a browser: {address}").format(address=address))


def _demo(path: Path) -> Study:
    if path.exists():
        return open_study(path, coder=DEMO_CODER, language=reading_language())
    return make_demo(path, language=reading_language())


def _tell(study: Study) -> None:
    """Print one line for each link of the chain."""
    overview, factors = study.overview(), study.factors()
    process, causes, loops = study.process(), study.map(), study.loops()
    click.secho(f"{overview.name} {_('(fictional)')}", bold=True)
    for line in (
        _codings(study, factors.codings),
        _("{factors} factors, {two} of them two-sided").format(
            factors=len(factors.factors), two=len(factors.two_sided())
        ),
        _("{episodes} episodes; {outcomes}").format(
            episodes=len(process.lanes),
            outcomes=list_words(
                [f"{row.name.text(reading_language())} {row.episodes}" for row in process.outcomes], reading_language()
            ),
        ),
        _("{claims} claims in {links} links, {contested} contested; {told} loops told whole").format(
            claims=causes.claims, links=len(causes.links), contested=len(causes.contested()), told=loops.told
        ),
    ):
        click.echo(f"  {line}")


def _codings(study: Study, count: int) -> str:
    """Say how much was coded and, where the study wants to know, how much alike."""
    with study.read() as read:
        if read.settings().agreement == "off":
            return _("{codings} codings").format(codings=count)
    agreement = study.agreement()
    return _("{codings} codings by {coders} coders in {documents} interviews; pooled κ {kappa}").format(
        codings=count,
        coders=len(agreement.coders),
        documents=len(agreement.documents),
        kappa=number(agreement.pooled[0].kappa),
    )


def _has_screen() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
