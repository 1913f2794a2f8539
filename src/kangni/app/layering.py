"""What an ensemble may vary beside participants and sides, and how much of its spread each of these makes."""

from __future__ import annotations

from collections.abc import Mapping

from kangni.app.balance import Ground
from kangni.app.steadiness import coders_of
from kangni.methods.causal.layers import layer_shares, marks_of
from kangni.methods.causal.maps import Bundled, bundle
from kangni.methods.columns import Bools, Floats, Ints
from kangni.results.sensitivity import LayerShare

__all__ = ["layers_of", "readings_of"]


def readings_of(study: Ground) -> tuple[Bundled, ...]:
    """Return the map of each coder's claims, none where one coder made them all."""
    claims, people = study.study.claims, study.study.participants
    return tuple(
        bundle(claims, participants=people, counted=study.study.counted & (claims.coder == coder))
        for coder in coders_of(study)
    )


def layers_of(
    values: Floats,
    study: Ground,
    times: Ints,
    raises: Bools,
    reading: Ints,
    emphasis: Floats,
    choices: Mapping[str, Ints] | None = None,
) -> tuple[LayerShare, ...]:
    """Return the share of a number's variance that each varied layer explains by itself; `choices` are more layers."""
    layers: dict[str, Floats | Ints | Bools] = {"participants": times}
    if study.bundled.contested.any():
        layers["sides"] = raises
    if reading.any():
        layers["coders"] = marks_of(reading)
    if len(emphasis):
        layers["weights"] = emphasis
    layers |= {layer: marks_of(choice) for layer, choice in (choices or {}).items()}
    return tuple(LayerShare(layer, share) for layer, share in layer_shares(values, layers).items())
