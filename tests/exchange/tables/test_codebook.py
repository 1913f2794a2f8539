from __future__ import annotations

from dataclasses import replace
from itertools import count
from uuid import UUID

import pytest
from tests.tables import cells, faults, kumpfer

from kangni.core.codebook import Code, Codebook
from kangni.core.errors import FaultyTable
from kangni.core.names import Label
from kangni.exchange.tables.codebook import read_codebook
from kangni.exchange.tables.reading import Reading


def read(text: str, known: tuple[Code, ...] = ()) -> Reading[Code]:
    numbers = count(1)
    return read_codebook(
        cells(text), framework=kumpfer().framework, known=Codebook(known), new_id=lambda: UUID(int=next(numbers))
    )


def test_a_row_becomes_a_code_below_its_parent_wherever_that_stands() -> None:
    child, parent = read(
        "code_id,parent_id,name_en,name_zh,polarity\nX.1,X,Rest,休息,protective\nX,,Own life,,\n"
    ).added

    assert (child.handle, child.parent, child.name, child.polarity) == (
        "X.1", parent.id, Label("Rest", "休息"), "protective",
    )  # fmt: skip
    assert (parent.parent, parent.polarity, parent.level, parent.construct) == (None, None, None, None)


def test_constructs_are_understood_by_their_name_in_codebooks_and_by_id() -> None:
    first, second = read("code_id,construct\nX.1,K4 cognitive\nX.2,K4.cog\n").added

    assert (first.construct, second.construct) == ("K4.cog", "K4.cog")


def test_cue_words_stand_between_semicolons() -> None:
    (code,) = read("code_id,cue_words_zh\nX.1,累;睡不着；烦\n").added

    assert code.cue_words == ("累", "睡不着", "烦")


def test_all_faults_of_a_codebook_are_told_at_once() -> None:
    with pytest.raises(FaultyTable) as caught:
        read(
            "code_id,parent_id,polarity,level,construct\n"
            "X.1,NO,good,moon,K9\n"
            " ,,risk,,\n"
            "X.2,,risk,,\n"
            "x.2,,risk,,\n"
            "X.3,X.4,,,\nX.4,X.5,,,\nX.5,X.3,,,\n"
            "X.6,X.6,,,\n"
            "X.7,X.3,,,\n"
        )

    assert faults(caught.value) == [
        (2, "parent_id", "UnknownName"),
        (2, "polarity", "UnknownTerm"),
        (2, "level", "UnknownTerm"),
        (2, "construct", "UnknownTerm"),
        (3, "code_id", "CellEmpty"),
        (5, "code_id", "HandleTaken"),
        (6, "parent_id", "CodebookCycle"),
        (9, "parent_id", "CodebookCycle"),
    ]
    assert "X.3 > X.4 > X.5 > X.3" in str(caught.value)


def test_a_circle_that_a_table_would_close_through_the_study_is_found() -> None:
    upper, lower = read("code_id,parent_id\nX.1,\nX.2,X.1\n").added

    with pytest.raises(FaultyTable) as caught:
        read("code_id,parent_id\nX.1,X.2\n", known=(upper, lower))

    assert faults(caught.value) == [(2, "parent_id", "CodebookCycle")]


def test_of_a_known_code_only_the_columns_given_change() -> None:
    (known,) = read("code_id,name_en,polarity,basis\nX.1,Rest,protective,L1\n").added

    found = read("code_id,name_zh\nx.1,休息\n", known=(known,))

    assert (found.added, found.changed) == ((), (replace(known, name=Label("Rest", "休息")),))


def test_a_codebook_that_is_known_changes_nothing() -> None:
    known = read("code_id,name_en\nX.1,Rest\nX.2,Sleep\n").added

    again = read("code_id,name_en\nX.1,Rest\nX.2,Sleep\n", known=known)

    assert (again.added, again.changed, again.unchanged) == ((), (), 2)
