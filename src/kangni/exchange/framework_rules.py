"""What a framework must agree on with itself and with its codebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE
from kangni.core.framework import Framework

__all__ = ["SIMULATED_KINDS", "problems"]

SIMULATED_KINDS = ("resilient", "homeostatic", "with_loss", "dysfunctional")


def problems(framework: Framework, codes: Collection[str]) -> list[str]:
    """Return each contradiction as a phrase: ids that stand twice, and names of what is not there."""
    return [*_doubled(framework), *_missing_terms(framework), *_missing_codes(framework, codes)]


def _doubled(framework: Framework) -> Iterator[str]:
    ids = {
        "constructs": [term.id for term in framework.constructs],
        "levels": [term.id for term in framework.levels],
        "polarities": [term.id for term in framework.polarities],
        "stages": [term.id for term in framework.stages],
        "outcomes": [term.id for term in framework.outcomes],
        "voices": [term.id for term in framework.voices],
        "stances": [term.id for term in framework.stances],
        "interactions": [term.id for term in framework.interactions],
        "addressees": [term.id for term in framework.addressees],
        "lever_families": [term.id for term in framework.lever_families],
    }
    for key, names in ids.items():
        for name in _repeated(names):
            yield f"{key} has the id {name} twice"
    families = framework.lever_families
    for code in _repeated(code for family in families for code in (*family.raised, *family.lowered)):
        yield f"lever_families name {code} more than once"


def _missing_terms(framework: Framework) -> Iterator[str]:
    constructs = [construct.id for construct in framework.constructs]
    levels = [level.id for level in framework.levels]
    addressees = [addressee.id for addressee in framework.addressees]
    stages, balance = framework.stages, framework.balance
    yield from _absent("stages", constructs, (name for stage in stages for name in stage.constructs))
    yield from _absent("balance", constructs, (*balance.shock_constructs, *balance.protection_constructs))
    yield from _absent("balance", [stage.id for stage in stages], balance.condition_stages)
    yield from _absent("lever_rules", constructs, framework.never_levers)
    yield from _absent("interactions", levels, (name for tie in framework.interactions for name in tie.levels))
    yield from _absent("level_addressee", levels, framework.level_addressee)
    yield from _absent("level_addressee", addressees, framework.level_addressee.values())
    yield from _absent("code_addressee", addressees, framework.code_addressee.values())
    families = framework.lever_families
    yield from _absent("lever_families", addressees, (name for family in families for name in family.addressees))
    yield from _absent("outcomes", SIMULATED_KINDS, (kind for end in framework.outcomes for kind in end.kinds))
    if DEFAULT_VOICE not in {voice.id for voice in framework.voices}:
        yield f"voices must have {DEFAULT_VOICE}, which codings carry when nothing is said"
    if DEFAULT_STANCE not in {stance.id for stance in framework.stances}:
        yield f"stances must have {DEFAULT_STANCE}, which codings carry when nothing is said"


def _missing_codes(framework: Framework, codes: Collection[str]) -> Iterator[str]:
    families = framework.lever_families
    named = {
        "outcomes": [outcome.code for outcome in framework.outcomes if outcome.code is not None],
        "outcome_indicators": framework.outcome_indicators,
        "functioning": [code for domain in framework.functioning for code in domain.parts],
        "code_addressee": framework.code_addressee,
        "lever_families": [code for family in families for code in (*family.raised, *family.lowered)],
        "lever_rules": framework.not_levers,
        "balance.slow_scale": framework.balance.growth,
        "contention": framework.contention,
    }
    for key, names in named.items():
        yield from _absent(key, codes, names)


def _absent(key: str, known: Collection[str], names: Iterable[str]) -> Iterator[str]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield f"{key} names {name}, which is not there"


def _repeated(names: Iterable[str]) -> list[str]:
    listed = list(names)
    return [name for name in dict.fromkeys(listed) if listed.count(name) > 1]
