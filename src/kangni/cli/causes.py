"""`kangni map`: what leads to what, in whose words, and where two maps differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

from kangni.cli.choosing import choosing_options, credits_of, told_choice
from kangni.cli.evidence import print_quotes
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, figure_option, json_option, listed, seed_option, study_argument
from kangni.cli.output import Column, cautions, number, save_picture, show, table
from kangni.cli.summaries import summary
from kangni.core.undefined import Undefined
from kangni.results.links import Link, LinkSign
from kangni.results.map_difference import MapDifference
from kangni.results.maps import CausalMap
from kangni.study import Study
from kangni.study.shown import Shown

__all__ = ["map_command"]

FIRST_ROWS = 20
OTHERS = "others"
ENVIRONMENT = "environment"


@click.command(
    "map",
    help=summary("map")
    + "\n\n"
    + _(
        "The map of everybody who counts, of one participant, of a group, of one coder's claims or of a wave. With "
        "--against two of them are compared: groups, coders or waves."
    ),
    epilog=examples(
        "kangni map work.kangni --least 2",
        "kangni map work.kangni --participant P03",
        "kangni map work.kangni --contested",
        "kangni map work.kangni --level environment --figure map.svg",
        "kangni map work.kangni --voices own,shared,colleague=0.5",
        "kangni map work.kangni --by gender --group female --against male",
        "kangni map work.kangni --coder A --against B",
    ),
)
@study_argument()
@click.option("--participant", default=None, help=_("One participant's own map."))
@choosing_options()
@click.option(
    "--against", default="", metavar="NAME", help=_("Compare with this group (others: all others), coder or wave.")
)
@click.option("--least", default=1, show_default=True, help=_("Show links that at least so many people make."))
@click.option("--contested", is_flag=True, help=_("Show only links with both signs, with the conditions noted."))
@click.option("--all", "everything", is_flag=True, help=_("All rows, not only the largest differences."))
@click.option("--open", "key", metavar="KEY", help=_("Show the words behind a link, such as 'CAUSE>EFFECT'."))
@figure_option()
@seed_option()
@json_option()
@csv_option()
def map_command(
    study: Path,
    participant: str | None,
    by: str,
    group: str,
    cut: str,
    coder: str,
    wave: str,
    voices: str,
    level: Literal["leaf", "parent", "environment"],
    against: str,
    least: int,
    key: str | None,
    figure_path: Path | None,
    seed: int,
    *,
    contested: bool,
    everything: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask what leads to what, or where two maps differ."""
    with opened(study) as work:
        shown: Shown[CausalMap] | Shown[MapDifference]
        if against:
            own = _own(participant, group, coder, wave)
            shown = _difference(work, own, against, by=by, cut=cut, voices=voices, level=level, seed=seed)
        else:
            shown = work.map(
                participant=participant,
                by=by,
                group=group,
                cut=listed(cut),
                coder=coder,
                wave=wave,
                voices=credits_of(voices),
                level=level,
                least_sources=least,
            )
        save_picture(shown.figure, figure_path)
        if key is not None:
            print_quotes(shown.evidence(key))
            return
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
    elif isinstance(shown.result, CausalMap):
        _print_map(shown.result, contested=contested)
    else:
        _print_difference(shown.result, everything=everything)


def _own(participant: str | None, group: str, coder: str, wave: str) -> tuple[str, str]:
    """Return which of the choices is compared, and its name."""
    given = [(kind, name) for kind, name in (("group", group), ("coder", coder), ("wave", wave)) if name]
    if len(given) != 1 or participant is not None:
        raise click.UsageError(_("--against compares with one of --group, --coder and --wave."))
    return given[0]


def _difference(
    work: Study,
    own: tuple[str, str],
    against: str,
    *,
    by: str,
    cut: str,
    voices: str,
    level: Literal["leaf", "parent", "environment"],
    seed: int,
) -> Shown[MapDifference]:
    kind, name = own
    if kind == "group":
        groups = (name,) if against in {OTHERS, _(OTHERS)} else (name, against)
        return work.map_difference(
            by=by, groups=groups, cut=listed(cut), voices=credits_of(voices), level=level, seed=seed
        )
    pair = (name, against)
    return work.map_difference(
        coders=pair if kind == "coder" else None,
        waves=pair if kind == "wave" else None,
        voices=credits_of(voices),
        level=level,
        seed=seed,
    )


def _print_map(found: CausalMap, *, contested: bool) -> None:
    title = _(
        "Map{choice}: {links} links, {hidden} more hidden, {factors} factors, {claims} claims of {n} participants"
    ).format(
        choice=told_choice(found.chosen),
        links=len(found.links),
        hidden=found.hidden,
        factors=len(found.factors),
        claims=found.claims,
        n=found.n,
    )
    rows = found.contested() if contested else found.links
    table(title, _link_columns(found), sorted(rows, key=lambda link: (-link.sources, link.key)))
    if contested:
        _print_conditions(rows)
    cautions(found.cautions)


def _link_columns(found: CausalMap) -> list[Column]:
    in_environments = any(each.value == ENVIRONMENT for each in found.chosen)
    names = {factor.code: factor.name for factor in found.factors} if in_environments else {}
    return [
        Column(_("cause"), lambda row: names.get(row.cause, row.cause)),
        Column("", lambda row: {"+": "→ +", "-": "⊣ −"}.get(row.sign, "± " + _("contested"))),
        Column(_("effect"), lambda row: names.get(row.effect, row.effect)),
        Column(_("people"), lambda row: row.sources, is_number=True),
        Column(_("statements"), lambda row: row.statements, is_number=True),
        Column(_("raised by"), lambda row: row.raised_by),
        Column(_("lowered by"), lambda row: row.lowered_by),
        Column(_("weight"), _weight, is_number=True),
        Column(_("strength"), lambda row: row.strength, is_number=True),
    ]


def _weight(link: Link) -> object:
    """Return the weight, and of a contested link both its sides: their sum is of no use."""
    return link.weight if link.sign is not LinkSign.CONTESTED else f"{number(link.plus)} {number(link.minus)}"


def _print_conditions(links: Sequence[Link]) -> None:
    for link in links:
        for condition in link.conditions:
            said = condition.note or f"[{_(condition.withheld)}]"
            click.echo(f"{link.key} · {condition.participant} {condition.sign}: {said}")


def _print_difference(found: MapDifference, *, everything: bool) -> None:
    first, second = _(found.first.name), _(found.second.name)
    columns = [
        Column(_("link"), lambda row: row.key),
        Column(f"{first} +", lambda row: row.first_raised_by),
        Column(f"{first} −", lambda row: row.first_lowered_by),
        Column(f"{second} +", lambda row: row.second_raised_by),
        Column(f"{second} −", lambda row: row.second_lowered_by),
        Column(_("difference"), lambda row: row.difference, is_number=True),
        Column("p", lambda row: row.p, is_number=True),
        Column(_("p, all links"), lambda row: row.p_adjusted, is_number=True),
    ]
    title = _(
        "{first} ({n_first} people, {links_first} links) and {second} ({n_second} people, {links_second} links): "
        "{common} links in both, distance {distance}, p {p}"
    ).format(
        first=first,
        n_first=found.first.n,
        links_first=found.first.links,
        second=second,
        n_second=found.second.n,
        links_second=found.second.links,
        common=found.common,
        distance=number(found.distance),
        p=_("undefined") if isinstance(found.p, Undefined) else number(found.p),
    )
    shown = found.links if everything else found.links[:FIRST_ROWS]
    table(title, columns, shown)
    if len(shown) < len(found.links):
        left = len(found.links) - len(shown)
        click.echo(_("{count} smaller differences: --all shows them.").format(count=left))
    cautions(found.cautions)
