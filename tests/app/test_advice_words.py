from __future__ import annotations

from dataclasses import replace

import pytest

from kangni.app.advice_words import lever_sentence
from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.methods.causal.ensemble import Direction, Spread
from kangni.results.levers import (
    Breadth,
    CauseFirst,
    Lever,
    LeverLoop,
    LoopPart,
    Mark,
    Objection,
    Objector,
    SideEffect,
    Standing,
)

CARE = Lever(
    id="care",
    name=Label("Care", "关怀"),
    raised=("CARE",),
    lowered=("LOAD",),
    askers=("P1", "P2"),
    claimers=("P2", "P3"),
    supporters=("P1", "P2", "P3"),
    against=(),
    effect=Spread(2.04, 0.31, 5.2, 1.0, 0.99, 0.0, 1000),
    direction=Direction.DECIDED,
    worlds=(),
    tellers=(),
    score=0.0,
    share=0.0,
    breadth=Breadth.BROAD,
    marks=(),
    causes_first=(),
    standing=Standing(1, 1, 2, 1.0),
    on_front=True,
)
LOOP = LeverLoop(
    "CARE>LOAD",
    ("LOAD", "CARE"),
    (Label("Load", "负荷"), Label("Care", "关怀")),
    (-1, 1, -1),
    LoopPart.CARRIES,
    ("P4",),
)


def said(lever: Lever) -> str:
    return lever_sentence(lever, n=5).en


def test_a_clear_effect_is_told_in_setbacks_with_who_asks_and_supports() -> None:
    assert said(CARE) == (
        "Care: asked for by 2 of 5 people; 3 support it, as they ask for it or credit it with help. If it were in "
        "place, in these accounts people's footing would rise by 2.0 times what one told setback takes away (0.31 to "
        "5.2 in nine maps of ten)."
    )


def test_it_is_told_in_chinese_too() -> None:
    words = lever_sentence(CARE, n=5).zh
    assert words.startswith("关怀：5 人中有 2 人要求")
    assert "Care" not in words
    assert not any("a" <= character <= "z" for character in words)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Spread(0.2, -0.1, 0.3, 1.0, 0.99, 0.0, 1000), "would hardly change"),
        (Spread(1.2, -3.0, 3.0, 1.0, 0.7, 0.3, 1000), "stays open: these accounts point both ways"),
        (
            Spread(-1.2, -3.0, -0.4, 1.0, 0.99, 1.0, 1000),
            "more of it would not help: people's footing would fall by",
        ),
        (Undefined("no path leads to functioning"), "Its effect is unknown: no path leads to functioning."),
    ],
)
def test_an_effect_is_named_for_what_it_is(effect: Spread | Undefined, words: str) -> None:
    assert words in said(replace(CARE, effect=effect))


def test_what_nobody_asks_for_is_credited() -> None:
    assert said(replace(CARE, askers=())).startswith("Care: asked for by nobody; 3 of 5 people credit it with help.")


def test_marks_loops_and_losses_are_told() -> None:
    words = said(
        replace(
            CARE,
            marks=(Mark.PATH_THIN,),
            against=(Objector("P5", Objection.CODED, ("CARE",)), Objector("P5", Objection.CLAIMED, ("CARE",))),
            causes_first=(CauseFirst("PAY", Label("Pay"), ("P1",)),),
            worse=(SideEffect("rest", Label("Rest"), -0.1, 1.0, 0.9),),
            loops=(LOOP, replace(LOOP, part=LoopPart.PUSHES_BACK, tellers=())),
        )
    )
    assert words.endswith(
        "In fewer than eight maps of ten a path leads there. Against it: P5. First comes what stands outside the "
        "person: Pay. What carries it on, in the words of P4: Load ↓ → Care ↑ → Load ↓. What could push back, put "
        "together from several accounts: Load ↓ → Care ↑ → Load ↓. It may cost elsewhere: Rest."
    )
