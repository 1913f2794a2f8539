"""Which scales can be scored, with which permission, and what a person must state of their forms."""

from __future__ import annotations

from collections.abc import Iterator

from kangni.core.names import Label
from kangni.core.scales import Excluded, Scale, ScaleLibrary
from kangni.exchange.scales import packaged_scales
from kangni.results.scales import ScaleLine, ScaleList

__all__ = ["list_scales"]


def list_scales() -> ScaleList:
    """Say which scales can be scored, with which permission, and what a person must state of the form."""
    library = packaged_scales().library
    return ScaleList(
        scales=tuple(_line(scale, library) for scale in library.scales),
        excluded=tuple(map(_excluded, library.excluded)),
        policy=tuple(note.text for note in library.policy),
    )


def _line(scale: Scale, library: ScaleLibrary) -> ScaleLine:
    response = scale.response
    roles = (role for role, names in library.roles.items() if scale.id in names)
    return ScaleLine(
        scale=scale.id,
        name=scale.name,
        role=next(roles, ""),
        items=scale.n_items,
        answers=f"{response.low}-{response.high}" + (f" by {response.step}" if response.step > 1 else ""),
        subscales=tuple(subscale.id for subscale in scale.subscales),
        total=bool(scale.total),
        metric=scale.score,
        permission=scale.permission.value,
        leave=library.permissions.get(scale.permission, ""),
        states=tuple(_states(scale)),
        unverified=tuple(each.field for each in scale.unverified),
        excluded="",
    )


def _states(scale: Scale) -> Iterator[str]:
    """Return what must be stated of the form before anything is scored."""
    for option, variants in (("order", scale.orders), ("anchor", scale.anchors)):
        if variants:
            yield f"--{option} {'|'.join(variant.id for variant in variants)}"
    if scale.note("coding_trap"):
        yield "--coding"


def _excluded(entry: Excluded) -> ScaleLine:
    return ScaleLine(entry.id, Label(en=entry.id), "", 0, "", (), False, "", "", "", (), (), entry.reason)
