"""Pictures of simulations: how maps end, the same shock twice, and what clamps change."""

from __future__ import annotations

from lxml import etree

from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.methods.causal.development import Engagement
from kangni.methods.causal.ensemble import Direction, Spread
from kangni.methods.causal.fuzzy import Rule, Transfer
from kangni.reports.figure import Figure
from kangni.reports.figures.fuzzy import fuzzy
from kangni.reports.figures.outcomes import outcomes
from kangni.results.fuzzy import FuzzyShift, FuzzySimulation
from kangni.results.second_shock import SecondShock, SecondShockRun
from kangni.results.simulation import OutcomeShare, OutcomeShares

SPACES = {"s": "http://www.w3.org/2000/svg"}


def count(figure: Figure, path: str) -> int:
    found = etree.fromstring(figure.svg.encode()).xpath(path, namespaces=SPACES)
    assert isinstance(found, list)
    return len(found)


def words(figure: Figure) -> list[str]:
    return [text.text for text in etree.fromstring(figure.svg.encode()).iter(f"{{{SPACES['s']}}}text") if text.text]


def shares(same: float, *parts: float) -> OutcomeShares:
    names = ("up", "even", "loss", "down")
    return OutcomeShares(
        same, 1.0, tuple(OutcomeShare(name, Label(name), part) for name, part in zip(names, parts, strict=True))
    )


def test_outcomes_are_a_bar_a_threshold_and_small_shares_carry_no_number() -> None:
    figure = outcomes([shares(0.25, 0.5, 0.45, 0.05, 0), shares(0.5, 0.2, 0.8, 0, 0)], language="en")
    assert count(figure, "//s:rect[@class='p3']") == 1 + 2  # the legend, and two bars
    assert count(figure, "//s:rect[@class='r3']") == 1  # nobody ends there
    assert {".50", ".45", ".20", ".80"} <= set(words(figure))
    assert ".05" not in words(figure)


def simulation(*given_by: str) -> FuzzySimulation:
    spread = Spread(-0.2, -0.3, -0.1, 1.0, 1.0, 1.0, 200)
    y = FuzzyShift("", Label("Functioning", "功能状态"), spread, Direction.DECIDED, 1.0, 0.5, given_by)
    still = FuzzyShift("REST", Label("Rest"), Undefined("no path leads there"), Direction.OPEN, 0.0, 0.0, ())
    return FuzzySimulation(
        rule=Rule.KOSKO,
        transfer=Transfer.SIGMOID,
        participants=4,
        members=200,
        claims=6,
        links=5,
        factors=4,
        clamps=(("LOAD", 0.9),),
        not_in_map=(),
        functioning=(),
        ends=Undefined("no claims"),
        y=y,
        shifts=(still,),
        presses=(),
        order=(),
        layers=(),
    )


def test_what_any_map_gives_is_marked_and_what_stays_is_not_drawn() -> None:
    assert "any weights" in words(fuzzy(simulation("random weights"), language="en"))
    assert "any map" in words(fuzzy(simulation("random weights", "rewired"), language="en"))
    assert "任何图亦然" in words(fuzzy(simulation("rewired"), language="zh"))
    plain = words(fuzzy(simulation(), language="en"))
    assert "Functioning" in plain
    assert not {"Rest", "any weights", "any map"} & set(plain)


def test_a_second_shock_is_one_panel_a_rule() -> None:
    from tests.results.test_simulation import simulation as balance

    from kangni.reports.figures.portrait import portrait

    way = (0.5, 0.45, 0.5, 0.46, 0.51)
    runs = tuple(
        SecondShockRun(rule, slowness, 0.0, 1.0, 0.0, 0.0, way, (1.0, 1.1, 1.2, 1.25, 1.3))
        for rule in Engagement
        for slowness in (26.0, 6.5)
    )
    second = SecondShock(2.0, 64, (), 2, runs, "same")
    figure = portrait(balance(), second, language="en")
    assert count(figure, "//s:path[@class='curve']") == 4
    assert count(figure, "//s:circle[@class='hollow']") == 4
    assert "engaged protections" in words(figure)
