from __future__ import annotations

import pytest

from kangni.core.errors import NoEvidence
from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.methods.causal.ensemble import Direction, Spread
from kangni.results.answer import Evidence
from kangni.results.simulation import (
    Curve,
    OutcomeShare,
    OutcomeShares,
    Press,
    Roles,
    RunKind,
    Scaling,
    Simulation,
)

SPREAD = Spread(1.5, 0.5, 2.5, 0.9, 1.0, 0.0, 200)
NO_PATH = Undefined("no path leads to functioning")
ROLES = Roles(("LOAD",), ("P1", "P2"), "named", (), (), (), "framework", (), "framework")
CURVE = Curve(
    RunKind.SHOCK, (0, 1), (0.5, 0.4), (0.5, 0.4), (0.5, 0.3), (0.5, 0.35), (0.5, 0.45), (0.5, 0.5),
    drop=SPREAD, growth=NO_PATH, recovery=Undefined("not recovered within the horizon"),
)  # fmt: skip


def simulation(*, outcomes: tuple[OutcomeShares, ...] | Undefined = NO_PATH) -> Simulation:
    return Simulation(
        participants=4,
        members=200,
        claims=6,
        links=5,
        contested=0,
        factors=4,
        roles=ROLES,
        scaling=Scaling(0.5, 0.2, 2.5, 0.03, "told episodes", 3, 4, 0.5, -0.2, 0),
        baseline=0.5,
        curves=(CURVE,),
        presses=(Press("care", Label("Care"), ("office",), ("CARE",), (), SPREAD, Direction.DECIDED, ("P3",)),),
        scenario=NO_PATH,
        outcomes=outcomes,
        depends_on_threshold=False,
        drives=(),
        holds=(),
        second=Undefined("undecided: no learning claimed"),
        sensitivity=Undefined("no claims"),
        told=Undefined("fewer than 8 closed episodes"),
        evidence_by_key={"shock": Evidence("claim", (7, 9))},
    )


def test_rows_carry_the_spread_or_why_there_is_none() -> None:
    drop, growth, press = simulation().rows()
    assert (drop.part, drop.item, drop.codes, drop.participants) == ("drop", "shock", 1, 2)
    assert (drop.median, drop.low, drop.high, drop.reach, drop.certainty) == (1.5, 0.5, 2.5, 0.9, 1.0)
    assert growth.median == growth.low == growth.reach == NO_PATH
    assert (press.part, press.item, press.name, press.participants) == ("press", "care", Label("Care"), 1)


def test_outcomes_stand_in_the_table_under_the_default_thresholds() -> None:
    shares = OutcomeShares(
        0.25, 1.0, (OutcomeShare("up", Label("Up"), 0.75), OutcomeShare("down", Label("Down"), 0.25))
    )
    rows = [row for row in simulation(outcomes=(shares, shares)).rows() if row.part == "outcome"]
    assert [(row.item, row.median) for row in rows] == [("up", 0.75), ("down", 0.25)]


def test_a_number_opens_to_its_claims_and_an_unknown_one_is_refused() -> None:
    assert simulation().keys() == ("shock",)
    assert simulation().evidence("shock") == Evidence("claim", (7, 9))
    with pytest.raises(NoEvidence):
        simulation().evidence("press/nothing")


def test_plain_values_keep_what_is_undefined_and_leave_out_the_evidence() -> None:
    shown = simulation().to_dict()
    assert shown["told"] == {"undefined": "fewer than 8 closed episodes"}
    assert "evidence_by_key" not in shown
    assert "revision" not in shown
