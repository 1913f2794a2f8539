"""How many people carry an argument, measured beside networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
from benchmarks.comparing import Comparison, least_seconds

from kangni.methods.causal.maps import Bundled, bundle_maps
from kangni.methods.causal.robustness import flow, source_cut

__all__ = ["ARGUMENTS"]

FACTORS, LINKS, SOURCES = 40, 300, 30
SIZE = f"{FACTORS} factors, {LINKS} links, {SOURCES} people"


def _flow(rng: np.random.Generator) -> Comparison:
    links = _map(rng)
    return Comparison(
        "people who fit through an argument (flow)",
        SIZE,
        "networkx",
        *least_seconds(lambda: flow(links, cause=0, effect=1), lambda: _flow_of_networkx(links)),
        goal="3 times",
    )


def _cut(rng: np.random.Generator) -> Comparison:
    links = _map(rng)
    return Comparison(
        "fewest people an argument hangs on (exact)",
        SIZE,
        "networkx's flow, which overstates them",
        *least_seconds(lambda: source_cut(links, cause=0, effect=1), lambda: _flow_of_networkx(links)),
        goal="under 0.1 s",
    )


ARGUMENTS = (_flow, _cut)


def _map(rng: np.random.Generator) -> Bundled:
    """Return a map with one to three people on each link."""
    maps = np.zeros((SOURCES, FACTORS, FACTORS))
    pairs = [(i, k) for i in range(FACTORS) for k in range(FACTORS) if i != k]
    for i, k in rng.permutation(pairs)[:LINKS].tolist():
        maps[rng.choice(SOURCES, rng.integers(1, 4), replace=False), i, k] = 1
    return bundle_maps(maps)


def _flow_of_networkx(links: Bundled) -> float:
    graph = nx.DiGraph()
    for cause, effect, sources in zip(links.cause.tolist(), links.effect.tolist(), links.sources.tolist(), strict=True):
        graph.add_edge(cause, effect, capacity=sources)
    return float(nx.maximum_flow_value(graph, 0, 1))
