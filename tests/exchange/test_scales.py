from __future__ import annotations

import pytest
import yaml

from kangni.core.errors import FileDamaged
from kangni.core.scales import MissingRule, Permission, Scale, Variant
from kangni.exchange.scales import packaged_scales, read_scales

ONE = """
schema: kangni-scales/1
policy:
  wording: w
  scored_only_with_numbers: s
  missing_default: {rule: no_score, text: m}
  cutoffs: c
  small_groups: g
  unverified: u
  permission_statuses: {free: none needed}
roles: {strain: [X]}
scales:
  - id: X
    name: {en: Ex}
    n_items: 2
    response: {min: 1, max: 5, low: never, high: always}
    reversed: [2]
    subscales: [{id: a, items: [1, 2], better: low, colour: red}]
    total: none
    score: sum
    licence: free
    permission_status: free
    missing: {rule: no_score, source: none}
    mood: good
maps_to_codes: {note: n, pairs: []}
"""


def scale(name: str) -> Scale:
    return next(found for found in packaged_scales().library.scales if found.id == name)


def test_every_key_of_the_packaged_scales_is_used_or_listed() -> None:
    assert packaged_scales().losses == (
        "scales[].symptom_rule",
        "scales[].parts_of_reward",
        "scales[].optional_parts",
    )
    assert len(packaged_scales().library.scales) == 11


def test_forms_that_differ_are_variants() -> None:
    assert scale("CBI").orders == (Variant("energy_item_last", (13,)), Variant("energy_item_fourth", (10,)))
    assert [variant.id for variant in scale("OLBI").anchors] == ["agree_is_1", "agree_is_4"]


def test_rules_ranges_and_bands_are_read() -> None:
    assert scale("CBI").missing == MissingRule(
        "min_answered", {"personal": 3, "work_related": 4, "client_related": 3}, "Kristensen et al. (2005)"
    )
    assert scale("ProQOL-5").cutoffs[0].bands == {"low": "10 to 22", "average": "23 to 41", "high": "42 to 50"}
    assert scale("ERI-16").ranges["reward"] == (7, 28)
    assert scale("STSS").total == tuple(range(1, 18))
    assert scale("ProQOL-5").total == ()
    assert scale("UWES-9").permission is Permission.NON_COMMERCIAL


def test_what_was_not_seen_in_its_source_says_so() -> None:
    assert [entry.field for entry in scale("OLBI").unverified] == ["cutoffs", "licence"]
    assert scale("Brief-COPE").unverified == ()


def test_no_item_text_ships() -> None:
    library = packaged_scales().library
    assert {"MBI", "CD-RISC"} <= {entry.id for entry in library.excluded}
    assert "never shipped" in next(note.text for note in library.policy if note.kind == "wording")


def test_keys_without_use_are_losses() -> None:
    assert read_scales(ONE.encode()).losses == ("scales[].mood", "scales[].subscales[].colour")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"reversed": [3]}, "There is no item “3” here"),
        ({"score": "median"}, "score must be sum or mean"),
        ({"missing": {"rule": "guess", "source": "x"}}, "rule must be one of"),
        ({"permission_status": "maybe"}, "no permission status maybe"),
        ({"reversed": ["two"]}, "must be a list of whole numbers"),
        ({"licence": None}, "licence is missing"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], problem: str) -> None:
    told = yaml.safe_load(ONE)
    told["scales"][0] |= change
    with pytest.raises(FileDamaged, match=problem):
        read_scales(yaml.safe_dump(told).encode())


def test_a_file_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(FileDamaged):
        read_scales(b"a: [")
