"""The deed that keeps scores as attributes of participants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kangni.core.people import AttributeValue, Participant
from kangni.core.ports import Writer
from kangni.core.undefined import Undefined
from kangni.results.scales import ScaleScores

__all__ = ["attribute_name", "keep_scores"]


def keep_scores(write: Writer, found: ScaleScores) -> int:
    """Keep the scores there are as attributes of participants and return how many participants that changes."""
    values: dict[str, dict[str, float]] = {}
    for each in found.scores:
        if not isinstance(each.score, Undefined):
            values.setdefault(each.participant, {})[attribute_name(found, each.subscale, each.wave)] = each.score
    people = (_with(person, values.get(person.handle, {})) for person in write.all(Participant))
    return write.replace([person for person in people if person.handle in values])


def attribute_name(found: ScaleScores, subscale: str, wave: str) -> str:
    """Return the attribute that holds a score, such as "CBI personal" or, with several waves, "CBI personal 2026"."""
    return " ".join(filter(None, (found.scale, subscale, wave if len(found.waves) > 1 else "")))


def _with(person: Participant, scores: Mapping[str, AttributeValue]) -> Participant:
    return replace(person, attributes={**person.attributes, **scores})
