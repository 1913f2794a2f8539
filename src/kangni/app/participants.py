"""What may be said of a study's people and material as a whole: counts and ranges, never person by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from statistics import median

from kangni.app.consent import Policy
from kangni.core.advice import Suggestion, TieState
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.episodes import Episode
from kangni.core.people import AttributeValue, Coder, CoderKind, Participant, Restriction, RestrictionKind
from kangni.core.ports import Reader
from kangni.reports.findings import AttributeSummary, Material, People, Range, ValueCount, WithheldCount

__all__ = ["SMALLEST_CELL", "material_of", "people_of"]

SMALLEST_CELL = 5  # a value shared by fewer people could tell who they are


def people_of(read: Reader, rules: Policy, *, waived: Sequence[str]) -> People:
    """Count the participants by their attributes and by what may be shown of their words."""
    people = read.all(Participant)
    restrictions = read.all(Restriction)
    names = dict.fromkeys(name for person in people for name in person.attributes)
    reasons = Counter(rules.withheld(person.id, None, None, released=False) for person in people)
    del reasons[""]
    return People(
        participants=len(people),
        attributes=tuple(
            _attribute(name, [person.attributes[name] for person in people if name in person.attributes])
            for name in names
        ),
        smallest=SMALLEST_CELL,
        withheld=tuple(WithheldCount(reason, count) for reason, count in sorted(reasons.items())),
        waived=len(waived),
        blurred=sum(restriction.kind is RestrictionKind.BLUR for restriction in restrictions),
        apart=len(rules.apart),
    )


def material_of(read: Reader) -> Material:
    """Count what was read and by whom."""
    heads = read.document_heads()
    originals = [head for head in heads if head.translation_of is None]
    dates = sorted(head.date for head in originals if head.date is not None)
    codings, coders = read.all(Coding), read.all(Coder)
    at_work = {coding.coder for coding in codings}
    drafts = sum(coding.draft for coding in codings)
    return Material(
        documents=len(originals),
        translations=len(heads) - len(originals),
        languages=tuple(dict.fromkeys(head.language for head in originals)),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        turns=sum(head.turns for head in originals),
        code_points=sum(head.length for head in originals),
        codings=len(codings) - drafts,
        drafts=drafts,
        claims=len(read.all(Claim)),
        episodes=len(read.all(Episode)),
        suggestions=sum(tie.state is TieState.TIED for tie in read.all(Suggestion)),
        codes=len(read.codebook().leaves()),
        coders=_named(coders, CoderKind.PERSON, at_work),
        machines=_named(coders, CoderKind.MACHINE, at_work),
    )


def _named(coders: Iterable[Coder], kind: CoderKind, at_work: Collection[object]) -> tuple[str, ...]:
    return tuple(coder.handle for coder in coders if coder.kind is kind and coder.id in at_work)


def _attribute(name: str, values: Sequence[AttributeValue]) -> AttributeSummary:
    """Summarise numbers and dates by their range, words by how many people share them; so few have neither."""
    if len(values) < SMALLEST_CELL:
        return AttributeSummary(name, len(values), None, (ValueCount("", len(values)),))
    numbers = [value for value in values if isinstance(value, float | int) and not isinstance(value, bool)]
    dates = [value for value in values if isinstance(value, date)]
    if numbers and len(numbers) == len(values):
        return AttributeSummary(name, len(values), Range(min(numbers), median(numbers), max(numbers)), ())
    if dates and len(dates) == len(values):
        return AttributeSummary(name, len(values), Range(min(dates), None, max(dates)), ())
    return AttributeSummary(name, len(values), None, _shared(Counter(map(_word, values))))


def _word(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _shared(counts: Counter[str]) -> tuple[ValueCount, ...]:
    """Name the values that enough people share and pool the others."""
    named = [ValueCount(value, count) for value, count in counts.most_common() if count >= SMALLEST_CELL]
    pooled = sum(count for count in counts.values() if count < SMALLEST_CELL)
    return (*named, *((ValueCount("", pooled),) if pooled else ()))
