"""Where each hostile or odd file of the threat model, I1 to I27, is tested: every case names tests that are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CASES: dict[str, tuple[str, tuple[str, ...]]] = {
    "I1 bomb": ("exchange/test_archive.py", ("test_a_steep_ratio_is_refused_before_unpacking",)),
    "I2 size that lies": ("exchange/test_archive.py", ("test_a_size_that_lies_is_damage",)),
    "I3 too many members": ("exchange/test_archive.py", ("test_a_hundred_thousand_members_are_refused",)),
    "I4 names that lead out": ("exchange/test_archive.py", ("test_names_that_lead_astray_refuse_the_whole_file",)),
    "I5 links, devices, twins": (
        "exchange/test_archive.py",
        ("test_links_and_devices_refuse_the_whole_file", "test_twins_of_a_name_refuse_the_whole_file"),
    ),
    "I6 external entities": ("exchange/refi/test_reading.py", ("test_a_document_type_is_refused",)),
    "I7 billion laughs": ("exchange/documents/test_word.py", ("test_a_billion_laughs_are_refused",)),
    "I8 a million levels": (
        "exchange/refi/test_reading.py",
        ("test_codes_nested_without_end_are_refused", "test_too_many_elements_are_refused"),
    ),
    "I9 one huge line": ("exchange/documents/test_registry.py", ("test_a_line_of_many_megabytes_is_read",)),
    "I10 GUIDs": (
        "exchange/refi/test_reading.py",
        (
            "test_a_doubled_guid_is_a_fault_and_names_the_element",
            "test_atlas_markup_of_another_name_and_braced_guids_are_read",
        ),
    ),
    "I11 dangling references": (
        "exchange/refi/test_reading.py",
        ("test_a_coding_with_an_absent_code_is_lost_by_name",),
    ),
    "I11 circle of codes": (
        "exchange/tables/test_codebook.py",
        ("test_a_circle_that_a_table_would_close_through_the_study_is_found",),
    ),
    "I12 impossible spans": ("exchange/refi/test_reading.py", ("test_impossible_spans_are_lost_by_name",)),
    "I12 inside a character": (
        "exchange/refi/test_offsets.py",
        ("test_a_selection_inside_a_character_is_lost_by_name",),
    ),
    "I13 paths": (
        "exchange/refi/test_reading.py",
        ("test_no_path_leads_out_of_the_archive", "test_a_text_whose_file_is_missing_is_kept_with_its_codings"),
    ),
    "I14 encodings": (
        "exchange/test_decode.py",
        (
            "test_the_encoding_is_detected_and_reported",
            "test_a_file_that_mixes_encodings_is_refused_at_the_first_byte_that_does_not_fit",
        ),
    ),
    "I15 controls": ("exchange/test_decode.py", ("test_controls_are_refused_with_their_place",)),
    "I16 lone surrogates": ("exchange/test_decode.py", ("test_lone_surrogates_are_refused",)),
    "I17 directions in names": (
        "app/test_documents.py",
        ("test_all_faulty_files_are_named_at_once_and_nothing_is_stored",),
    ),
    "I18 composed and decomposed": (
        "exchange/test_decode.py",
        ("test_composed_and_decomposed_characters_stay_as_they_are",),
    ),
    "I19 Word": (
        "exchange/documents/test_word.py",
        (
            "test_outside_addresses_and_macros_are_told_and_left_alone",
            "test_rejected_changes_bring_deleted_words_back_and_leave_inserted_ones_out",
        ),
    ),
    "I20 Word with a document type": ("exchange/documents/test_word.py", ("test_a_doctype_is_refused",)),
    "I21 PDF": (
        "exchange/documents/test_portable.py",
        ("test_a_file_without_a_text_layer_says_so", "test_a_password_is_asked_for"),
    ),
    "I22 truncated Word": ("exchange/documents/test_word.py", ("test_a_truncated_file_is_damaged",)),
    "I22 truncated PDF": ("exchange/documents/test_portable.py", ("test_a_truncated_file_is_damaged",)),
    "I22 truncated archive": ("exchange/test_archive.py", ("test_a_truncated_archive_is_damage",)),
    "I22 truncated bundle": ("exchange/test_bundle.py", ("test_a_bundle_that_breaks_off_is_damaged",)),
    "I23 another type": (
        "exchange/documents/test_registry.py",
        ("test_another_type_of_file_is_refused_whatever_its_suffix",),
    ),
    "I24 empty and too large": (
        "exchange/documents/test_registry.py",
        ("test_an_empty_file_is_refused", "test_a_file_over_the_limit_is_refused"),
    ),
    "I24 one character": ("exchange/test_decode.py", ("test_one_character_is_a_text",)),
    "I25 subtitles": (
        "exchange/documents/test_subtitles.py",
        (
            "test_cues_that_end_before_they_begin_or_overlap_are_told",
            "test_hours_beyond_a_day_and_negative_times_are_times",
            "test_an_arrow_without_times_is_damage_with_its_line",
            "test_tags_that_style_nothing_are_words",
        ),
    ),
    "I26 twice": ("study/test_story.py", ("test_the_same_folder_twice_adds_nothing",)),
    "I26 same name": (
        "app/test_documents.py",
        ("test_the_same_bytes_twice_are_passed_over_with_a_notice", "test_the_same_name_with_other_words_is_refused"),
    ),
    "I27 no regular file": (
        "exchange/test_files.py",
        (
            "test_what_is_no_regular_file_is_refused_without_hanging",
            "test_a_device_is_refused_without_being_read",
            "test_a_circle_of_linked_folders_is_not_followed",
        ),
    ),
}


def test_every_case_is_in_the_table() -> None:
    assert {case.partition(" ")[0] for case in CASES} == {f"I{n}" for n in range(1, 28)}


@pytest.mark.parametrize("case", CASES)
def test_the_tests_of_each_case_are_there(case: str) -> None:
    file, names = CASES[case]
    module = ast.parse((TESTS / file).read_text("utf-8"))
    there = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
    assert names
    assert set(names) <= there
