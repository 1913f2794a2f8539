"""`kangni press`: which way things go under lasting presses, and how far that is known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kangni.cli.evidence import print_quotes
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
from kangni.cli.output import Column, save_picture, show, table
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.core.undefined import Undefined
from kangni.methods.causal.direction import Direction
from kangni.results.press import PressSign, PressSigns

__all__ = ["press_command"]

SIGNS = [
    Column(_("press"), lambda row: row.press),
    Column(_("name"), lambda row: row.press_name),
    Column(_("answer"), lambda row: _(row.answer)),
    Column(_("sign"), lambda row: "" if row.word is Direction.OPEN else {"-": "−"}.get(row.sign, row.sign)),
    Column(_("known"), lambda row: row.word if isinstance(row.word, Undefined) else _(row.word.value)),
    Column(_("reach"), lambda row: row.reach, is_number=True),
    Column("C", lambda row: row.agreement, is_number=True),
    Column(_("weights at random"), lambda row: row.flat_agreement, is_number=True),
    Column(_("told by"), lambda row: row.told_by),
]
WEIGHT = Column("W", lambda row: row.weight, is_number=True)
ORDER = {word: place for place, word in enumerate(Direction)}


@click.command(
    "press",
    help=summary("press"),
    epilog=examples(
        "kangni press work.kangni",
        "kangni press work.kangni supervision ENV.O02",
        "kangni press work.kangni STR.O01 --outcome OUT.05 --draws 10000 --workers 2",
        "kangni press work.kangni --agree 0.7 --figure press.svg",
    ),
)
@study_argument()
@click.argument("presses", nargs=-1, metavar="[LEVER|CODE]...")
@click.option("--outcome", "outcomes", multiple=True, metavar="CODE", help=_("Whose answer is asked; may be repeated."))
@click.option("--pairs", is_flag=True, help=_("List every factor with every answer, not only levers on functioning."))
@click.option("--draws", default=1000, show_default=True, type=click.IntRange(min=1), help=_("Maps to draw."))
@click.option(
    "--agree",
    default=0.0,
    show_default=True,
    type=click.FloatRange(0, 1),
    help=_("Keep only draws that give this share of the told episodes their direction."),
)
@click.option(
    "--uncertain", is_flag=True, help=_("Leave links of one voice out of half of the maps with random weights.")
)
@click.option("--open", "key", metavar="KEY", help=_("Show the words behind a press, such as 'LEVER>CODE'."))
@workers_option()
@seed_option()
@json_option()
@csv_option()
@figure_option()
def press_command(
    study: Path,
    presses: tuple[str, ...],
    outcomes: tuple[str, ...],
    draws: int,
    agree: float,
    key: str | None,
    workers: int,
    seed: int,
    *,
    pairs: bool,
    uncertain: bool,
    as_json: bool,
    csv_path: Path | None,
    figure_path: Path | None,
) -> None:
    """Ask which way things go under lasting presses."""
    with opened(study) as work, progress(_("Drawing maps")) as tell:
        shown = work.press_signs(
            presses=presses,
            outcomes=outcomes,
            draws=draws,
            agree=agree,
            uncertain=uncertain,
            seed=seed,
            workers=workers,
            progress=tell,
        )
        save_picture(shown.figure, figure_path)
        if key is not None:
            print_quotes(shown.evidence(key))
            return
    title = _("Presses by sign: {kept} of {drawn} maps kept, {links} links, {factors} factors").format(
        kept=shown.claims.kept, drawn=shown.claims.drawn, links=shown.links, factors=shown.factors
    )
    everything = pairs or bool(presses) or bool(outcomes) or not shown.whole
    rows = [*shown.whole, *(shown.pairs if everything else ())]
    columns = [*SIGNS, WEIGHT] if any(not isinstance(row.weight, Undefined) for row in rows) else SIGNS
    show(
        shown,
        columns,
        study=study,
        title=title,
        as_json=as_json,
        csv_path=csv_path,
        rows=_ordered(rows),
    )
    if not as_json and csv_path is None:
        _say(shown.result)


def _ordered(signs: Sequence[PressSign]) -> list[PressSign]:
    """Return the presses by answer, the best known first."""
    answers = list(dict.fromkeys(sign.answer for sign in signs))
    return sorted(signs, key=lambda sign: (answers.index(sign.answer), _unknown(sign)))


def _unknown(sign: PressSign) -> tuple[int, float]:
    word = len(ORDER) if isinstance(sign.word, Undefined) else ORDER[sign.word]
    return word, 0.0 if isinstance(sign.agreement, Undefined) else -sign.agreement


def _say(result: PressSigns) -> None:
    """Print how many presses have which word, how far the draws agree with what was told, and what a press is."""
    if result.pairs:
        words = [
            Column(_("presses on single answers"), lambda row: _(row.word)),
            Column(_("count"), lambda row: row.presses, is_number=True),
        ]
        table("", words, result.words(result.pairs))
    told = result.told
    if isinstance(told, Undefined):
        asked = _("Do the draws say what was told?")
        click.echo(f"{asked} {_(told.reason)}")
    else:
        click.echo(
            _(
                "Of {episodes} episodes that ended better or worse, half of the draws give {median} or more the told "
                "direction, the best {most}."
            ).format(episodes=told.episodes, median=told.median, most=told.most)
        )
    click.echo(_(result.sentence))
