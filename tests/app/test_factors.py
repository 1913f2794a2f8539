from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

import pytest

from kangni.app.factors import factors
from kangni.core.errors import NoEvidence, UnknownName
from kangni.core.ports import Reader
from kangni.core.undefined import Undefined
from kangni.methods.columns import ColumnSource
from kangni.results.factors import FactorSummary, FactorTable

TODAY = date(2026, 3, 1)
TALK = "Q: 你好\nP1: 很忙\nP1: 很累\nQ: 然后呢\nP1: 还好"
OTHER = "Q: 你好\nP2: 同事好\nP2: 也烦"
TEXTS = {"P1.zh": TALK, "P2.zh": OTHER}


class Study(Reader, ColumnSource, Protocol):
    """What the fake keeps."""


Make = Callable[..., Study]


def ask(study: Study, reading: str = "any") -> FactorTable:
    return factors(study, study, on=TODAY, reading=reading)


def one(table: FactorTable, code: str) -> FactorSummary:
    return next(summary for summary in (*table.factors, *table.others) if summary.code == code)


def sentences(table: FactorTable) -> dict[str, dict[str, str | int | float]]:
    return {caution.sentence: dict(caution.facts) for caution in table.cautions}


def test_two_coders_in_one_turn_are_one_quote_and_two_codings(make_study: Make) -> None:
    table = ask(make_study(TEXTS, ["A P1.zh 2 LOAD", "B P1.zh 2 LOAD", "A P1.zh 3 LOAD"]))
    load = one(table, "LOAD").risk
    assert (load.participants, load.quotes, load.codings) == (1, 2, 3)
    assert (table.quotes, table.codings) == (2, 3)


def test_readers_who_differ_in_polarity_show_on_both_sides(make_study: Make) -> None:
    codings = ["A P1.zh 2 LOAD", "B P1.zh 2 LOAD polarity=protective"]
    table = ask(make_study(TEXTS, codings, done=["A P1.zh", "B P1.zh"]), "all")
    load = one(table, "LOAD")
    assert (load.risk.quotes, load.protective.quotes) == (1, 1)
    assert table.quotes == 1


def test_a_row_is_a_code_in_a_polarity_on_a_level(make_study: Make) -> None:
    table = ask(make_study(TEXTS, ["A P1.zh 2 LOAD", "A P2.zh 2 LOAD level=person", "A P2.zh 3 LOAD"]))
    assert [(row.key, row.participants, row.n, row.quotes) for row in table.rows()] == [
        ("LOAD/risk/person", 1, 2, 1),
        ("LOAD/risk/team", 2, 2, 2),
    ]


def test_people_carry_their_wilson_interval_unless_another_is_asked_for(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 LOAD"])
    by_wilson, by_jeffreys = ask(study), factors(study, study, on=TODAY, interval="jeffreys")
    assert by_wilson.rows()[0].share_lower == pytest.approx(0.0945, abs=5e-5)  # 1 of 2
    assert one(by_jeffreys, "LOAD").risk.lower == pytest.approx(0.0608, abs=5e-5)


def test_a_factor_is_two_sided_when_each_side_has_a_voice(make_study: Make) -> None:
    table = ask(
        make_study(TEXTS, ["A P1.zh 2 TEAM", "A P1.zh 3 TEAM", "A P2.zh 3 TEAM polarity=risk", "A P1.zh 5 LOAD"])
    )
    team = one(table, "TEAM")
    assert team.two_sided
    assert (team.minority_polarity, team.minority, team.one_voice) == ("", ("P2", "P1"), True)
    assert [factor.code for factor in table.two_sided()] == ["TEAM"]
    assert not one(table, "LOAD").two_sided
    assert one(table, "LOAD").minority == ()


def test_the_smaller_side_is_named(make_study: Make) -> None:
    texts = TEXTS | {"P3.zh": "P3: 好"}
    team = one(ask(make_study(texts, ["A P1.zh 2 TEAM", "A P2.zh 2 TEAM", "A P3.zh 1 TEAM polarity=risk"])), "TEAM")
    assert (team.minority_polarity, team.minority, team.one_voice) == ("risk", ("P3",), True)
    assert team.index == pytest.approx(2 / 3)


def test_a_person_who_says_both_equally_often_counts_half_on_each_side_and_is_listed(make_study: Make) -> None:
    codings = ["A P1.zh 2 TEAM", "A P1.zh 3 TEAM polarity=risk", "A P2.zh 2 TEAM", "A P2.zh 3 TEAM"]
    team = one(ask(make_study(TEXTS, codings)), "TEAM")
    assert (team.both, team.tied) == (("P1",), ("P1",))
    assert team.index == pytest.approx(2 * 0.5 / 2)


def test_one_person_who_leans_makes_a_factor_two_sided_with_an_index_of_0(make_study: Make) -> None:
    codings = ["A P1.zh 2 TEAM", "A P1.zh 3 TEAM", "A P1.zh 5 TEAM polarity=risk"]
    team = one(ask(make_study(TEXTS, codings)), "TEAM")
    assert team.two_sided
    assert (team.both, team.tied, team.index) == (("P1",), (), 0)


def test_another_voice_stands_beside_and_is_never_added(make_study: Make) -> None:
    codings = ["A P1.zh 2 LOAD", "A P1.zh 3 LOAD voice=public", "A P2.zh 2 LOAD stance=rejects"]
    table = ask(make_study(TEXTS, codings))
    load = one(table, "LOAD")
    assert (load.risk.participants, load.risk.quotes, load.risk.codings) == (1, 1, 1)
    assert [(words.voice, words.stance, words.polarity, words.participants) for words in load.beside] == [
        ("own", "rejects", "risk", 1),
        ("public", "holds", "risk", 1),
    ]
    assert table.evidence("LOAD").rows == (100,)
    assert table.evidence("LOAD/beside/public/holds/risk").rows == (101,)
    assert table.evidence("LOAD/beside/public/holds").rows == (101,)


def test_a_code_said_only_in_another_voice_is_no_factor(make_study: Make) -> None:
    table = ask(make_study(TEXTS, ["A P1.zh 2 LOAD voice=public"]))
    assert table.factors == ()
    assert one(table, "LOAD").beside[0].quotes == 1
    assert table.rows() == ()


def test_shared_talk_counts_as_ones_own(make_study: Make) -> None:
    assert one(ask(make_study(TEXTS, ["A P1.zh 2 LOAD voice=shared"])), "LOAD").risk.quotes == 1


def test_outcomes_and_neutral_codes_are_counted_apart_from_the_factors(make_study: Make) -> None:
    table = ask(make_study(TEXTS, ["A P1.zh 2 WORN", "A P1.zh 3 TALK", "A P1.zh 5 HOPE"]))
    assert [factor.code for factor in table.factors] == ["HOPE"]
    assert [other.code for other in table.others] == ["TALK", "WORN"]
    assert one(table, "WORN").risk.quotes == 1
    assert [level.level for level in table.levels] == ["person"]
    assert table.evidence("level:person/risk").rows == ()


def test_an_in_vivo_code_with_a_polarity_is_a_factor_and_is_counted_as_outside_the_framework(make_study: Make) -> None:
    table = ask(make_study(TEXTS, ["A P1.zh 2 V.001 polarity=risk", "A P1.zh 3 LOAD", "A P1.zh 5 V.001"]))
    assert [factor.code for factor in table.factors] == ["LOAD", "V.001"]
    assert (table.outside_codings, table.outside_share) == (2, 2 / 3)
    assert [row.key for row in table.rows()] == ["LOAD/risk/team", "V.001/none/none", "V.001/risk/none"]
    assert table.evidence("V.001/none/none").rows == (102,)


def test_the_matrix_opens_cell_by_cell(make_study: Make) -> None:
    codings = ["A P1.zh 2 LOAD", "B P1.zh 2 LOAD", "A P2.zh 2 TEAM", "A P2.zh 3 TEAM polarity=risk"]
    table = ask(make_study(TEXTS, codings))
    assert table.matrix.participants == ("P1", "P2")
    assert table.matrix.factors == ("LOAD", "TEAM")
    assert table.matrix.risk.tolist() == [[1, 0], [0, 1]]
    assert table.matrix.protective.tolist() == [[0, 0], [0, 1]]
    assert table.evidence("LOAD/risk/P1").rows == (100, 101)
    assert table.evidence("TEAM/risk/P2").rows == (103,)


def test_every_key_opens_the_codings_that_its_number_counts(make_study: Make) -> None:
    codings = ["A P1.zh 2 LOAD", "B P1.zh 2 LOAD", "A P2.zh 2 TEAM voice=public", "A P2.zh 3 WORN", "A P1.zh 2-5 HOPE"]
    table = ask(make_study(TEXTS, codings))
    keys = table.keys()
    assert all(table.evidence(key).rows for key in keys)
    for factor in table.factors:
        for side in (factor.risk, factor.protective):
            assert len(table.evidence(side.key).rows) == side.codings


@pytest.mark.parametrize(
    "key",
    [
        "",
        "LOADS",
        "LOAD/riskily",
        "LOAD/risk/P9",
        "LOAD/risk/P1/x",
        "level:moon/risk",
        "LOAD/beside",
        "LOAD/beside/x/y",
    ],
)
def test_a_key_that_names_nothing_says_what_there_is(make_study: Make, key: str) -> None:
    table = ask(make_study(TEXTS, ["A P1.zh 2 LOAD"]))
    with pytest.raises(NoEvidence, match="LOAD"):
        table.evidence(key)


def test_a_participant_without_consent_to_analysis_is_left_out_with_their_codings(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 LOAD", "A P2.zh 2 LOAD", "A P2.zh 3 TEAM"], consent={"P2": "quote"})
    table = ask(study)
    assert table.n == 1
    assert one(table, "LOAD").risk.names == ("P1",)
    assert [(left.participant, left.reason, left.codings) for left in table.left_out] == [
        ("P2", "no consent to analysis", 2)
    ]
    assert sentences(table)["{count} codings of participants outside n are not counted."]["count"] == 2
    assert table.evidence("LOAD").rows == (100,)


def test_consent_holds_until_its_last_day(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P2.zh 2 LOAD"], consent={"P2": "analysis;until 2026-02-28"})
    assert factors(study, study, on=date(2026, 2, 28)).n == 2
    table = factors(study, study, on=date(2026, 3, 1))
    assert (table.n, table.left_out[0].reason) == (1, "consent has ended")


def test_a_participant_without_a_record_of_consent_counts_with_a_caution(make_study: Make) -> None:
    table = ask(make_study(TEXTS, ["A P2.zh 2 LOAD"], consent={"P2": None}))
    assert table.n == 2
    unrecorded = next(facts for sentence, facts in sentences(table).items() if "no record of consent" in sentence)
    assert unrecorded == {"count": 1, "n": 2}


def test_a_participant_without_a_document_is_not_of_n(make_study: Make) -> None:
    table = ask(make_study(TEXTS, ["A P1.zh 2 LOAD"], silent=["P3"]))
    assert table.n == 2
    assert [(left.participant, left.reason) for left in table.left_out] == [("P3", "no document")]


def test_a_document_without_codings_is_named_in_a_caution(make_study: Make) -> None:
    found = sentences(ask(make_study(TEXTS, ["A P1.zh 2 LOAD"])))
    assert found["{count} of {n} documents carry no coding in this reading."] == {"count": 1, "n": 2}


def test_words_of_the_interviewer_and_of_strangers_are_not_counted(make_study: Make) -> None:
    texts = {"P1.zh": "Q: 忙吗\nX: 忙\nP1: 忙", "group.zh": "Q: 忙吗\nX: 忙\nP1: 忙"}
    table = ask(make_study(texts, ["A P1.zh 1 LOAD", "A group.zh 2 LOAD", "A group.zh 3 LOAD"]))
    assert one(table, "LOAD").risk.codings == 1
    nobodys = sentences(table)["{count} codings lie on words of nobody in the study and are not counted."]
    assert nobodys["count"] == 2


def test_words_before_the_first_turn_belong_to_the_documents_participant(make_study: Make) -> None:
    table = ask(make_study({"P1.zh": "序言\nP1: 忙"}, ["A P1.zh head LOAD", "B P1.zh head LOAD"]))
    assert (one(table, "LOAD").risk.names, one(table, "LOAD").risk.quotes) == (("P1",), 1)


def test_a_reading_is_one_coder_or_what_all_agree_on(make_study: Make) -> None:
    codings = ["A P1.zh 2 LOAD", "B P1.zh 2 LOAD", "A P1.zh 3 LOAD", "B P2.zh 2 TEAM"]
    study = make_study(TEXTS, codings, done=["A P1.zh", "B P1.zh", "B P2.zh"])
    assert [ask(study, reading).codings for reading in ("any", "A", "B", "all")] == [4, 2, 2, 3]
    assert ask(study, "A").settings[0].value == "A"


def test_what_all_agree_on_is_unknown_where_nobody_is_done(make_study: Make) -> None:
    found = sentences(ask(make_study(TEXTS, ["A P1.zh 2 LOAD", "B P1.zh 2 LOAD"], done=["A P1.zh", "B P1.zh"]), "all"))
    sentence = "{count} of {n} documents are declared done by nobody; what all agree on is unknown there."
    assert found[sentence] == {"count": 1, "n": 2}


def test_an_unknown_reading_is_refused(make_study: Make) -> None:
    with pytest.raises(UnknownName, match="C"):
        ask(make_study(TEXTS), "C")


def test_rates_count_code_points_in_chinese(make_study: Make) -> None:
    table = ask(make_study(TEXTS, ["A P1.zh 2 LOAD"]))
    assert [(said.participant, said.turns, said.amount) for said in table.participants] == [("P1", 3, 6), ("P2", 2, 5)]
    assert (table.exposure_unit, table.exposure) == ("code points", 11)
    assert table.rows()[0].rate == pytest.approx(1000 / 11)


def test_rates_count_words_in_english(make_study: Make) -> None:
    table = ask(make_study({"P1.en": "Q: How are you?\nP1: Too  much paper, again.\nP1: Yes."}, ["A P1.en 2 LOAD"]))
    assert (table.exposure_unit, table.exposure) == ("words", 5)
    assert table.rows()[0].rate == pytest.approx(200)


def test_speech_in_several_languages_has_no_rate(make_study: Make) -> None:
    table = ask(make_study({"P1.zh": TALK, "P2.en": "P2: Too much."}, ["A P1.zh 2 LOAD"]))
    several = Undefined("originals in several languages")
    assert (table.exposure_unit, table.exposure) == ("", several)
    assert (table.rows()[0].rate, table.rows()[0].rate_upper) == (several, several)
    assert [said.amount for said in table.participants] == [6, 2]


def test_rates_vary_with_who_is_asked_beside_garwood(make_study: Make) -> None:
    # only P1 of two speaks of it: drawn twice, 2 in 12 code points, or not at all
    row = ask(make_study(TEXTS, ["A P1.zh 2 LOAD"])).rows()[0]
    assert [row.rate_low, row.rate_high] == pytest.approx([0, 1000 / 6])
    assert [row.rate_lower, row.rate_upper] == pytest.approx([1000 * 0.0253178 / 11, 1000 * 5.571643 / 11])


def test_who_says_nothing_is_not_drawn_and_one_speaker_has_no_interval(make_study: Make) -> None:
    row = ask(make_study({"P1.zh": TALK, "P2.zh": "Q: 你好"}, ["A P1.zh 2 LOAD"])).rows()[0]
    assert row.rate_low == Undefined("fewer than two participants spoke")


def test_rates_repeat_with_their_seed(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 LOAD", "A P2.zh 2 LOAD"])
    assert ask(study).rows() == ask(study).rows()
    assert factors(study, study, on=TODAY, seed=1).settings != ask(study).settings


def test_a_study_without_codings_says_so_instead_of_failing(make_study: Make) -> None:
    table = ask(make_study(TEXTS))
    assert (table.n, table.factors, table.rows(), table.quotes) == (2, (), (), 0)
    assert table.outside_share == Undefined("no codings")
    assert table.unused == ("LOAD", "TEAM", "HOPE", "TALK", "WORN", "V.001")


def test_a_study_without_anybody_says_so_instead_of_failing(make_study: Make) -> None:
    table = ask(make_study({}))
    assert (table.n, table.exposure) == (0, Undefined("no turns of participants"))


def test_all_that_a_table_says_goes_into_plain_values(make_study: Make) -> None:
    shown = ask(make_study(TEXTS, ["A P1.zh 2 LOAD"])).to_dict()
    assert "counted" not in shown
    assert shown["matrix"] == {
        "participants": ["P1", "P2"],
        "factors": ["LOAD"],
        "risk": [[1], [0]],
        "protective": [[0], [0]],
    }


# the fictional demo study


def test_demo_has_26_factors_that_push_29_that_hold_and_9_that_do_both(demo: Study) -> None:
    # METHODS.md 14.10: two-sided (coded) 9. 75 leaf codes have risk or protective codings; 11 of them are of K5 and K6
    table = ask(demo)
    assert (table.n, table.codings, len(table.factors), len(table.others)) == (10, 789, 64, 20)
    assert (table.on_factors().quotes, table.on_factors().codings) == (348, 556)
    pushing = [factor for factor in table.factors if not factor.two_sided and factor.risk.quotes]
    holding = [factor for factor in table.factors if not factor.two_sided and factor.protective.quotes]
    assert (len(pushing), len(holding), len(table.two_sided())) == (26, 29, 9)
    assert sum(bool(other.risk.quotes or other.protective.quotes) for other in table.others) == 11


def test_demo_two_sided_factors_and_their_minorities(demo: Study) -> None:
    both = ask(demo).two_sided()
    assert {factor.code: (factor.risk.participants, factor.protective.participants) for factor in both} == {
        "STR.G01": (8, 2), "ENV.F01": (2, 5), "INB.02": (2, 3), "RSK.03": (4, 1), "ENV.U02": (1, 6),
        "ENV.O04": (1, 2), "ENV.O06": (1, 5), "INC.03": (1, 6), "INS.02": (1, 2),
    }  # fmt: skip


def test_demo_indicators_push_with_eight_people_and_hold_with_two(demo: Study) -> None:
    table = ask(demo)
    indicators = one(table, "STR.G01")
    assert (indicators.risk.participants, indicators.risk.codings, indicators.risk.quotes) == (8, 24, 14)
    assert (indicators.protective.participants, indicators.protective.codings) == (2, 4)
    assert (indicators.minority_polarity, indicators.minority, indicators.tied) == (
        "protective",
        ("P04", "P09"),
        ("P04", "P09"),
    )
    assert len(table.evidence("STR.G01/risk").rows) == 24


def test_demo_contention_by_level(demo: Study) -> None:
    counts = {
        level.level: (
            level.risk.participants,
            level.risk.codings,
            level.protective.participants,
            level.protective.codings,
        )
        for level in ask(demo).levels
    }
    assert counts == {
        "person": (9, 58, 10, 164), "service_users": (8, 39, 8, 38), "family_community": (8, 23, 6, 19),
        "organisation": (8, 53, 10, 51), "institution": (10, 62, 6, 25), "society": (7, 19, 3, 5),
    }  # fmt: skip


def test_demo_readings_of_one_coder(demo: Study) -> None:
    assert [ask(demo, reading).codings for reading in ("A", "B")] == [421, 368]


def test_demo_counts_only_originals_once(demo: Study) -> None:
    table = ask(demo)
    assert {said.language for said in table.participants} == {"zh"}
    assert (table.exposure_unit, sum(said.turns for said in table.participants)) == ("code points", 383)
