"""Which codes somebody can act on, in which direction it helps, and whose task it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kangni.app.balance import Ground
from kangni.core.advice import lone_levers
from kangni.core.codebook import Code
from kangni.core.names import Label

__all__ = ["LeverCodes", "levers_of"]


@dataclass(frozen=True, slots=True)
class LeverCodes:
    """A lever as numbers of codes; a helpful press raises some and lowers others."""

    id: str
    name: Label
    addressees: tuple[str, ...]
    raised: tuple[int, ...]
    lowered: tuple[int, ...]

    @property
    def codes(self) -> tuple[int, ...]:
        """Return all its codes."""
        return (*self.raised, *self.lowered)

    def levels(self, *, raised: float, lowered: float) -> dict[int, float]:
        """Return the level of each of its codes."""
        return dict.fromkeys(self.raised, raised) | dict.fromkeys(self.lowered, lowered)


def levers_of(ground: Ground) -> tuple[LeverCodes, ...]:
    """Return the framework's lever families, then every leaf that is in none and may be a lever (METHODS 14.3).

    A leaf on its own is raised if protective and lowered if a risk.
    """
    framework = ground.framework
    families = [
        LeverCodes(
            family.id,
            family.name,
            family.addressees or _addressees(ground, (*family.raised, *family.lowered)),
            tuple(ground.number[handle] for handle in family.raised if handle in ground.number),
            tuple(ground.number[handle] for handle in family.lowered if handle in ground.number),
        )
        for family in framework.lever_families
    ]
    return (*families, *(_alone(ground, code) for code in lone_levers(framework, ground.codebook)))


def _alone(ground: Ground, code: Code) -> LeverCodes:
    number = ground.number[code.handle]
    raised, lowered = ((number,), ()) if ground.sign(number) > 0 else ((), (number,))
    return LeverCodes(code.handle, code.name, _addressees(ground, (code.handle,)), raised, lowered)


def _addressees(ground: Ground, handles: Iterable[str]) -> tuple[str, ...]:
    """Return the addressees of codes: a code's own beats that of its level."""
    framework = ground.framework
    codes = (ground.study.codes[ground.number[handle]] for handle in handles if handle in ground.number)
    found = (
        framework.code_addressee.get(code.handle) or framework.level_addressee.get(code.level or "") for code in codes
    )
    return tuple(dict.fromkeys(addressee for addressee in found if addressee))
