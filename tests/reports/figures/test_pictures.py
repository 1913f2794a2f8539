"""What can be counted in the pictures of small results."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from kangni.core.errors import NoPicture
from kangni.core.framework import Framework
from kangni.core.names import NO_WORDS, Label
from kangni.core.undefined import Undefined
from kangni.methods.causal.direction import Direction
from kangni.reports.drawing import draw
from kangni.reports.figure import Figure
from kangni.reports.figures.butterfly import butterfly
from kangni.reports.figures.canvas import Link
from kangni.reports.figures.causal_map import causal_map as draw_map
from kangni.reports.figures.causal_map import readable
from kangni.reports.figures.group_curves import group_curves
from kangni.reports.figures.lanes import lanes
from kangni.reports.figures.loop_sheet import loop_sheet
from kangni.reports.figures.matrix import matrix
from kangni.reports.figures.pairs import pairs
from kangni.reports.figures.press_signs import press_signs
from kangni.reports.figures.shares import shares
from kangni.reports.figures.transitions import transitions
from kangni.results.cooccurrence import CoOccurrence
from kangni.results.factors import FactorTable
from kangni.results.links import LinkSign
from kangni.results.loops import Course, Family, Loop, LoopKind, Loops, Telling
from kangni.results.maps import CausalMap
from kangni.results.overview import Overview
from kangni.results.press import Drawn, PressSign, PressSigns
from kangni.results.process import Process
from kangni.results.saturation import Saturation

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


def test_each_theme_and_level_has_a_curve_that_opens(heard: Saturation) -> None:
    asked: list[str] = []
    figure = group_curves(heard, language="en", link_to=noting(asked))

    assert asked == ["theme:LOAD", "level:none"]
    assert count(figure, "//s:path[@class='curve']") == 2
    assert count(figure, "//s:circle[@class='ink']") == 1  # the rule is met in one of them
    assert {"Load", "No level", "3"} <= set(texts(figure))


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


def test_map_draws_links_of_two_people_where_asked_and_says_how_many_it_leaves_out(
    causal_map: CausalMap, framework: Framework
) -> None:
    figure = draw_map(causal_map, framework, language="en", least=2)

    assert "Rules" not in texts(figure)
    assert "2 links that 2 or more people make; 1 made by fewer are not drawn." in figure.caption


def test_map_of_more_links_than_a_page_holds_draws_those_of_more_people(
    causal_map: CausalMap, framework: Framework
) -> None:
    links = [link for link in causal_map.links if link.one_voice]
    crowded = replace(causal_map, links=(*causal_map.links, *(links * 60)))

    assert readable(causal_map, 1) == 1
    assert readable(crowded, 1) == 2
    assert (
        "2 links that 2 or more people make; 61 made by fewer are not drawn."
        in draw(crowded, framework, language="en").caption
    )


def test_map_of_single_voices_alone_is_drawn_whole_however_large(causal_map: CausalMap) -> None:
    links = [link for link in causal_map.links if link.one_voice]
    assert readable(replace(causal_map, links=tuple(links * 61)), 1) == 1


def test_map_draws_a_contested_link_with_both_heads(causal_map: CausalMap, framework: Framework) -> None:
    figure = draw_map(causal_map, framework, language="en")

    assert count(figure, "//s:path[contains(@class, 'contested')]") == 2
    assert "±" in texts(figure)


def test_map_of_single_voices_dots_them(causal_map: CausalMap, framework: Framework) -> None:
    figure = draw_map(causal_map, framework, language="en", least=1)

    assert count(figure, "//s:path[contains(@class, 'single')]") == 1


def test_map_draws_all_links_that_a_page_holds(causal_map: CausalMap, framework: Framework) -> None:
    assert "All 3 links" in draw(causal_map, framework, language="en").caption


def test_a_link_within_a_factor_is_counted_and_not_drawn(causal_map: CausalMap, framework: Framework) -> None:
    within = replace(causal_map.links[0], key="LOAD>LOAD", effect="LOAD")
    figure = draw_map(replace(causal_map, links=(*causal_map.links, within)), framework, language="en")

    assert "All 3 links" in figure.caption
    assert "1 links lead from a factor to itself and are not drawn." in figure.caption


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


def loop(*names: str, told: bool = True, signs: tuple[LinkSign, ...] = ()) -> Loop:
    key = ">".join(names)
    return Loop(
        key=key,
        codes=names,
        names=tuple(Label(name.title(), f"{name}名") for name in names),
        polarities=("risk",) * len(names),
        links=names,
        signs=signs or (LinkSign.RAISES,) * len(names),
        told=told,
        kind=LoopKind.REINFORCING,
        course=Course.VICIOUS if told else Course.UNNAMED,
        feeds=("WORRY",) if told else (),
        feeds_names=(Label("Worry", "担忧"),) if told else (),
        strength=0.5,
        gain=0.25,
        tellings=(Telling("P01", LoopKind.REINFORCING, 0.25, 0.5, ()),) if told else (),
        parts=("P02",),
        opposed=(),
        contested=(),
        exists=0.41,
        family=key if told else "",
        sentence=Label("Round it goes.", "转圈。"),
    )


def loops_of(*found: Loop, assembled: int = 0) -> Loops:
    told = [one for one in found if one.told]
    return Loops(
        n=3, cap=6, told_only=not assembled, found=len(found), told=len(told), assembled=assembled, complete=True,
        families=tuple(Family(one.key, (one.key,), ("P01",)) for one in told), loops=found, through=(),
    )  # fmt: skip


def test_a_loop_sheet_has_a_box_for_each_factor_and_an_arrow_or_bar_for_each_link(framework: Framework) -> None:
    mixed = loop("LOAD", "WORRY", "CARE", signs=(LinkSign.RAISES, LinkSign.LOWERS, LinkSign.CONTESTED))
    figure = loop_sheet(loops_of(mixed, loop("RULES")), framework, language="en")

    assert count(figure, "//s:rect[contains(@class, 'node')]") == 3 + 1
    assert count(figure, "//s:polygon[@class='head']") == 2 + 1  # raises and contested; the factor that raises itself
    assert count(figure, "//s:line[@class='tee']") == 1
    assert count(figure, "//s:path[contains(@class, 'contested')]") == 1
    assert [text for text in texts(figure) if text in {"+", "−", "±"}] == ["+", "−", "±", "+"]


def test_a_loop_sheet_says_who_tells_it_and_what_it_feeds(framework: Framework) -> None:
    shown = texts(loop_sheet(loops_of(loop("LOAD", "WORRY")), framework, language="zh"))

    assert {"恶性", "增强回路", "LOAD名", "P01 讲述，强度 0.50", "通向：担忧", "部分说到：P02"} <= set(shown)


def test_an_assembled_loop_says_how_often_it_is_there(framework: Framework) -> None:
    sheet = loop_sheet(loops_of(loop("LOAD", "WORRY", told=False), assembled=1), framework, language="en")

    assert "Told whole by nobody; there in 41% of resamples, strength 0.50" in texts(sheet)


def test_only_the_commonest_assembled_loops_are_drawn_and_the_rest_counted(framework: Framework) -> None:
    many = [loop("LOAD", f"C{n}", told=False) for n in range(30)]
    figure = loop_sheet(loops_of(*many, assembled=30), framework, language="en")

    assert count(figure, "//s:rect[contains(@class, 'node')]") == 2 * 8
    assert "not drawn: 22." in figure.caption


def test_every_ring_opens_its_claims(framework: Framework) -> None:
    asked: list[str] = []
    loop_sheet(loops_of(loop("LOAD", "WORRY")), framework, language="en", link_to=noting(asked))

    assert asked == ["LOAD>WORRY"]


def test_a_sheet_without_loops_says_so(framework: Framework) -> None:
    assert texts(loop_sheet(loops_of(), framework, language="en")) == ["No links of this map close a loop."]


def test_a_sheet_of_loops_that_nobody_tells_says_so(framework: Framework) -> None:
    nobodys = replace(loops_of(), found=3, assembled=3)

    assert texts(loop_sheet(nobodys, framework, language="zh")) == ["没有人完整讲出一个回路。"]


def pressed(press: str, *, answer: str = "functioning", raises: float = 0.7, lowers: float = 0.2) -> PressSign:
    return PressSign(
        key=f"{press}>{answer}", press=press, press_name=Label(press.title(), f"{press}名"), answer=answer,
        answer_name=NO_WORDS if answer == "functioning" else Label("Worry", "担忧"), sign="+", word=Direction.OPEN,
        reach=0.9, agreement=0.78, raises=raises, stays=0.1, lowers=lowers, flat_sign="+", flat_agreement=0.6,
        weight=Undefined("more than 14 factors: only random maps tell"), told_by=(), participants=("P01",),
    )  # fmt: skip


def signs_of(*whole: PressSign, pairs: tuple[PressSign, ...] = ()) -> PressSigns:
    return PressSigns(
        n=3, factors=4, links=5, contested=0, answers=("WORRY",), claims=Drawn(100, 100, 100), flat=Drawn(100, 90, 90),
        told=Undefined("no closed episode ended better or worse"), whole=whole, pairs=pairs, unreached=0,
    )  # fmt: skip


def test_a_press_has_a_bar_to_each_side_that_any_map_takes() -> None:
    figure = press_signs(signs_of(pressed("care"), pressed("load", lowers=0.0)), language="en")

    assert count(figure, "//s:rect[@class='protect']") == 2
    assert count(figure, "//s:rect[@class='risk']") == 1
    assert texts(figure).count("open") == 2
    assert "functioning" in texts(figure)


def test_presses_on_single_answers_are_drawn_where_they_are_few() -> None:
    few, many = (tuple(pressed(f"c{n}", answer="WORRY") for n in range(count)) for count in (3, 61))

    assert texts(press_signs(signs_of(pressed("care"), pairs=few), language="zh")).count("担忧") == 1
    assert "担忧" not in texts(press_signs(signs_of(pressed("care"), pairs=many), language="zh"))


def test_a_press_without_a_way_has_no_bar_but_its_reason() -> None:
    none = Undefined("no path leads there")
    silent = replace(pressed("care"), raises=0.0, lowers=0.0, word=none, agreement=none)

    figure = press_signs(signs_of(silent), language="en")

    assert count(figure, "//s:rect") == 0
    assert "no path leads there" in texts(figure)


def test_every_press_opens_its_claims() -> None:
    asked: list[str] = []
    press_signs(signs_of(pressed("care")), language="en", link_to=noting(asked))

    assert asked == ["care>functioning"]
