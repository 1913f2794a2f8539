"""What must be said beside figures of agreement, and why much agreement may be little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kangni.app.viewing import Asked
from kangni.core.errors import N_
from kangni.core.undefined import Undefined
from kangni.methods.agreement.intervals import FEW_CLUSTERS
from kangni.results.agreement import AgreementUnit, CodeAgreement
from kangni.results.answer import Caution

__all__ = ["FREQUENT_FROM", "code_cautions", "paradoxes", "unit_cautions"]

FREQUENT_FROM = 5  # units that a code marks before its own kappa says much
SKEWED = 0.1
MUCH = 0.8  # percent agreement that looks like enough
LITTLE = 0.667  # Krippendorff 2019: below, not even tentative conclusions

FEW = N_("{count} participants carry the intervals; with so few they are wide.")
RARE = N_(
    "{count} of {codes} codes mark fewer than {least} units: one unit moves their kappa and alpha far. Read the pooled "
    "figures."
)
MEANS = N_(
    "A mean counts each code once, however rare. Codes that nobody used in these units ({unused}) have no figures and "
    "enter no mean."
)
ONE_CODER = N_("{count} codes were used by one coder only; their kappa is 0 by its formula, and enters the means.")
NO_VARIATION = N_("{count} codes have no kappa or alpha: without variation there is no evidence of reliability.")
NO_INTERVAL = N_(
    "{count} of {codes} codes have no interval: too few participants have them, or nothing varies between participants."
)
SKEW = N_(
    "{count} of {codes} codes mark under a tenth or over nine tenths of the units. There AC1 rewards the skew and "
    "percent agreement is high whatever the coders do: read both beside alpha, never instead."
)
PARADOXES = N_(
    "{count} of {codes} codes have {percent} percent agreement or more and yet κ or α below {little}. That is no "
    "contradiction: one answer is so common that chance alone agrees nearly as often. Each such code is explained."
)
RARE_PARADOX = N_(
    "{code}: agreement in {percent} of the units, but {coefficient} {value}. The code is rare or nearly everywhere "
    "(prevalence index {prevalence}), so chance alone would agree in {chance}; of what chance leaves open the coders "
    "agree on little. They differ in {differs} units: those are the ones to read."
)
BIASED_PARADOX = N_(
    "{code}: agreement in {percent} of the units, but {coefficient} {value}. The code is rare or nearly everywhere "
    "(prevalence index {prevalence}), so chance alone would agree in {chance}, and one coder gives it more often than "
    "the other (bias index {bias}). They differ in {differs} units: those are the ones to read."
)
UNIT = {
    "sentence": N_(
        "Sentences are cut by rules with a name, which stands among the settings; the coders did not see these cuts."
    ),
    "window": N_("Windows are cut at fixed lengths; the coders did not see these cuts, and a word may be cut in two."),
    "character": N_(
        "Characters within a span are not independent: the figures describe them, and only the intervals over "
        "participants say how sure they are."
    ),
    "span": N_(
        "Where a span ends is a matter of taste. F1 and the distance of ends are not corrected for chance: read them "
        "beside u-alpha, never instead."
    ),
}
BIASED = 0.05


def unit_cautions(asked: Asked) -> tuple[Caution, ...]:
    """Return what the choice of the unit brings with it."""
    unit: AgreementUnit = asked.unit
    return (Caution(UNIT[unit]),) if unit in UNIT else ()


def code_cautions(rows: Sequence[CodeAgreement], *, clusters: int, unused: int) -> Iterator[Caution]:
    """Return what must be said of the codes together."""
    if clusters <= FEW_CLUSTERS:
        yield Caution(FEW, (("count", clusters),))
    counts = (
        (RARE, sum(row.marked < FREQUENT_FROM for row in rows), (("least", FREQUENT_FROM),)),
        (NO_INTERVAL, sum(isinstance(row.alpha_low, Undefined) for row in rows), ()),
        (SKEW, sum(_is_skewed(row) for row in rows), ()),
        (PARADOXES, len(paradoxes(rows)), (("percent", round(100 * MUCH)), ("little", LITTLE))),
    )
    for sentence, count, facts in counts:
        if count:
            yield Caution(sentence, (("count", count), ("codes", len(rows)), *facts))
    yield Caution(MEANS, (("unused", unused),))
    one_sided = sum(row.both == 0 and 0 in {row.only_first, row.only_second} for row in rows)
    if one_sided:
        yield Caution(ONE_CODER, (("count", one_sided),))
    without = sum(isinstance(row.alpha, Undefined) for row in rows)
    if without:
        yield Caution(NO_VARIATION, (("count", without),))


def paradoxes(rows: Sequence[CodeAgreement]) -> tuple[Caution, ...]:
    """Return a sentence for each code of much percent agreement and little kappa (alpha where coders are many)."""
    return tuple(caution for row in rows if (caution := _paradox(row)) is not None)


def _paradox(row: CodeAgreement) -> Caution | None:
    name, value = ("α", row.alpha) if isinstance(row.kappa, Undefined) else ("κ", row.kappa)
    percent, prevalence = row.percent, row.prevalence_index
    if isinstance(value, Undefined) or isinstance(percent, Undefined) or isinstance(prevalence, Undefined):
        return None
    if percent < MUCH or value >= LITTLE:
        return None
    facts = (
        ("code", row.code),
        ("percent", f"{percent:.1%}"),
        ("coefficient", name),
        ("value", f"{value:.2f}"),
        ("prevalence", f"{prevalence:.2f}"),
        ("chance", f"{(percent - value) / (1 - value):.1%}"),
        ("differs", row.marked - row.both),
    )
    if isinstance(row.bias_index, Undefined) or row.bias_index < BIASED:
        return Caution(RARE_PARADOX, facts)
    return Caution(BIASED_PARADOX, (*facts, ("bias", f"{row.bias_index:.2f}")))


def _is_skewed(row: CodeAgreement) -> bool:
    return not isinstance(row.prevalence, Undefined) and not SKEWED <= row.prevalence <= 1 - SKEWED
