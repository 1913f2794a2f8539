from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from tests.told_study import ToldStudy, told_study

from kangni.app.fuzzy import SEVERAL_WAYS, SIGN_ONLY, fuzzy
from kangni.core.errors import LevelsContradict, MethodInput, UnknownName, UnknownTerm
from kangni.core.undefined import Undefined
from kangni.methods.causal.ensemble import Direction
from kangni.methods.causal.fuzzy import Fuzzy, Rule, Transfer, fuzzy_of
from kangni.methods.causal.members import Vary
from kangni.results.answer import Evidence
from kangni.results.fuzzy import FuzzyShift, FuzzySimulation

CLAIMS = (
    "P1 LOAD>TIRED +3",
    "P2 LOAD>TIRED +2",
    "P3 CARE>TIRED -3",
    "P4 CARE>TIRED -2",
    "P1 CARE>LOAD -1",
    "P2 LOSS>HOPE -2",
    "P3 HOPE>KEEN +2",
    "P4 TIRED>HOPE -1",
)
EPISODES = ("P1 stressor:LOAD context:CARE inner:HOPE end:KEEN = up",)


def study(*more: str) -> ToldStudy:
    return told_study(claims=[*CLAIMS, *more], episodes=EPISODES)


def run(
    told: ToldStudy,
    settings: Fuzzy | None = None,
    *,
    shock: Sequence[str] = (),
    press: Mapping[str, float] | None = None,
    episode: str | None = None,
    vary: Sequence[Vary] = (),
    members: int = 128,
    seed: int = 1999,
    workers: int = 1,
) -> FuzzySimulation:
    return fuzzy(
        told,
        told,
        on=date(2026, 3, 1),
        settings=settings or Fuzzy(),
        shock=shock,
        press=press,
        episode=episode,
        vary=vary,
        members=members,
        seed=seed,
        workers=workers,
    )


def of(shifts: Sequence[FuzzyShift], code: str) -> FuzzyShift:
    return next(shift for shift in shifts if shift.code == code)


def test_without_a_question_the_frameworks_shock_is_clamped_high() -> None:
    assert run(study()).clamps == (("LOAD", 0.9), ("LOSS", 0.9))


def test_a_press_alone_is_clamped_alone() -> None:
    assert run(study(), press={"care": 0.8}).clamps == (("CARE", 0.8), ("LOAD", 1 - 0.8))


def test_an_episode_clamps_what_struck_and_what_stood_beside_it() -> None:
    assert dict(run(study(), episode="E1").clamps) == {"LOAD": 0.9, "CARE": 0.9, "HOPE": 0.9}


def test_a_shock_pulls_functioning_down_and_lifts_what_it_feeds() -> None:
    found = run(study(), shock=["LOAD"])
    assert not isinstance(found.y.shift, Undefined)
    assert found.y.direction is Direction.DECIDED
    assert (found.y.shift.certainty, found.y.shift.negative) == (1, found.y.shift.reach)
    tired = of(found.shifts, "TIRED")
    assert tired.participants == ("P1", "P2", "P3", "P4")
    assert found.shifts[0] is tired
    assert "LOAD" not in {shift.code for shift in found.shifts}


def test_what_random_weights_give_as_surely_is_marked() -> None:
    tired = of(run(study(), shock=["LOAD"]).shifts, "TIRED")
    assert tired.random_weights == 1
    assert "random weights" in tired.given_by


def test_what_no_path_reaches_is_undefined() -> None:
    found = run(study(), press={"REST": 0.9})
    assert found.not_in_map == ("REST",)
    assert found.y.shift == Undefined("no path leads there")


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("transfer", [Transfer.SIGMOID, Transfer.BIVALENT, Transfer.TRIVALENT])
def test_every_rule_sees_the_load_tire_people(rule: Rule, transfer: Transfer) -> None:
    tired = of(run(study(), Fuzzy(rule, transfer), shock=["LOAD"]).shifts, "TIRED")
    assert not isinstance(tired.shift, Undefined)
    assert tired.shift.negative == 0


def test_the_ends_are_counted() -> None:
    ends = run(study(), Fuzzy(Rule.KOSKO)).ends
    assert not isinstance(ends, Undefined)
    assert (ends.unique, ends.starts, ends.attractors) == (True, 1, 1)
    assert (ends.fixed, ends.cycling, ends.wandering) == (128 * 3, 0, 0)


def test_runs_that_come_round_are_said_and_have_no_difference() -> None:
    turning = told_study(claims=["P1 LOAD>HOPE +3", "P1 HOPE>TIRED +3", "P1 TIRED>HOPE -3"], people=1)
    found = run(turning, Fuzzy(Rule.KOSKO, Transfer.TRIVALENT), shock=["LOAD"], members=5)
    assert not isinstance(found.ends, Undefined)
    assert (found.ends.cycling, found.ends.wandering) == (10, 0)  # under the shock, and under the lever on LOAD
    assert found.y.shift == Undefined("no run came to rest")
    assert any("came round in a cycle" in caution.sentence for caution in found.cautions)


def test_contradictory_clamps_are_refused() -> None:
    with pytest.raises(LevelsContradict) as refused:
        run(study(), shock=["LOAD"], press={"LOAD": 0.2})
    assert (refused.value.code, refused.value.first, refused.value.second) == ("LOAD", 0.9, 0.2)
    with pytest.raises(LevelsContradict):
        run(study(), press={"care": 0.8, "CARE": 0.3})


def test_an_unknown_factor_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName) as refused:
        run(study(), shock=["LOADD"])
    assert refused.value.suggestion == "LOAD"


def test_an_unknown_rule_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownTerm, match="kosko, modified, rescaled"):
        fuzzy_of("cosco", "sigmoid")
    with pytest.raises(UnknownTerm, match="sigmoid, tanh, bivalent, trivalent"):
        fuzzy_of("kosko", "relu")


def test_a_negative_seed_is_refused_in_words() -> None:
    with pytest.raises(MethodInput, match="a seed is a whole number from 0, not -1"):
        run(study(), seed=-1)


def test_the_numbers_are_the_same_with_several_workers() -> None:
    assert run(study()).to_dict() == run(study(), workers=2).to_dict()


def test_layers_share_the_variance() -> None:
    coded = study("P1 LOAD>TIRED +1 own B", "P2 HOPE>KEEN -3 own B", "P3 LOSS>HOPE +1 own B")
    found = run(coded, vary=("coders", "weights"), members=640)
    shares = {layer.layer: layer.share for layer in found.layers}
    assert list(shares) == ["participants", "sides", "coders", "weights"]
    assert all(isinstance(share, float) and 0 <= share <= 1 for share in shares.values())
    assert ("a member is", True) in [(one.name, "one coder's claims" in str(one.value)) for one in found.settings]


def test_numbers_open_to_their_claims() -> None:
    found = run(study(), shock=["LOSS"])
    assert found.evidence("clamps") == Evidence("claim", (205,))
    assert found.evidence("factor/HOPE") == Evidence("claim", (205, 207))
    assert found.evidence("press/care") == Evidence("claim", (200, 201, 202, 203, 204))


def test_where_nothing_leads_to_functioning_nothing_is_defined() -> None:
    found = run(told_study(claims=["P1 LOAD>HOPE -2"]))
    reason = Undefined("no part of functioning has a claim into it")
    assert (found.ends, found.y.shift, found.shifts) == (reason, reason, ())


def test_rows_show_functioning_factors_and_levers() -> None:
    parts = [row.part for row in run(study()).rows()]
    assert list(dict.fromkeys(parts)) == ["functioning", "factor", "press"]


def test_members_may_differ_by_rule_and_each_choice_has_its_share() -> None:
    found = run(study(), vary=("rule",), members=640)
    shares = {layer.layer: layer.share for layer in found.layers}
    assert list(shares) == ["participants", "rule", "transfer", "steepness"]
    assert all(isinstance(share, float) and 0 <= share <= 1 for share in shares.values())
    assert SEVERAL_WAYS in [caution.sentence for caution in found.cautions]
    assert run(study(), vary=("rule",), members=640, workers=2).to_dict() == found.to_dict()


def test_where_the_transfer_decides_the_size_only_the_sign_is_known() -> None:
    found = run(study(), vary=("rule",), members=640)
    share = next(layer.share for layer in found.layers if layer.layer == "transfer")
    told = SIGN_ONLY in [caution.sentence for caution in found.cautions]
    assert told == (isinstance(share, float) and share > 0.25)


def test_a_shift_is_told_on_the_same_range_by_every_transfer() -> None:
    for transfer in (Transfer.SIGMOID, Transfer.TANH):
        shift = of(run(study(), Fuzzy(transfer=transfer), shock=["LOAD"]).shifts, "TIRED").shift
        assert not isinstance(shift, Undefined)
        assert not isinstance(shift.high, Undefined)
        assert 0 < shift.high < 1
