from __future__ import annotations

from pathlib import Path

import kangni


def test_coders_consent_and_restrictions_are_told(demo_original: Path) -> None:
    with kangni.open(demo_original, coder="A") as study:
        found = study.team().result
    assert [(m.coder, m.kind, m.codings, len(m.finished)) for m in found.members[:2]] == [
        ("A", "person", 421, 10),
        ("B", "person", 368, 10),
    ]
    consent = {row.participant: row for row in found.consent}
    assert consent["P06"].scopes == ("analysis", "quote_after_review")
    assert [(rule.kind, rule.participant, rule.what) for rule in found.restrictions] == [
        ("blur", "P06", "STR.P01"),
        ("apart", "P09", "P07"),
    ]


def test_copies_are_told_newest_first(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        assert study.backups() == ()
        paths = [study.backup(), study.backup()]
        copies = study.backups()
    assert [copy.file for copy in copies] == [path.name for path in reversed(paths)]
    assert {copy.reason for copy in copies} == {"asked"}
    assert copies[0].at >= copies[1].at


def test_an_open_study_is_examined(demo_original: Path) -> None:
    with kangni.open(demo_original, coder="A") as study:
        assert not study.examine().has_faults
