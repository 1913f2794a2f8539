"""Loops of a large map beside networkx, and presses over random maps beside plain NumPy."""

from __future__ import annotations

import networkx as nx
import numpy as np
from benchmarks.comparing import Comparison, least_seconds

from kangni.methods.causal.balance import Links
from kangni.methods.causal.cycles import cycles
from kangni.methods.causal.draws import FromSigns
from kangni.methods.causal.signs import Answers, Presses, press_signs

__all__ = ["LOOPS_AND_PRESSES"]

EVERY = 10**7  # loops listed at most: all there are


def _loops(rng: np.random.Generator) -> Comparison:
    factors, links, cap = 60, 400, 8
    pairs = _pairs(rng, factors, links)
    graph = nx.DiGraph(pairs.tolist())
    found = cycles(pairs[:, 0], pairs[:, 1], cap=cap, most=EVERY)
    took = least_seconds(
        lambda: cycles(pairs[:, 0], pairs[:, 1], cap=cap, most=EVERY),
        lambda: list(nx.simple_cycles(graph, length_bound=cap)),
    )
    return Comparison(
        f"loops up to {cap} links",
        f"{factors} factors, {links} links, {len(found.cycles):,} loops",
        "networkx",
        *took,
        goal="under 2 s",
    )


def _presses(rng: np.random.Generator) -> Comparison:
    """Press every factor of dense maps of which some, but not all, come to rest."""
    factors, count, draws = 20, 80, 100_000
    cause, effect = _pairs(rng, factors, count).T
    source = FromSigns(Links(cause, effect, factors), (rng.random(count) < 0.5).astype(np.float64), np.ones(count))
    presses = Presses(np.eye(factors), np.eye(factors))

    def ours() -> Answers:
        return press_signs(source, presses, draws=draws, seed=1)

    def theirs() -> int:
        drawn, size = np.random.default_rng(1), 10_000
        rising, falling, stable = np.zeros((factors, factors)), np.zeros((factors, factors)), 0
        for _ in range(draws // size):
            matrices = np.zeros((size, factors, factors))
            matrices[:, effect, cause] = source.draw(size, drawn).T
            matrices[:, range(factors), range(factors)] = -1
            matrices = matrices[np.linalg.eigvals(matrices).real.max(axis=1) < 0]
            answers = -np.linalg.inv(matrices)
            rising += (answers > 0).sum(axis=0)
            falling += (answers < 0).sum(axis=0)
            stable += len(matrices)
        return stable

    return Comparison(
        "presses over random maps, each tested for rest",
        f"{factors} factors, {count} links, {draws:,} draws, {ours().stable:,} stable",
        "NumPy: all eigenvalues and inverses, in batches",
        *least_seconds(ours, theirs),
        goal="under 10 s",
    )


def _pairs(rng: np.random.Generator, factors: int, links: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return rng.permutation([(i, k) for i in range(factors) for k in range(factors) if i != k])[:links]


LOOPS_AND_PRESSES = (_loops, _presses)
