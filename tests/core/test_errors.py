from __future__ import annotations

import inspect
import string

import pytest

from kangni.core import errors
from kangni.core.errors import (
    Fault,
    FaultyFiles,
    FaultyTable,
    FileEmpty,
    FileFault,
    HandleTaken,
    KangniError,
    SpanInvalid,
    UnknownName,
)

FAMILY = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, KangniError)]


@pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__name__)
def test_every_fact_in_a_sentence_is_a_field(kind: type[KangniError]) -> None:
    fields = set(getattr(kind, "__dataclass_fields__", {})) | {"count"}
    hint = kind.hint if isinstance(kind.hint, str) else ""
    named = {name for text in (kind.message, hint) for _, name, _, _ in string.Formatter().parse(text) if name}
    assert named <= fields


def test_every_public_error_is_in_the_tree_of_the_module() -> None:
    tree = inspect.getdoc(errors) or ""
    assert [kind.__name__ for kind in FAMILY if kind.__name__ not in tree] == []


def test_an_error_says_what_and_what_to_do() -> None:
    assert str(UnknownName("code", "trsut", "trust")) == "There is no code called “trsut”.\nDid you mean “trust”?"


def test_all_faults_of_a_table_are_listed_with_their_place() -> None:
    error = FaultyTable("codings.csv", (Fault(2, "start", SpanInvalid(3, 1)), Fault(9, "end", SpanInvalid(4, 4))))
    places = [line.split(":")[0].strip() for line in str(error).splitlines()[1:]]
    assert places == ["row 2, column start", "row 9, column end"]


def test_all_faulty_files_are_listed_and_each_is_named_once_and_visibly() -> None:
    faults = (
        FileFault("a.txt", FileEmpty("a.txt")),
        FileFault("b.txt", HandleTaken("document", "b")),
        FileFault("c\u202e.txt", HandleTaken("document", "c")),
    )
    starts = [line.split(".txt")[0].strip() for line in str(FaultyFiles(faults)).splitlines()[1:]]
    assert starts == ["a", "b", "c\\u202e"]
    assert str(FaultyFiles(faults)).splitlines()[1].count("a.txt") == 1


def test_words_of_ours_among_the_facts_are_translated_and_names_are_not() -> None:
    chinese = {
        "There is no {kind} called “{handle}”.": "没有叫“{handle}”的{kind}。",
        "participant": "受访者",
    }
    error = UnknownName("participant", "participant")
    assert error.in_words(lambda text: chinese.get(text, text)) == "没有叫“participant”的受访者。"
