"""`kangni demo`: the fictional demo study, its chain told in four lines, opened in the workbench or as a report."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from kangni.cli.language import _, reading_language
from kangni.cli.options import examples
from kangni.cli.output import number
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.cli.workbench import has_screen, run_workbench
from kangni.language import LANGUAGES, Language, list_words
from kangni.study import Study, make_demo, open_study
from kangni.study.opening import DEMO_CODER

__all__ = ["demo_command"]


@click.command(
    "demo",
    help=summary("demo"),
    epilog=examples("kangni demo", "kangni demo ./somewhere --no-browser", "kangni demo --report"),
)
@click.argument("folder", metavar="[FOLDER]", default="kangni-demo", type=click.Path(path_type=Path, file_okay=False))
@click.option("--report", "as_report", is_flag=True, help=_("Write its report in both languages and open that."))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help=_("Where it listens; any free port by default."))
@click.option("--no-browser", is_flag=True, help=_("Print the address and open nothing."))
@click.option("--members", default=1000, show_default=True, help=_("Members of the report's ensemble."))
def demo_command(folder: Path, port: int, members: int, *, as_report: bool, no_browser: bool) -> None:
    """Make the demo study and run the chain; open it in the workbench, or its report."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo.kangni"
    with _demo(path) as study:
        _tell(study)
        reports = _reports(study, folder, members) if as_report else {}
    click.echo(_("The study:  {path}").format(path=path))
    if not as_report:
        run_workbench((path,), port=port, coder=DEMO_CODER, browser=not no_browser)
        return
    for language, report in reports.items():
        click.echo(_("The report: {path}  ({language})").format(path=report, language=language))
    address = reports[reading_language()].resolve().as_uri()
    if no_browser or not has_screen() or not webbrowser.open(address):
        click.echo(_("Open it in a browser: {address}").format(address=address))


def _reports(study: Study, folder: Path, members: int) -> dict[Language, Path]:
    """Write the report in each language."""
    reports = {}
    for language in LANGUAGES:
        with progress(_("Writing the report ({language})").format(language=language)) as tell:
            reports[language] = study.report(
                folder / f"report.{language}.html", language=language, members=members, progress=tell
            )
    return reports


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
