"""Ways, and what stands or falls with whom."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.methods.causal.maps import bundle_maps
from kangni.methods.causal.robustness import flow, source_cut, threads, ways


def test_nothing_leads_where_links_point_the_other_way() -> None:
    links = bundle_maps(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    assert threads(links, cause=2, effect=0).tolist() == []
    assert source_cut(links, cause=2, effect=0).tolist() == []
    assert flow(links, cause=2, effect=0).people == 0
    assert ways(links, cause=2, effect=0).ways == ()


def test_an_argument_put_together_from_two_people_is_told_by_nobody_and_hangs_on_one() -> None:
    maps = np.zeros((2, 3, 3))
    maps[0, 0, 1] = maps[1, 1, 2] = 1
    links = bundle_maps(maps)
    assert threads(links, cause=0, effect=2).tolist() == []
    assert len(source_cut(links, cause=0, effect=2)) == 1


def test_one_person_on_two_ways_is_counted_twice_by_flow_alone() -> None:
    links = bundle_maps(np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]]))
    assert len(source_cut(links, cause=0, effect=2)) == 1
    assert flow(links, cause=0, effect=2).people == 2


def test_a_code_of_no_link_is_reached_by_nothing() -> None:
    links = bundle_maps(np.array([[0, 1], [0, 0]]))
    assert source_cut(links, cause=0, effect=7).tolist() == []


def test_from_a_factor_to_itself_is_refused() -> None:
    with pytest.raises(MethodInput):
        source_cut(bundle_maps(np.array([[0, 1], [1, 0]])), cause=0, effect=0)


def test_ways_and_flow_are_those_of_networkx() -> None:
    rng = np.random.default_rng(3)
    maps = np.where(rng.random((6, 12, 12)) < 0.08, 1.0, 0.0)
    links = bundle_maps(maps)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(12))
    for cause, effect, sources in zip(links.cause.tolist(), links.effect.tolist(), links.sources.tolist(), strict=True):
        graph.add_edge(cause, effect, capacity=sources)
    found = ways(links, cause=0, effect=5, cap=5)
    ends = links.effect.tolist()
    mine = {(0, *(ends[link] for link in way)) for way in found.ways}
    assert found.complete
    assert len(mine) > 10
    assert mine == set(map(tuple, nx.all_simple_paths(graph, 0, 5, cutoff=5)))
    assert flow(links, cause=0, effect=5).people == nx.maximum_flow_value(graph, 0, 5)


def test_sources_of_the_narrowest_links_add_up_to_the_flow() -> None:
    rng = np.random.default_rng(11)
    for _ in range(20):
        links = bundle_maps(np.where(rng.random((5, 8, 8)) < 0.1, 1.0, 0.0))
        found = flow(links, cause=0, effect=1)
        assert int(links.sources[found.narrowest].sum()) == found.people


def test_more_ways_than_may_be_listed_are_cut_and_said() -> None:
    links = bundle_maps(np.ones((6, 6)) - np.eye(6))
    found = ways(links, cause=0, effect=1, most=10)
    assert (len(found.ways), found.complete) == (10, False)
