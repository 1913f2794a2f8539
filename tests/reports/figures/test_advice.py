from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.language import Language
from kangni.methods.causal.ensemble import Direction, Spread
from kangni.reports.figures.advice import advice
from kangni.reports.figures.pareto import pareto
from kangni.reports.figures.tornado import tornado
from kangni.results.advice import AddresseeAdvice, Advice
from kangni.results.levers import Breadth, Lever, Standing

LEVER = Lever(
    id="care",
    name=Label("Care", "关怀"),
    raised=("CARE",),
    lowered=(),
    askers=("P1",),
    claimers=(),
    supporters=("P1",),
    against=(),
    effect=Spread(1.0, 0.5, 2.0, 1.0, 0.9, 0.1, 200),
    direction=Direction.LEANING,
    worlds=(),
    tellers=(),
    score=0.1,
    share=0.2,
    breadth=Breadth.THIN,
    marks=(),
    causes_first=(),
    standing=Standing(1, 1, 2, 1.0),
    on_front=True,
)
HARMS = replace(
    LEVER,
    id="rest",
    name=Label("Rest", "休息"),
    effect=Spread(-2.0, -3.0, 0.5, 1.0, 0.8, 0.9, 200),
    standing=Standing(2, 1, 2, 1.0),
    on_front=False,
)
UNKNOWN = replace(LEVER, id="pay", name=Label("Pay", "薪酬"), effect=Undefined("no path leads to functioning"))


def found(*levers: Lever, holds_now: tuple[Lever, ...] = ()) -> Advice:
    return Advice(
        participants=5,
        members=200,
        seed=1,
        suggestions=3,
        tied=2,
        unit_dip=0.03,
        addressees=(AddresseeAdvice("office", Label("Office", "部门"), (), levers, holds_now, ()),),
        steadiness=(),
        note=Label(),
    )


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_the_largest_effect_stands_first_whatever_its_sign_and_what_has_none_is_left_out() -> None:
    shown = texts(tornado(found(LEVER, HARMS, UNKNOWN), language="en").svg)
    assert [text for text in shown if text in {"Care", "Rest", "Pay"}] == ["Rest", "Care"]


def test_a_bar_that_crosses_nought_has_both_colours() -> None:
    svg = tornado(found(HARMS), language="en").svg
    assert svg.count('class="r1"') == svg.count('class="p1"') == 1
    assert svg.count('class="risk"') == 1  # the mark of its median


def test_the_front_is_named_below_and_numbered_as_in_the_list() -> None:
    shown = texts(
        pareto(found(LEVER, HARMS, holds_now=(replace(LEVER, id="team", name=Label("Team")),)), language="en").svg
    )
    assert "1  Care" in shown
    assert "a  Team" in shown
    assert "2" in shown
    assert not any("Rest" in text for text in shown)


def test_circles_that_would_hide_each_other_are_moved_apart() -> None:
    svg = pareto(found(LEVER, replace(LEVER, id="twin", standing=Standing(2, 1, 2, 1.0))), language="en").svg
    circles = [
        (float(one.get("cx", "0")), float(one.get("cy", "0")), float(one.get("r", "0")))
        for one in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle")
        if one.get("class") == "protect"
    ]
    (x1, y1, r1), (x2, y2, r2) = circles
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 >= r1 + r2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_pictures_stand_in_one_and_speak_the_language(language: Language) -> None:
    figure = advice(found(LEVER, HARMS), language=language)
    name = LEVER.name.text(language)
    assert texts(figure.svg).count(name) == 1
    assert ("unit dips" in figure.caption) is (language == "en")


def test_a_mark_opens_who_asks_or_else_who_credits() -> None:
    svg = tornado(found(LEVER, replace(HARMS, askers=())), language="en", link_to=lambda key: f"#{key}").svg
    assert 'href="#care"' in svg
    assert 'href="#rest/claims"' in svg
