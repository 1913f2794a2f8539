"""`kangni advise`: what would help, and who can do it."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.advice_shown import print_advice, print_budget, print_lever, print_pairs
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import (
    csv_option,
    examples,
    figure_option,
    json_option,
    seed_option,
    study_argument,
    workers_option,
)
from kangni.cli.output import save_picture, show
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.core.advice import named_lever
from kangni.exchange.tables.costs import amount

__all__ = ["advise_command"]


@click.command(
    "advise",
    help=summary("advise"),
    epilog=examples(
        "kangni advise work.kangni",
        "kangni advise work.kangni --lever supervision",
        "kangni advise work.kangni --pairs",
        "kangni advise work.kangni --cost supervision=3 --cost team=2 --cost load=4 --budget 5",
        "kangni advise work.kangni --figure advice.svg --csv advice.csv",
    ),
)
@study_argument()
@click.option("--lever", "word", default="", help=_("Tell all about one lever, with the words that it rests on."))
@click.option("--words", is_flag=True, help=_("Say each lever in a sentence too."))
@click.option("--pairs", is_flag=True, help=_("Show what levers do two at a time."))
@click.option(
    "--cost", "costs", multiple=True, metavar="LEVER=COST", help=_("What a lever costs, in any unit; may be repeated.")
)
@click.option(
    "--costs",
    "table_path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Take the costs from a table with the columns lever and cost."),
)
@click.option("--budget", type=float, default=None, help=_("Which levers fit into this budget, in the unit of costs?"))
@click.option("--members", default=1000, show_default=True, help=_("Members of the ensemble."))
@workers_option()
@seed_option()
@figure_option()
@json_option()
@csv_option()
def advise_command(
    study: Path,
    word: str,
    costs: tuple[str, ...],
    table_path: Path | None,
    budget: float | None,
    members: int,
    workers: int,
    seed: int,
    figure_path: Path | None,
    *,
    words: bool,
    pairs: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask what would help, and who can do it."""
    if costs and table_path is not None:
        raise click.UsageError(_("Name costs one by one, or a table of them."))
    with opened(study) as work, progress(_("Running the ensemble")) as tell:
        lever = named_lever(word, work.framework(), work.codebook()) if word else ""
        found = work.advise(
            costs=table_path or _amounts(costs), budget=budget, members=members, workers=workers, seed=seed,
            progress=tell,
        )  # fmt: skip
        save_picture(found.figure, figure_path)
        if as_json or csv_path is not None:
            show(found, [], study=study, title="", as_json=as_json, csv_path=csv_path)
        elif lever:
            print_lever(found, lever)
        elif pairs:
            print_pairs(found.result)
        elif found.budget is not None:
            print_budget(found.budget, found.result.sentence)
        else:
            print_advice(found, words=words)


def _amounts(costs: tuple[str, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for pair in costs:
        lever, sign, words = pair.rpartition("=")
        if not sign or not lever.strip():
            raise click.BadParameter(_("“{pair}” is no pair NAME=VALUE").format(pair=pair), param_hint="--cost")
        found[lever.strip()] = amount(lever.strip(), words)
    return found
