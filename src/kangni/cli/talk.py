"""How the part of agreement that starts a conversation is printed: passages, kinds, before and after, drift."""

from __future__ import annotations

import click

from kangni.cli.language import _
from kangni.cli.output import Column, table
from kangni.results.agreement import AgreementResult

__all__ = ["print_course", "print_differences"]

FIRST = 10  # passages shown without being asked for

PASSAGES = [
    Column(_("passage"), lambda row: row.key),
    Column(_("participant"), lambda row: row.participant),
    Column(_("coded by"), lambda row: row.coded_by),
    Column(_("not by"), lambda row: row.not_coded_by),
    Column(_("kind"), lambda row: _(row.kind)),
    Column(_("instead"), lambda row: row.other_codes),
    Column(_("Δα if all"), lambda row: row.code_if_given, is_number=True),
    Column(_("Δα if none"), lambda row: row.code_if_dropped, is_number=True),
]
SETTLED = [
    Column(_("passage"), lambda row: row.key),
    Column(_("kind"), lambda row: _(row.kind)),
    Column(_("outcome"), lambda row: _(row.decision.outcome.replace("_", " "))),
    Column(_("decided by"), lambda row: row.decision.decided_by),
    Column(_("why"), lambda row: row.decision.reason),
    Column(_("codebook"), lambda row: row.decision.codebook_change),
]
KINDS = [
    Column(_("kind"), lambda row: _(row.kind)),
    Column(_("passages"), lambda row: row.passages, is_number=True),
    Column(_("open"), lambda row: row.open, is_number=True),
]
MOVED = [
    Column(_("code"), lambda row: row.code or _("all")),
    Column(_("agree, first"), lambda row: row.percent_first, is_number=True),
    Column(_("agree, now"), lambda row: row.percent_now, is_number=True),
    Column(_("α, first"), lambda row: row.alpha_first, is_number=True),
    Column(_("low"), lambda row: row.alpha_first_low, is_number=True),
    Column(_("high"), lambda row: row.alpha_first_high, is_number=True),
    Column(_("α, now"), lambda row: row.alpha_now, is_number=True),
    Column(_("low"), lambda row: row.alpha_now_low, is_number=True),
    Column(_("high"), lambda row: row.alpha_now_high, is_number=True),
]
DRIFT = [
    Column(_("no."), lambda row: row.position, is_number=True),
    Column(_("transcript"), lambda row: row.document),
    Column(_("turns"), lambda row: row.units, is_number=True),
    Column(_("agree"), lambda row: row.percent, is_number=True),
    Column("α", lambda row: row.alpha, is_number=True),
    Column(_("α of the window"), lambda row: row.window_alpha, is_number=True),
    Column(_("low"), lambda row: row.window_low, is_number=True),
    Column(_("high"), lambda row: row.window_high, is_number=True),
]


def print_differences(result: AgreementResult, *, everything: bool) -> None:
    """Print how readings differ, and the passages that would change most; all of them where asked for."""
    table(_("Read differently"), KINDS, result.kinds)
    shown = result.passages(most=None if everything else FIRST)
    if shown:
        table(_("Open passages, those first that would change most"), PASSAGES, shown)
    more = sum(row.open for row in result.kinds) - len(shown)
    if more:
        click.echo(_("{count} more: --passages lists them all.").format(count=more))
    settled = result.passages(which="settled")
    if settled:
        table(_("Decided"), SETTLED, settled)


def print_course(result: AgreementResult) -> None:
    """Print what changed since the first reading, and how agreement went on from document to document."""
    if result.moved:
        table(_("The first reading, and now"), MOVED, result.moved)
    if result.drift:
        title = _("In the order of coding, with a window of {count} documents").format(count=result.drift_window)
        table(title, DRIFT, result.drift)
