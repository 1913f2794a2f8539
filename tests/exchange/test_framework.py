from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from kangni.core.errors import FaultyTable, FrameworkInvalid, FrameworkMissing
from kangni.core.framework import BalanceSettings, LeverFamily
from kangni.core.names import Label
from kangni.exchange.framework import available, read_framework

SMALL = """\
schema: kangni-framework/1
id: small
version: "1"
name: {en: Small, zh: 小}
constructs:
  - {id: B, order: 2, name: {en: Rest}}
  - {id: A, order: 1, codebook_value: "A strain", name: {en: Strain}, parts: [{id: A.1, name: {en: Part}}]}
levels: [{id: person, name: {en: Person}}]
polarities: [{id: risk, sign: -1, name: {en: Risk}}]
outcomes: [{id: resilient, rank: 1, name: {en: Good}, code: X.1}]
episode: {stages: [{id: start, constructs: [A], required: true, name: {en: Start}}]}
voices: [{id: own, name: {en: Own}}]
stances: [{id: holds, name: {en: Holds}}]
claim_strengths: [{value: 1, name: {en: Little}}]
"""
CODEBOOK = "code_id,name_en,construct\nX.1,Rest,A strain\n"


def folder(path: Path, settings: str = SMALL, codebook: str = CODEBOOK) -> Path:
    """Write a framework of one's own."""
    (path / "framework.yaml").write_text(settings, "utf-8")
    (path / "codebook.csv").write_text(codebook, "utf-8")
    return path


def refused(path: Path, settings: str) -> str:
    """Return what is said against a framework."""
    with pytest.raises(FrameworkInvalid) as caught:
        read_framework(folder(path, settings))
    return caught.value.problem


def test_which_frameworks_are_packaged() -> None:
    assert available() == ("jdr", "kumpfer", "none")


def test_kumpfer_is_read_whole() -> None:
    framework = read_framework("kumpfer").framework

    assert [construct.id for construct in framework.constructs] == [
        "K1", "K2", "K3", "K4", "K4.cog", "K4.emo", "K4.spi", "K4.beh", "K4.phy", "K5", "K6", "beyond",
    ]  # fmt: skip
    assert framework.main_construct("K4.cog") == "K4"
    assert [construct.id for construct in framework.constructs if not construct.modelled] == ["beyond"]
    assert [level.id for level in framework.levels] == [
        "person", "service_users", "family_community", "organisation", "institution", "society",
    ]  # fmt: skip
    assert {polarity.id: polarity.sign for polarity in framework.polarities} == {
        "risk": -1, "protective": 1, "neutral": 0,
    }  # fmt: skip
    assert [stage.id for stage in framework.stages if stage.required] == ["stressor"]
    assert [tie.id for tie in framework.interactions if tie.added] == ["with_family_community", "with_society"]
    assert [(outcome.id, outcome.rank, outcome.kinds) for outcome in framework.outcomes] == [
        ("resilient", 4, ("resilient",)),
        ("homeostatic", 3, ("homeostatic",)),
        ("with_loss", 2, ("with_loss",)),
        ("dysfunctional", 1, ("dysfunctional",)),
    ]
    assert {domain.id: dict(domain.parts) for domain in framework.functioning} == {
        "energy": {"OUT.05": -1, "OUT.09": 1},
        "trauma": {"OUT.06": -1, "OUT.07": -1},
        "staying": {"OUT.08": -1},
        "body_mind": {"OUT.10": -1},
    }
    assert framework.balance == BalanceSettings(
        shock_constructs=("K1",),
        condition_stages=("context", "transaction", "inner_factor"),
        protection_constructs=("K2", "K3", "K4"),
        growth=("PRO.04",),
        drains=("OUT.03", "OUT.05"),
    )
    assert framework.contention == ("PRO.03",)
    assert (len(framework.voices), len(framework.stances), len(framework.strengths)) == (8, 3, 3)
    assert (len(framework.lever_families), len(framework.not_levers), len(framework.sources)) == (22, 21, 5)
    assert framework.code_addressee["STR.P03"] == "departments"
    assert framework.addressees[1].actors["zh"][0] == "机构"


def test_a_lever_family_has_both_sides_and_all_its_addressees() -> None:
    framework = read_framework("kumpfer").framework

    assert framework.lever_family("client_resources") == LeverFamily(
        id="client_resources",
        name=Label("Work, housing and resources for service users", "服务对象的就业、住房与资源"),
        addressees=("society", "departments"),
        raised=(),
        lowered=("STR.G05",),
    )


def test_the_guide_asks_about_constructs() -> None:
    guide = read_framework("kumpfer").framework.guide

    assert (len(guide), guide[2].id, guide[2].construct) == (24, "G03", "K1")
    assert guide[2].part == Label("Working life", "工作日常")


def test_jdr_maps_its_three_outcomes_to_the_four_simulated_kinds() -> None:
    framework = read_framework("jdr").framework

    assert [(outcome.id, outcome.kinds) for outcome in framework.outcomes] == [
        ("gain_spiral", ("resilient",)),
        ("steady", ("homeostatic",)),
        ("loss_spiral", ("with_loss", "dysfunctional")),
    ]
    assert (framework.functioning, framework.lever_families, framework.guide) == ((), (), ())


@pytest.mark.parametrize(
    ("name", "losses"),
    [
        (
            "kumpfer",
            (
                "episode_states", "outcome_sources", "two_sided", "episode.rules", "outcomes[].kumpfer",
                "outcomes[].richardson", "interactions_added.note", "code_addressee[].reason",
                "balance.slow_scale.enabled",
                "sources[].id",
            ),
        ),
        (
            "jdr",
            (
                "episode_states", "two_sided", "expected_paths", "episode.rules", "code_addressee[].reason",
                "sources[].id",
            ),
        ),
    ],
)  # fmt: skip
def test_keys_that_the_product_has_no_use_for_are_listed(name: str, losses: tuple[str, ...]) -> None:
    assert read_framework(name).losses == losses


def test_a_folder_of_ones_own_works_without_code(tmp_path: Path) -> None:
    framework = read_framework(folder(tmp_path)).framework

    assert [(construct.id, construct.codebook_value, construct.part_of) for construct in framework.constructs] == [
        ("A", "A strain", None), ("A.1", "A.1", "A"), ("B", "B", None),
    ]  # fmt: skip
    assert framework.balance == BalanceSettings()


def test_a_packaged_framework_can_be_read_as_a_folder() -> None:
    assert read_framework(files("kangni") / "frameworks" / "jdr").framework.id == "jdr"


def test_every_missing_key_is_named_at_once(tmp_path: Path) -> None:
    settings = SMALL.replace('version: "1"\n', "").replace("rank: 1, ", "").replace("stances:", "stance:")

    assert refused(tmp_path, settings) == (
        "the key version is missing; the key outcomes[0].rank is missing; the key stances is missing; "
        "stances must have holds, which codings carry when nothing is said"
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("kangni-framework/1", "kangni-framework/9", "schema must be kangni-framework/1"),
        ("id: small", "id: no", "id must be a text"),
        ("rank: 1", "rank: high", "outcomes[0].rank must be a whole number"),
        ("levels: [{id: person, name: {en: Person}}]", "levels: person", "levels must be a list of mappings"),
        ("name: {en: Small, zh: 小}", "name: [Small]", "name must be a text in each language"),
        ("constructs: [A]", "constructs: [C]", "stages names C, which is not there"),
        ("code: X.1", "code: X.9", "outcomes names X.9, which is not there"),
        ("id: B,", "id: A,", "constructs has the id A twice"),
        ("id: own,", "id: mine,", "voices must have own, which codings carry when nothing is said"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_by_name(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert refused(tmp_path, SMALL.replace(old, new)) == problem


def test_a_code_in_two_lever_families_is_refused(tmp_path: Path) -> None:
    family = "{{id: {name}, name: {{en: x}}, raise: [X.1]}}"
    settings = f"{SMALL}lever_families: [{family.format(name='a')}, {family.format(name='b')}]\n"

    assert refused(tmp_path, settings) == "lever_families name X.1 more than once"


def test_a_family_without_an_addressee_leaves_it_to_its_codes(tmp_path: Path) -> None:
    settings = f"{SMALL}lever_families: [{{id: a, name: {{en: x}}, raise: [X.1]}}]\n"

    assert read_framework(folder(tmp_path, settings)).framework.lever_families[0].addressees == ()


def test_words_in_a_third_language_are_listed_as_not_taken(tmp_path: Path) -> None:
    assert read_framework(folder(tmp_path, SMALL.replace("zh: 小", "fr: petit"))).losses == ("name.fr",)


def test_columns_of_the_codebook_that_nobody_asked_for_are_listed(tmp_path: Path) -> None:
    found = read_framework(folder(tmp_path, codebook="code_id,colour\nX.1,red\n"))

    assert found.losses == ("codebook.csv: colour",)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        (SMALL + "id: again\n", "stands twice"),
        ("id: [", "while parsing"),
        ("- a list\n", "holds no keys"),
        ("[" * 5000, ""),
        ("a: !!python/object/apply:os.system [x]\n", "could not determine a constructor"),
    ],
)
def test_a_file_that_is_no_settings_is_refused(tmp_path: Path, settings: str, problem: str) -> None:
    assert problem in refused(tmp_path, settings)


def test_a_codebook_with_a_wrong_column_is_refused_as_a_table(tmp_path: Path) -> None:
    with pytest.raises(FaultyTable, match="code_id"):
        read_framework(folder(tmp_path, codebook="kode,name_en\nX.1,Rest\n"))


def test_a_folder_without_a_codebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "framework.yaml").write_text(SMALL, "utf-8")

    with pytest.raises(FrameworkInvalid, match=r"codebook\.csv is missing"):
        read_framework(tmp_path)


def test_a_name_that_is_no_framework_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(FrameworkMissing, match="jdr, kumpfer"):
        read_framework(str(tmp_path / "nothing"))


@pytest.mark.parametrize("name", ["kumpfer", "jdr"])
def test_the_reference_page_names_every_key_that_is_taken(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/frameworks.md").read_text("utf-8")
    keys = yaml.safe_load((files("kangni") / "frameworks" / name / "framework.yaml").read_text("utf-8"))

    taken = [key for key in keys if key not in read_framework(name).losses]
    assert [key for key in taken if f"`{key}" not in page] == []
