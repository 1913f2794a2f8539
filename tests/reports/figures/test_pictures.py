"""What can be counted in the pictures of small results."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from kangni.core.errors import NoPicture
from kangni.core.framework import Framework
from kangni.reports.drawing import draw
from kangni.reports.figure import Figure
from kangni.reports.figures.butterfly import butterfly
from kangni.reports.figures.canvas import Link
from kangni.reports.figures.causal_map import causal_map as draw_map
from kangni.reports.figures.lanes import lanes
from kangni.reports.figures.matrix import matrix
from kangni.reports.figures.pairs import pairs
from kangni.reports.figures.shares import shares
from kangni.reports.figures.transitions import transitions
from kangni.results.cooccurrence import CoOccurrence
from kangni.results.factors import FactorTable
from kangni.results.maps import CausalMap
from kangni.results.overview import Overview
from kangni.results.process import Process

SVG = {"s": "http://www.w3.org/2000/svg"}


def parsed(figure: Figure) -> etree._Element:
    return etree.fromstring(figure.svg.encode())


def count(figure: Figure, path: str) -> int:
    found = parsed(figure).xpath(path, namespaces=SVG)
    assert isinstance(found, list)
    return len(found)


def texts(figure: Figure) -> list[str]:
    return [element.text or "" for element in parsed(figure).iter("{*}text")]


def noting(asked: list[str]) -> Link:
    def link_to(key: str) -> str:
        asked.append(key)
        return f"#{len(asked)}"

    return link_to


def test_butterfly_has_a_cell_for_each_participant_and_side(factor_table: FactorTable, framework: Framework) -> None:
    figure = butterfly(factor_table, framework, language="en")

    assert count(figure, "//s:rect[starts-with(@class, 'r')]") == 2 + 2
    assert count(figure, "//s:rect[starts-with(@class, 'p')]") == 3 + 1


def test_butterfly_names_a_two_sided_factor_once_and_marks_it(factor_table: FactorTable, framework: Framework) -> None:
    shown = texts(butterfly(factor_table, framework, language="en"))

    assert [text for text in shown if "Rules" in text] == ["1 ◆ Rules"]


def test_every_cell_of_a_butterfly_opens_that_persons_words(factor_table: FactorTable, framework: Framework) -> None:
    asked: list[str] = []
    butterfly(factor_table, framework, language="en", link_to=noting(asked))

    assert {"LOAD/risk/P01", "LOAD/risk", "RULES/protective/P02"} <= set(asked)


def test_butterfly_of_one_level_leaves_the_others_out(factor_table: FactorTable, framework: Framework) -> None:
    shown = " ".join(texts(butterfly(factor_table, framework, language="zh", levels=["person"])))

    assert "Rules" in shown
    assert "Care" not in shown
    assert "个人" in shown


def test_matrix_shows_who_is_silent_and_who_says_both(factor_table: FactorTable, framework: Framework) -> None:
    figure = matrix(factor_table, framework, language="en")

    assert count(figure, "//s:circle[@class='none']") == 9 - 7  # cells without a word
    assert count(figure, "//s:polygon") == 7 + 1  # P02 has both halves of RULES


def test_pairs_show_who_tells_both_beside_who_speaks_of_both(pairs_together: CoOccurrence) -> None:
    figure = pairs(pairs_together, language="en")

    assert count(figure, "//s:rect[@class='n3']") == 1 + 1  # the flagged pair, and the legend
    assert "Load + Care" in texts(figure)
    assert "1 of 1 pairs" in figure.caption


def test_pairs_in_order_show_the_other_way_round_and_shuffles(pairs_together: CoOccurrence) -> None:
    first, alone = pairs_together.pairs
    row = replace(first, key="LOAD>CARE", expected=1.2, expected_low=0.0, expected_high=2.0, as_many=0.1, reverse=1)
    figure = pairs(replace(pairs_together, unit="sequence", pairs=(row, alone)), language="en")

    assert count(figure, "//s:circle[@class='ink']") == 1 + 1
    assert count(figure, "//s:circle[@class='node']") == 1 + 1
    assert "Load > Care" in texts(figure)


def test_pairs_open_their_words(pairs_together: CoOccurrence) -> None:
    asked: list[str] = []
    pairs(pairs_together, language="zh", link_to=noting(asked))

    assert asked == ["LOAD+CARE"]


def test_lanes_join_moments_and_bow_where_they_run_back(process: Process, framework: Framework) -> None:
    figure = lanes(process, framework, language="en")

    assert count(figure, "//s:path[@class='lane']") == 1
    assert count(figure, "//s:line[@class='lane']") == 3


def test_lanes_show_a_replaced_label_instead_of_the_coders(process: Process, framework: Framework) -> None:
    figure = lanes(process, framework, language="en", labels={"E1": "(withheld)"})

    assert "the flood" not in figure.svg
    assert "(withheld)" in texts(figure)
    assert "the ledger" in texts(figure)


def test_lanes_of_one_outcome_leave_the_others_out(process: Process, framework: Framework) -> None:
    shown = texts(lanes(process, framework, language="en", outcomes=["worn"]))

    assert "the ledger" in shown
    assert "the flood" not in shown


def test_shares_count_episodes_and_people(process: Process) -> None:
    assert "1/2 · 1/2" in texts(shares(process, language="en"))


def test_transitions_ring_steps_that_run_back(process: Process) -> None:
    figure = transitions(process, language="en")

    assert count(figure, "//s:circle[@class='disc back']") == 1
    assert count(figure, "//s:circle[@class='disc']") == 3


def test_map_draws_links_of_two_people_and_says_how_many_it_leaves_out(
    causal_map: CausalMap, framework: Framework
) -> None:
    figure = draw_map(causal_map, framework, language="en")

    assert "Rules" not in texts(figure)
    assert "2 links that 2 or more people make; 1 made by fewer are not drawn." in figure.caption


def test_map_draws_a_contested_link_with_both_heads(causal_map: CausalMap, framework: Framework) -> None:
    figure = draw_map(causal_map, framework, language="en")

    assert count(figure, "//s:path[contains(@class, 'contested')]") == 2
    assert "±" in texts(figure)


def test_map_of_single_voices_dots_them(causal_map: CausalMap, framework: Framework) -> None:
    figure = draw_map(causal_map, framework, language="en", least=1)

    assert count(figure, "//s:path[contains(@class, 'single')]") == 1


def test_map_of_one_participant_draws_all_links(causal_map: CausalMap, framework: Framework) -> None:
    own = replace(causal_map, participant="P01")

    assert "All 3 links" in draw(own, framework, language="en").caption
    assert "2 links that 2 or more people make" in draw(causal_map, framework, language="en").caption


def test_map_is_drawn_the_same_way_twice(causal_map: CausalMap, framework: Framework) -> None:
    assert draw_map(causal_map, framework, language="en").svg == draw_map(causal_map, framework, language="en").svg


def test_map_without_links_is_an_empty_picture_that_says_so(causal_map: CausalMap, framework: Framework) -> None:
    figure = draw_map(causal_map, framework, language="en", least=9)

    assert texts(figure) == []
    assert "0 links" in figure.caption


def test_pictures_carry_no_colour_by_attribute(
    factor_table: FactorTable, process: Process, causal_map: CausalMap, framework: Framework
) -> None:
    for result in (factor_table, process, causal_map):
        assert count(draw(result, framework, language="zh"), "//@fill | //@stroke | //@style") == 0


def test_a_result_better_read_as_a_table_has_no_picture(framework: Framework) -> None:
    overview = Overview(
        name="", language="zh", framework=framework.name, framework_note=framework.note, fictional=False, counts=(),
        coders=(), participants=(), next_act="",
    )  # fmt: skip
    with pytest.raises(NoPicture):
        draw(overview, framework, language="en")
