"""Hand calculations and searches of METHODS.md section 5.2: how many people carry an argument."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from kangni.methods.causal.maps import Bundled, bundle_maps
from kangni.methods.causal.robustness import flow, source_cut, threads

S, D, P, F = range(4)


@pytest.fixture
def links() -> Bundled:
    """Return the claims of METHODS.md section 5.1, example A, of five people."""
    maps = np.zeros((5, 4, 4))
    maps[0, S, D], maps[1, S, D], maps[2, S, D], maps[3, S, D] = 5 / 6, 2 / 3, -1 / 3, 1
    maps[0, D, F], maps[1, D, F], maps[4, D, F] = -2 / 3, -1, -1 / 3
    maps[1, P, D], maps[3, P, D], maps[4, P, F], maps[2, S, F] = -2 / 3, -1, 2 / 3, -1 / 3
    return bundle_maps(maps)


@pytest.mark.parametrize(("cause", "told", "cut", "wide"), [(S, [0, 1, 2], 4, 4), (P, [1, 4], 3, 3)])
def test_arguments_of_example_a(links: Bundled, cause: int, told: list[int], cut: int, wide: int) -> None:
    assert threads(links, cause=cause, effect=F).tolist() == told
    assert len(source_cut(links, cause=cause, effect=F)) == cut
    assert flow(links, cause=cause, effect=F).people == wide


def leads(links: Bundled, without: tuple[int, ...]) -> bool:
    """Tell whether 0 still leads to 1 without the claims of some people."""
    standing = np.unique(links.entry_link[~np.isin(links.entry_participant, without)]).tolist()
    reached, before = {0}, set[int]()
    while reached != before:
        before = set(reached)
        reached |= {int(links.effect[link]) for link in standing if int(links.cause[link]) in before}
    return 1 in reached


def test_order_and_exactness_on_random_maps() -> None:
    # METHODS.md 5.2: "200 random graphs, 0 order violations, 0 MILP/brute mismatches"
    rng = np.random.default_rng(7)
    for _ in range(200):
        maps = np.zeros((5, 6, 6))
        for _link in range(10):
            i, j = rng.choice(6, 2, replace=False)
            maps[rng.choice(5, rng.integers(1, 4), replace=False), i, j] = rng.choice([-1, 1])
        links = bundle_maps(maps)
        told = len(threads(links, cause=0, effect=1)) if len(links.cause) else 0
        cut = source_cut(links, cause=0, effect=1)
        fewest = next(k for k in range(6) for few in combinations(range(5), k) if not leads(links, few))
        assert told <= len(cut) == fewest <= flow(links, cause=0, effect=1).people
        assert not leads(links, tuple(cut.tolist()))
