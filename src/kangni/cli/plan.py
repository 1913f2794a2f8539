"""`kangni plan-agreement`: how many interviews two people must code for an interval of a given width."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, figure_option, json_option, seed_option
from kangni.cli.output import Column, cautions, number, show_records, table
from kangni.cli.summaries import summary
from kangni.core.undefined import Undefined

if TYPE_CHECKING:
    from kangni.results.plan import AgreementPlan
    from kangni.study.shown import Shown

__all__ = ["plan_agreement_command"]

ROWS = [
    Column(_("interviews"), lambda row: row.interviews, is_number=True),
    Column(_("width, middle"), lambda row: row.width, is_number=True),
    Column(_("width, 8 of 10"), lambda row: row.width_assured, is_number=True),
    Column(_("narrow enough"), lambda row: row.narrow, is_number=True),
    Column(_("no interval"), lambda row: row.undefined, is_number=True),
]


@click.command(
    "plan-agreement",
    help=summary("plan-agreement")
    + "\n\n"
    + _(
        "Without a study from what you expect (--codes, --prevalence, --alpha, --turns, --spread); with one from the "
        "interviews that two people have coded there."
    ),
    epilog=examples(
        "kangni plan-agreement --codes 84 --prevalence .05 --alpha .7 --width .2 --turns 38",
        "kangni plan-agreement work.kangni --width .1 --figure plan.svg",
        "kangni plan-agreement work.kangni --code ENV.O01 --between A --between B",
    ),
)
@click.argument("study", required=False, type=click.Path(path_type=Path))
@click.option("--width", default=0.2, show_default=True, help=_("Width of the interval of alpha (95 %), end to end."))
@click.option("--codes", type=int, default=None, help=_("Codes of the codebook; 1 plans for a single code."))
@click.option("--prevalence", type=float, default=None, help=_("Share of participants' turns with a code."))
@click.option("--alpha", type=float, default=None, help=_("The agreement you hope for."))
@click.option("--turns", type=int, default=None, help=_("Participants' turns of an interview."))
@click.option("--spread", type=float, default=None, help=_("How far interviews differ beyond chance; 0.3 by default."))
@click.option("--code", default="", help=_("With a study: plan for this code alone."))
@click.option("--between", "coders", multiple=True, metavar="CODER", help=_("With a study: these two coders."))
@figure_option()
@seed_option()
@json_option()
@csv_option()
def plan_agreement_command(
    study: Path | None,
    width: float,
    codes: int | None,
    prevalence: float | None,
    alpha: float | None,
    turns: int | None,
    spread: float | None,
    code: str,
    coders: tuple[str, ...],
    figure_path: Path | None,
    seed: int,
    *,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Plan how many interviews two people code."""
    expected = {"--codes": codes, "--prevalence": prevalence, "--alpha": alpha, "--turns": turns}
    if study is not None:
        _refuse([name for name, value in {**expected, "--spread": spread}.items() if value is not None])
        with opened(study) as work:
            shown = work.plan_agreement(width=width, coders=coders, code=code, seed=seed)
    else:
        shown = _expected(width, codes, prevalence, alpha, turns, spread, seed=seed)
    plan = shown.result
    if figure_path is not None:
        shown.figure().save(figure_path)
    if as_json or csv_path is not None:
        show_records(plan, ROWS, study=study, title="", as_json=as_json, csv_path=csv_path)
        return
    click.echo(_in_words(plan))
    table(_("What so many interviews bring, in simulated studies"), ROWS, plan.rows())
    cautions(plan.cautions)


def _expected(
    width: float,
    codes: int | None,
    prevalence: float | None,
    alpha: float | None,
    turns: int | None,
    spread: float | None,
    *,
    seed: int,
) -> Shown[AgreementPlan]:
    from kangni.study import plan_agreement

    if codes is None or prevalence is None or alpha is None or turns is None:
        raise click.UsageError(_("Name a study, or say --codes, --prevalence, --alpha and --turns."))
    more = {} if spread is None else {"spread": spread}
    return plan_agreement(
        codes=codes, prevalence=prevalence, alpha=alpha, turns=turns, width=width, language=reading_language(),
        seed=seed, **more,
    )  # fmt: skip


def _refuse(options: list[str]) -> None:
    if options:
        raise click.UsageError(
            _("With a study its own interviews say so; leave out: {options}.").format(options=", ".join(options))
        )


def _in_words(plan: AgreementPlan) -> str:
    facts = {"width": number(plan.width), "most": plan.plan_rows[-1].interviews, "interviews": plan.interviews}
    if isinstance(plan.interviews, Undefined):
        unlikely = _("Even {most} interviews coded by two people would seldom give an interval no wider than {width}.")
        return unlikely.format(**facts)
    return _(
        "Two people should both code {interviews} interviews: then in at least 8 of 10 simulated studies the interval "
        "of alpha (95 %) is no wider than {width}."
    ).format(**facts)
