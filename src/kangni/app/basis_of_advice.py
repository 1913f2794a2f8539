"""What a lever of an advice rests on, in a form that can be kept and set beside what it rests on later."""

from __future__ import annotations

from kangni.core.recommendations import Basis
from kangni.core.undefined import Number, Undefined
from kangni.results.advice import Advice
from kangni.results.levers import Lever

__all__ = ["basis_of", "find_lever"]


def basis_of(advice: Advice, lever: Lever) -> Basis:
    """Return what a lever rests on."""
    effect = lever.effect
    figures = (
        (None,) * 5
        if isinstance(effect, Undefined)
        else tuple(map(_plain, (effect.median, effect.low, effect.high, effect.reach, effect.certainty)))
    )
    return Basis(
        n=advice.participants,
        askers=lever.askers,
        claimers=lever.claimers,
        against=tuple(sorted({objector.participant for objector in lever.against})),
        effect=figures[0],
        low=figures[1],
        high=figures[2],
        reach=figures[3],
        certainty=figures[4],
        breadth=lever.breadth.value,
        marks=tuple(mark.value for mark in lever.marks),
        members=advice.members,
        seed=advice.seed,
    )


def find_lever(advice: Advice, name: str) -> dict[str, Lever]:
    """Return a lever by each addressee under which it stands."""
    return {
        part.addressee: lever
        for part in advice.addressees
        for lever in (*part.levers, *part.holds_now)
        if lever.id == name
    }


def _plain(value: Number) -> float | None:
    return None if isinstance(value, Undefined) else value
