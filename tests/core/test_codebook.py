from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.codebook import Code, Codebook
from kangni.core.errors import CodebookCycle, HandleTaken, UnknownName
from kangni.core.names import CodeId, Label


def code(n: int, handle: str, parent: int | None = None) -> Code:
    return Code(CodeId(UUID(int=n)), handle, Label(en=handle), CodeId(UUID(int=parent)) if parent else None)


def test_a_code_is_found_in_any_case() -> None:
    assert Codebook([code(1, "ENV.O01")]).named("env.o01").handle == "ENV.O01"


def test_an_unknown_code_suggests_the_closest() -> None:
    with pytest.raises(UnknownName, match="Did you mean “trust”"):
        Codebook([code(1, "trust"), code(2, "stigma")]).named("trsut")


def test_handles_equal_after_folding_are_taken() -> None:
    with pytest.raises(HandleTaken):
        Codebook([code(1, "é"), code(2, "É")])


def test_a_circle_is_refused_with_its_path() -> None:
    with pytest.raises(CodebookCycle, match="A > B > C > A"):
        Codebook([code(1, "A", 2), code(2, "B", 3), code(3, "C", 1)])


def test_leaves_are_codes_without_children() -> None:
    book = Codebook([code(1, "STR"), code(2, "STR.U01", 1), code(3, "ENV")])
    assert [leaf.handle for leaf in book.leaves()] == ["STR.U01", "ENV"]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12))
def test_a_codebook_is_either_a_forest_or_refused(parents: list[int]) -> None:
    last = len(parents)
    codes = [code(i, f"c{i}", above if 0 < above <= last else None) for i, above in enumerate(parents, 1)]
    try:
        book = Codebook(codes)
    except CodebookCycle:
        return
    assert all(len(book.ancestors(each)) < len(codes) for each in codes)
