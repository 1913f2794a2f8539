"""How agreement is printed: which tables, with which columns, and what is said below them."""

from __future__ import annotations

import click

from kangni.cli.language import _
from kangni.cli.output import Column, cautions, sentence, table
from kangni.cli.talk import print_course, print_differences
from kangni.results.agreement import AgreementResult, CodeAgreement, Coefficient
from kangni.results.agreement_of_spans import SpanAgreement
from kangni.results.table_agreement import TableAgreement

__all__ = ["print_agreement", "print_table"]

EXPLAINED = 5  # paradoxes that are printed; all stand in --json

CODE = [Column(_("code"), lambda row: row.code), Column(_("name"), lambda row: row.name)]
COUNTS = [
    Column(_("both"), lambda row: row.both, is_number=True),
    Column(_("first only"), lambda row: row.only_first, is_number=True),
    Column(_("second only"), lambda row: row.only_second, is_number=True),
]
MANY = [
    Column(_("marked"), lambda row: row.marked, is_number=True),
    Column(_("all"), lambda row: row.both, is_number=True),
]
AGREE = Column(_("agree"), lambda row: row.percent, is_number=True)
ALPHA = [
    Column("α", lambda row: row.alpha, is_number=True),
    Column(_("α low"), lambda row: row.alpha_low, is_number=True),
    Column(_("α high"), lambda row: row.alpha_high, is_number=True),
    Column("AC1", lambda row: row.ac1, is_number=True),
    Column(_("differs most in"), lambda row: row.worst_document),
]
KAPPA = Column("κ", lambda row: row.kappa, is_number=True)
FLEISS = Column("Fleiss κ", lambda row: row.fleiss, is_number=True)
INDICES = [
    Column(_("prevalence index"), lambda row: row.prevalence_index, is_number=True),
    Column(_("bias index"), lambda row: row.bias_index, is_number=True),
]
SPANS = [
    Column(_("spans"), lambda row: row.spans, is_number=True),
    Column("uα", lambda row: row.u_alpha, is_number=True),
    Column(_("uα low"), lambda row: row.u_alpha_low, is_number=True),
    Column(_("uα high"), lambda row: row.u_alpha_high, is_number=True),
    Column(_("matched"), lambda row: row.matched, is_number=True),
    Column(_("same ends"), lambda row: row.exact, is_number=True),
    Column("F1", lambda row: row.f1, is_number=True),
    Column(_("F1 of characters"), lambda row: row.character_f1, is_number=True),
    Column(_("ends apart"), lambda row: row.boundary_distance, is_number=True),
]
GAMMA = [
    Column("γ", lambda row: row.gamma, is_number=True),
    Column(_("γ error"), lambda row: row.gamma_error, is_number=True),
]
SUMMARIES = [
    Column(_("coefficient"), lambda row: _(row.coefficient)),
    Column(_("codes"), lambda row: row.defined, is_number=True),
    Column(_("undefined"), lambda row: row.undefined, is_number=True),
    Column(_("median"), lambda row: row.median, is_number=True),
    Column(_("worst"), lambda row: row.worst, is_number=True),
    Column(_("which"), lambda row: row.worst_code),
    Column(_("mean"), lambda row: row.mean, is_number=True),
    Column(_("mean of frequent codes"), lambda row: row.mean_frequent, is_number=True),
]
POOLED = [
    Column(_("coders"), lambda row: ", ".join(filter(None, (row.first, row.second)))),
    Column(_("cells"), lambda row: row.cells, is_number=True),
    Column(_("agree"), lambda row: row.percent, is_number=True),
    Column("κ", lambda row: row.kappa, is_number=True),
    Column(_("κ low"), lambda row: row.kappa_low, is_number=True),
    Column(_("κ high"), lambda row: row.kappa_high, is_number=True),
    Column("α", lambda row: row.alpha, is_number=True),
    Column(_("α low"), lambda row: row.alpha_low, is_number=True),
    Column(_("α high"), lambda row: row.alpha_high, is_number=True),
]
SETS = [
    Column(_("distance"), lambda row: row.distance),
    Column(_("sets"), lambda row: row.distinct_sets, is_number=True),
    Column("α", lambda row: row.alpha, is_number=True),
    Column(_("α low"), lambda row: row.alpha_low, is_number=True),
    Column(_("α high"), lambda row: row.alpha_high, is_number=True),
]
AT_ONCE = [
    Column("uα", lambda row: row.what_and_where, is_number=True),
    Column(_("uα low"), lambda row: row.what_and_where_low, is_number=True),
    Column(_("uα high"), lambda row: row.what_and_where_high, is_number=True),
]
SPAN_PAIRS = [
    Column(_("coders"), lambda row: (row.first, row.second)),
    Column("cuα", lambda row: row.cu_alpha, is_number=True),
    Column(_("cuα low"), lambda row: row.cu_alpha_low, is_number=True),
    Column(_("cuα high"), lambda row: row.cu_alpha_high, is_number=True),
]
SPAN_CODES = [
    Column(_("coders"), lambda row: (row.first, row.second)),
    *CODE,
    Column("(k)uα", lambda row: row.ku_alpha, is_number=True),
    Column(_("share marked by both"), lambda row: row.coverage, is_number=True),
]
ITEMS = [
    Column(_("item"), lambda row: row.item),
    Column(_("coders"), lambda row: row.coders),
    Column(_("units"), lambda row: row.units, is_number=True),
    Column(_("rated by all"), lambda row: row.complete, is_number=True),
    Column(_("comparable"), lambda row: row.comparable, is_number=True),
    Column(_("missing ratings"), lambda row: row.missing, is_number=True),
    Column(_("values"), lambda row: row.values),
]
FIGURES = [
    Column(_("item"), lambda row: row.item),
    Column(_("value"), lambda row: row.of),
    Column(_("coders"), lambda row: ", ".join(filter(None, (row.first, row.second)))),
    Column(_("coefficient"), lambda row: _(row.coefficient)),
    Column(_("units"), lambda row: row.units, is_number=True),
    Column(_("figure"), lambda row: row.value, is_number=True),
    Column(_("low"), lambda row: row.low, is_number=True),
    Column(_("high"), lambda row: row.high, is_number=True),
    Column(_("interval"), lambda row: _(row.interval)),
]
TITLES = {
    "turn": _("Agreement of {coders}: {units} participants' turns in {documents} transcripts"),
    "sentence": _("Agreement of {coders}: {units} sentences of participants in {documents} transcripts"),
    "window": _("Agreement of {coders}: {units} windows in participants' turns of {documents} transcripts"),
    "character": _("Agreement of {coders}: {units} characters of participants in {documents} transcripts"),
    "span": _("Agreement of {coders}: {units} spans in participants' turns of {documents} transcripts"),
}


def print_agreement(result: AgreementResult, coefficient: Coefficient | None, *, passages: bool) -> None:
    """Print an agreement: all coefficients, or one of them with its interval."""
    facts = {"coders": ", ".join(result.coders), "units": result.units, "documents": len(result.documents)}
    title = TITLES[result.unit].format(**facts)
    if result.mode != "reliability":
        print_differences(result, everything=passages)
    if result.spans is not None:
        _print_spans(result, title, coefficient)
    else:
        table(title, _columns(result, coefficient), result.code_rows)
    if result.by != "all":
        table(_("All codes"), SUMMARIES, result.summaries)
    if result.pooled:
        is_turns = result.unit == "turn"
        heading = _("All turns and codes in one table") if is_turns else _("All units and codes in one table")
        table(heading, POOLED, result.pooled)
        table(_("Whole sets of codes"), SETS, [result.sets, result.sets_jaccard])
    print_course(result)
    if result.mode == "reliability":
        print_differences(result, everything=passages)
    cautions(result.cautions)
    for explained in result.paradoxes[:EXPLAINED]:
        click.echo(f"  {sentence(explained)}")
    more = len(result.paradoxes) - EXPLAINED
    if more > 0:
        click.echo(_("  ... and {count} more in --json.").format(count=more))


def print_table(result: TableAgreement) -> None:
    """Print the agreement of a table."""
    table(_("What was compared"), ITEMS, result.items)
    table(_("Agreement"), FIGURES, result.rows())
    cautions(result.cautions)


def _print_spans(result: AgreementResult, title: str, coefficient: Coefficient | None) -> None:
    spans = result.spans
    assert spans is not None  # the caller asked
    columns = [*CODE, *SPANS, *(GAMMA if coefficient == "gamma" else [])]
    table(title, columns, spans.codes)
    table(_("All codes as one: where something is marked at all (|uα)"), columns, [spans.where])
    table(_("All codes at once: what and where"), [*AT_ONCE, *(GAMMA if coefficient == "gamma" else [])], [spans])
    table(_("What, where two coders both marked"), SPAN_PAIRS, spans.pairs)
    if spans.pair_codes:
        table(_("Code by code, where two coders both marked"), SPAN_CODES, spans.pair_codes)


def _columns(result: AgreementResult, coefficient: Coefficient | None) -> list[Column]:
    counts = COUNTS if len(result.coders) == 2 else MANY
    if coefficient is None:
        return [*CODE, *counts, AGREE, KAPPA if len(result.coders) == 2 else FLEISS, *ALPHA]
    ends = [_column(coefficient, end, heading) for end, heading in (("_low", _("low")), ("_high", _("high")))]
    shown = _column(coefficient, "", _(coefficient))
    return [*CODE, *counts, AGREE, shown, *ends, *INDICES]


def _column(coefficient: Coefficient, end: str, heading: str) -> Column:
    def cell(row: CodeAgreement | SpanAgreement) -> object:
        return getattr(row, coefficient + end)

    return Column(heading, cell, is_number=True)
