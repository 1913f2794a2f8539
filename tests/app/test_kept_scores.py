from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from tests.fakes import FakeStudy
from tests.tables import small_study

from kangni.app.kept_scores import keep_scores, kept_names, kept_scores
from kangni.core.names import Label
from kangni.core.people import AttributeValue, Participant
from kangni.core.undefined import Undefined
from kangni.results.scales import ScaleScores, Score


def scores(*rows: Score, waves: tuple[str, ...] = ("",)) -> ScaleScores:
    return ScaleScores(
        scale="CBI",
        name=Label("CBI"),
        metric="mean",
        items=19,
        permission="free",
        licence="",
        order="energy_item_last",
        anchor="",
        coding="0-100",
        waves=waves,
        participants=(),
        left_out=(),
        scores=rows,
        reliability=(),
        groups=(),
        changes=(),
        beside=(),
        cutoffs=(),
        others=(),
        unverified=(),
    )


def kept(study: FakeStudy, handle: str) -> dict[str, object]:
    return dict(study.named(Participant, handle).attributes)


def test_scores_become_attributes_and_those_that_are_undefined_do_not() -> None:
    study = small_study()
    missing = Undefined("too few items were answered")
    found = scores(
        Score("P01", "", "personal", "mean", 37.5, 6, 6), Score("P01", "", "work_related", "mean", missing, 1, 7)
    )
    assert keep_scores(study, found) == 1
    assert kept(study, "P01") == {"CBI personal": 37.5}
    assert kept(study, "P02") == {}
    assert keep_scores(study, found) == 0  # said already


def test_several_waves_are_kept_apart() -> None:
    study = small_study()
    rows = [Score("P02", wave, "personal", "mean", 50.0, 6, 6) for wave in ("2025", "2026")]
    assert keep_scores(study, scores(*rows, waves=("2025", "2026"))) == 1
    assert kept(study, "P02") == {"CBI personal 2025": 50.0, "CBI personal 2026": 50.0}


def test_kept_scores_come_back_by_scale_subscale_and_wave(make_study: Callable[..., Any]) -> None:
    study = make_study({"P01.zh": "Q: 你好\nP01: 很累"}, ["A P01.zh 2 LOAD"])
    kept_before: dict[str, AttributeValue] = {"CBI personal 2026": 60.0, "CBI personal 2025": 50.0, "age": 34.0}
    study.people = [replace(person, attributes=kept_before) for person in study.people]
    (found,) = kept_scores(study, study, on=date(2026, 3, 1), seed=1)
    assert (found.scale, found.waves, found.participants) == ("CBI", ("2025", "2026"), ("P01",))
    assert {(each.wave, each.subscale, each.score) for each in found.scores} == {
        ("2025", "personal", 50.0),
        ("2026", "personal", 60.0),
    }
    assert kept_names(found) == {"CBI personal 2025", "CBI personal 2026"}
    assert (found.reliability, found.changes) == ((), ())  # items are not kept


def test_a_study_without_scores_has_none(make_study: Callable[..., Any]) -> None:
    study = make_study({"P01.zh": "Q: 你好\nP01: 很累"})
    assert kept_scores(study, study, on=date(2026, 3, 1), seed=1) == ()
