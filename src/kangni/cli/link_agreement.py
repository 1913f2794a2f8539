"""`kangni link-agreement`: whether two coders find the same links."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from kangni.cli.choosing import credits_of, depth_option, voices_option
from kangni.cli.evidence import print_quotes
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, study_argument
from kangni.cli.output import Column, cautions, number, show, table
from kangni.cli.summaries import summary
from kangni.core.undefined import Undefined
from kangni.results.link_agreement import LinkAgreement

__all__ = ["link_agreement_command"]

FIGURES = [
    Column(_("figure"), lambda row: row[0]),
    Column(_("value"), lambda row: row[1], is_number=True),
    Column(_("on what"), lambda row: row[2]),
]


@click.command(
    "link-agreement",
    help=summary("link-agreement")
    + "\n\n"
    + _(
        "Links are compared participant by participant in what both coders have declared done: which links, and on "
        "those found by both, which sign and how strong."
    ),
    epilog=examples(
        "kangni link-agreement work.kangni A B",
        "kangni link-agreement work.kangni A B --level parent",
        "kangni link-agreement work.kangni A B --all",
    ),
)
@study_argument()
@click.argument("first")
@click.argument("second")
@voices_option()
@depth_option()
@click.option("--all", "everything", is_flag=True, help=_("All links, not only those of other signs."))
@click.option("--open", "key", metavar="KEY", help=_("Show the words behind a link: CAUSE>EFFECT/PARTICIPANT."))
@json_option()
@csv_option()
def link_agreement_command(
    study: Path,
    first: str,
    second: str,
    voices: str,
    level: Literal["leaf", "parent", "environment"],
    key: str | None,
    *,
    everything: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask whether two coders find the same links."""
    with opened(study) as work:
        shown = work.link_agreement(first, second, voices=credits_of(voices), level=level)
        if key is not None:
            print_quotes(shown.evidence(key))
            return
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
    else:
        _print(shown.result, everything=everything)


def _print(found: LinkAgreement, *, everything: bool) -> None:
    alone = _("{first} alone {only_first}, {second} alone {only_second}").format(
        first=found.first, only_first=found.only_first, second=found.second, only_second=found.only_second
    )
    title = _("{first} ({claims_first} claims) and {second} ({claims_second} claims), {n} participants").format(
        first=found.first,
        claims_first=found.first_claims,
        second=found.second,
        claims_second=found.second_claims,
        n=len(found.participants),
    )
    signs = _("{count} common links, {same} with the same sign").format(count=found.both, same=found.same_sign)
    figures = [
        (_("links found by both"), found.both, alone),
        (_("specific agreement"), found.specific, _interval(found)),
        (_("kappa"), found.kappa, _("{count} pairs that could have been linked").format(count=found.places)),
        (_("same sign"), found.sign_share, signs),
        (_("kappa of the sign"), found.sign_kappa, ""),
        (_("AC1 of the sign"), found.sign_ac, ""),
        (_("kappa of the strength, linear"), found.strength_kappa, ""),
    ]
    table(title, FIGURES, figures)
    shown = [link for link in found.links if everything or (link.first_sign and link.second_sign and not link.agreed)]
    if shown:
        table(_("Links") if everything else _("Links of other signs"), _link_columns(found), shown)
    cautions(found.cautions)


def _interval(found: LinkAgreement) -> str:
    if isinstance(found.specific_low, Undefined) or isinstance(found.specific_high, Undefined):
        return ""
    return _("{low} to {high}, leaving out one participant at a time").format(
        low=number(found.specific_low), high=number(found.specific_high)
    )


def _link_columns(found: LinkAgreement) -> list[Column]:
    return [
        Column(_("participant"), lambda row: row.participant),
        Column(_("cause"), lambda row: row.cause),
        Column(_("effect"), lambda row: row.effect),
        Column(found.first, lambda row: _(row.first_sign) if row.first_sign else ""),
        Column(found.second, lambda row: _(row.second_sign) if row.second_sign else ""),
        Column(_("strength"), lambda row: row.first_strength or "", is_number=True),
        Column(_("strength"), lambda row: row.second_strength or "", is_number=True),
    ]
