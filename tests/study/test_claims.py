"""Claims of a small invented table, from the file to maps, paths, drivers and differences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kangni
from kangni.core.errors import FaultyTable, MethodInput, NothingToAnalyse, UnknownName, UnknownTerm
from kangni.core.undefined import Undefined
from kangni.language import Language
from kangni.results.centrality import Role
from kangni.results.links import LinkSign
from kangni.study import Study

LINKS = """source,cause,effect,sign,quote
S1,drought,crop loss,+,no rain no maize
S1,crop loss,debt,+,so we borrow
S2,drought,crop loss,+,the rains failed
S2,debt,crop loss,+,no money for seed
S2,savings group,debt,-,the group lends cheap
S3,savings group,debt,+,they push loans on us
"""
PEOPLE = """id,village
S1,north
S2,south
S3,south
"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    for name, content in (("links.csv", LINKS), ("people.csv", PEOPLE)):
        (tmp_path / name).write_text(content)
    with kangni.new(tmp_path / "work.kangni", framework="none", language="en") as made:
        made.bring_in([tmp_path / "links.csv"])
        made.bring_in([tmp_path / "people.csv"], kind="participants")
        yield made


def test_names_become_codes_and_sources_participants(study: Study) -> None:
    assert [code.handle for code in study.codebook()] == ["drought", "crop loss", "debt", "savings group"]
    assert study.map().n == 3


def test_the_same_table_twice_adds_nothing(study: Study, tmp_path: Path) -> None:
    again = study.bring_in([tmp_path / "links.csv"])
    assert [(table.added, table.unchanged) for table in again.tables] == [(0, 6)]


def test_claims_without_strengths_are_taken_as_two_and_said_so(study: Study) -> None:
    found = study.map()
    assert found.missing_strengths == 6
    weights = {link.key: round(link.weight, 4) for link in found.links}
    assert weights["drought>crop loss"] == 0.4444  # (2/3 + 2/3) / 3 people


def test_a_number_opens_to_the_words_of_a_named_source(study: Study) -> None:
    quotes = study.map().evidence("drought>crop loss")
    assert [(quote.participant, quote.words, quote.place) for quote in quotes] == [
        ("S1", "no rain no maize", "links.csv, 2"),
        ("S2", "the rains failed", "links.csv, 4"),
    ]


def test_a_claims_table_comes_out_with_its_sources_and_goes_in_again(study: Study, tmp_path: Path) -> None:
    for participant in ("S1", "S2", "S3"):
        study.record_consent(participant, "analysis;quote;share")
    study.export("claims", tmp_path / "out.csv")
    with kangni.new(tmp_path / "other.kangni", framework="none", language="en") as other:
        other.bring_in([tmp_path / "out.csv"])
        keys = [(link.key, link.raised_by, link.lowered_by) for link in other.map().links]
    assert keys == [(link.key, link.raised_by, link.lowered_by) for link in study.map().links]


def test_paths_name_their_weakest_link_and_whom_they_hang_on(study: Study) -> None:
    found = study.paths("drought", "debt")
    assert (found.threads, found.cut, found.flow) == (("S1",), ("S1",), 1)
    (path,) = found.paths
    assert (path.key, path.sign, path.told_by) == ("drought>crop loss>debt", LinkSign.RAISES, ("S1",))
    assert (path.weakest, path.weakest_sources) == ("crop loss>debt", 1)
    words = {quote.words for quote in found.evidence("drought>crop loss>debt/S1")}
    assert words == {"no rain no maize", "so we borrow"}


def test_a_contested_link_leaves_the_sign_of_its_way_open(study: Study) -> None:
    (path,) = study.paths("savings group", "crop loss").paths
    assert path.sign is LinkSign.CONTESTED


def test_where_nothing_leads_the_counts_are_nought_and_the_way_back_is_told(study: Study) -> None:
    found = study.paths("debt", "drought")
    assert (found.threads, found.cut, found.flow, found.paths) == ((), (), 0, ())
    assert any("Nothing leads from {cause}" in caution.sentence for caution in found.cautions)


def test_an_unknown_factor_is_refused_with_the_nearest(study: Study) -> None:
    with pytest.raises(UnknownName) as caught:
        study.paths("drougt", "debt")
    assert caught.value.suggestion == "drought"


def test_from_a_factor_to_itself_is_refused(study: Study) -> None:
    with pytest.raises(MethodInput):
        study.paths("debt", "debt")


def test_the_map_of_a_group_counts_its_own_people_alone(study: Study) -> None:
    found = study.map(by="village", group="south")
    assert (found.n, len(found.links), found.claims) == (2, 3, 4)
    assert [(setting.name, setting.value) for setting in found.chosen] == [("group", "village = south")]


def test_a_group_that_is_not_named_is_asked_for(study: Study) -> None:
    with pytest.raises(MethodInput, match="north, south"):
        study.map(by="village")


def test_an_unknown_attribute_group_coder_or_wave_is_refused(study: Study) -> None:
    for asked in (
        {"by": "vilage", "group": "south"},
        {"by": "village", "group": "sout"},
        {"coder": "X"},
        {"wave": "2"},
    ):
        with pytest.raises(UnknownName):
            study.map(**asked)  # type: ignore[arg-type]  # every value here is a word


def test_an_unknown_voice_or_depth_is_refused(study: Study) -> None:
    with pytest.raises(UnknownTerm):
        study.map(voices=("martian",))
    with pytest.raises(UnknownTerm):
        study.map(level="twig")  # type: ignore[arg-type]  # what somebody may type


def test_a_credit_is_above_nought_and_at_most_one(study: Study) -> None:
    with pytest.raises(MethodInput):
        study.map(voices={"own": 2})


def test_half_a_credit_halves_the_weight_and_not_the_strength(study: Study) -> None:
    full, half = study.map(), study.map(voices={"own": 0.5})
    assert [link.weight for link in half.links] == pytest.approx([link.weight / 2 for link in full.links])
    assert [link.strength for link in half.links] == [link.strength for link in full.links]
    assert [link.mean_of_credit for link in half.links] == pytest.approx([link.mean_of_sources for link in full.links])


def test_groups_are_compared_over_all_divisions_of_three_people(study: Study) -> None:
    found = study.map_difference(by="village")
    assert (found.first.name, found.first.n, found.second.name, found.second.n) == ("north", 1, "south", 2)
    assert (found.ways, found.is_exact, found.least) == (3, True, pytest.approx(1 / 3))
    assert (found.common, found.only_first, found.only_second) == (1, 1, 2)
    # crop loss>debt 2/3; drought>crop loss 2/3 - 1/3; debt>crop loss 1/3; savings group>debt 1/3 up and 1/3 down
    assert found.distance == pytest.approx(2 / 3 + 1 / 3 + 1 / 3 + 2 / 3)


def test_exactly_one_comparison_is_asked_for(study: Study) -> None:
    with pytest.raises(MethodInput):
        study.map_difference()
    with pytest.raises(MethodInput):
        study.map_difference(by="village", coders=("me", "me"))


def test_drivers_and_brokers_by_people(study: Study) -> None:
    found = study.centrality()
    assert [factor.code for factor in found.ranked(Role.DRIVER)][:2] == ["drought", "savings group"]
    assert {factor.code for factor in found.ranked(Role.BROKER)} == {"crop loss", "debt"}
    debt = next(factor for factor in found.factors if factor.code == "debt")
    assert (debt.raised_by, debt.lowered_by) == (("S1", "S3"), ("S2",))
    assert [quote.participant for quote in found.evidence("debt/through")] == ["S2", "S2"]


def test_a_factor_that_nobody_names_as_a_cause_has_no_place_among_drivers(study: Study) -> None:
    found = study.centrality()
    drought = next(factor for factor in found.factors if factor.code == "drought")
    assert isinstance(drought.outcome.place, Undefined)


def test_two_coders_of_one_table_are_compared_where_both_read(study: Study, tmp_path: Path) -> None:
    (tmp_path / "again.csv").write_text(
        "claim_id,coder,source,cause,effect,sign,quote\n"
        "B1,B,S1,drought,crop loss,+,no rain no maize\n"
        "B2,B,S2,savings group,debt,+,the group lends cheap\n"
    )
    study.bring_in([tmp_path / "again.csv"])
    found = study.link_agreement("me", "B")
    assert found.participants == ("S1", "S2")
    assert (found.both, found.only_first, found.only_second) == (2, 3, 0)
    assert (found.same_sign, found.other_sign, found.specific) == (1, 1, pytest.approx(4 / 7))
    assert isinstance(found.strength_kappa, Undefined)


def test_without_claims_every_question_is_refused(tmp_path: Path) -> None:
    with kangni.new(tmp_path / "empty.kangni", framework="none") as empty:
        for ask in (empty.map, empty.centrality, lambda: empty.paths("a", "b")):
            with pytest.raises(NothingToAnalyse):
                ask()


def test_claims_by_one_person_are_a_map_of_one_voice(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("source,cause,effect,sign,quote\nS1,a,b,+,x\nS1,b,c,-,y\n")
    with kangni.new(tmp_path / "one.kangni", framework="none") as one:
        one.bring_in([tmp_path / "links.csv"])
        assert all(link.one_voice for link in one.map().links)
        assert isinstance(one.centrality().ranked(Role.DRIVER)[0].driver.low, Undefined)
        assert one.paths("a", "c").cut == ("S1",)
        with pytest.raises(MethodInput):
            one.map(least_sources=0)


def test_in_a_study_with_a_framework_an_unknown_factor_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(LINKS)
    with kangni.new(tmp_path / "work.kangni") as made, pytest.raises(FaultyTable):
        made.bring_in([tmp_path / "links.csv"])


def test_the_demo_study_by_coder_voice_and_depth(demo_original: Path) -> None:
    # METHODS.md 14.10 (208 claims in voice own, 137 links, 65 factors, 6 contested) and 14.9 (coder B, 36 links)
    with kangni.open(demo_original) as demo:
        whole, beside = demo.map(), [voice.id for voice in demo.framework().voices]
        assert (whole.claims, len(whole.links), len(whole.factors), len(whole.contested())) == (208, 137, 65, 6)
        assert len(demo.map(coder="B", voices=beside).links) == 36
        places = demo.map(level="environment")
        assert (places.claims, len(places.factors)) == (208, 6)


def test_two_coders_of_the_demo_study_differ_mostly_in_how_much_they_found(demo_original: Path) -> None:
    with kangni.open(demo_original) as demo:
        found = demo.map_difference(coders=("A", "B"))
        assert (found.paired, found.ways, found.first.claims, found.second.claims) == (True, 1024, 168, 40)
        agreed = demo.link_agreement("A", "B")
        assert (agreed.both, agreed.only_first, agreed.only_second) == (33, 132, 7)
        assert agreed.specific == pytest.approx(66 / 205)


def test_only_the_map_of_everybody_is_pressed(study: Study) -> None:
    with pytest.raises(MethodInput):
        study.map(by="village", group="south").press({"debt": 0.9})


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "How many people carry an argument"), ("zh", "一条论证由多少人支撑")]
)
def test_the_report_tells_who_carries_an_argument(
    demo_report: Callable[[Language], str], language: Language, heading: str
) -> None:
    assert heading in demo_report(language)
