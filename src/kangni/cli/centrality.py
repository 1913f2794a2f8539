"""`kangni centrality`: what drives, what is driven and what passes it on."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from kangni.cli.choosing import choosing_options, credits_of, told_choice
from kangni.cli.evidence import print_quotes
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, listed, seed_option, study_argument
from kangni.cli.output import Column, cautions, number, show, table
from kangni.cli.summaries import summary
from kangni.core.undefined import Undefined
from kangni.results.centrality import Centrality, Role, RolePlace

__all__ = ["centrality_command"]

TITLES = {
    Role.DRIVER: _("Drivers: what people name as a cause"),
    Role.OUTCOME: _("Outcomes: what people name as an effect"),
    Role.BROKER: _("Brokers: what one and the same person puts between two others"),
}


@click.command(
    "centrality",
    help=summary("centrality")
    + "\n\n"
    + _(
        "Places are by people, then by strength; beside each stands its range over resampled participants. Contention "
        "at a factor names who says it is raised and who that it is lowered."
    ),
    epilog=examples(
        "kangni centrality work.kangni",
        "kangni centrality work.kangni --role broker --top 5",
        "kangni centrality work.kangni --open ENV.U01/through",
    ),
)
@study_argument()
@click.option("--role", type=click.Choice([role.value for role in Role]), help=_("Only one of the three."))
@click.option("--top", default=8, show_default=True, type=click.IntRange(min=1), help=_("So many of each."))
@choosing_options()
@click.option("--open", "key", metavar="KEY", help=_("Show the words behind a factor: CODE/out, /into, /through."))
@seed_option()
@json_option()
@csv_option()
def centrality_command(
    study: Path,
    role: str | None,
    top: int,
    by: str,
    group: str,
    cut: str,
    coder: str,
    wave: str,
    voices: str,
    level: Literal["leaf", "parent", "environment"],
    key: str | None,
    seed: int,
    *,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask what drives, what is driven and what passes it on."""
    with opened(study) as work:
        shown = work.centrality(
            by=by,
            group=group,
            cut=listed(cut),
            coder=coder,
            wave=wave,
            voices=credits_of(voices),
            level=level,
            seed=seed,
        )
        if key is not None:
            print_quotes(shown.evidence(key))
            return
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
    else:
        _print(shown.result, [Role(role)] if role is not None else list(Role), top)


def _print(found: Centrality, roles: list[Role], top: int) -> None:
    for role in roles:
        table(f"{TITLES[role]}{told_choice(found.chosen)}", _columns(role), found.ranked(role)[:top])
    cautions(found.cautions)


def _columns(role: Role) -> list[Column]:
    return [
        Column(_("place"), lambda row: row.role(role).place, is_number=True),
        Column(_("range of the place"), lambda row: _range(row.role(role)), is_number=True),
        Column(_("factor"), lambda row: row.code),
        Column(_("name"), lambda row: row.name),
        Column(_("people"), lambda row: row.role(role).people, is_number=True),
        Column(
            _("chains") if role is Role.BROKER else _("strength"),
            lambda row: row.role(role).strength,
            is_number=True,
        ),
        Column(_("raised by"), lambda row: row.raised_by),
        Column(_("lowered by"), lambda row: row.lowered_by),
    ]


def _range(place: RolePlace) -> object:
    if isinstance(place.low, Undefined) or isinstance(place.high, Undefined):
        return place.low
    return f"{number(place.low)}-{number(place.high)}"
