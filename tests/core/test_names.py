from __future__ import annotations

import pytest

from kangni.core.errors import HandleInvalid
from kangni.core.names import Label, check_handle, fold_handle


@pytest.mark.parametrize("handle", ["", " P01", "P01 ", "P\n01", "P\u202e01", "P\u200b01", "x" * 81])
def test_a_handle_that_people_could_not_type_or_see_is_refused(handle: str) -> None:
    with pytest.raises(HandleInvalid):
        check_handle("participant", handle)


@pytest.mark.parametrize("handle", ["P01", "P01.zh", "张三的访谈", "V.001", "小满 (二)"])
def test_everyday_names_are_handles(handle: str) -> None:
    check_handle("participant", handle)
    assert fold_handle(handle) == fold_handle(handle.upper())


def test_handles_fold_case_and_composition() -> None:
    assert fold_handle("E\u0301") == fold_handle("é")


def test_a_label_falls_back_to_the_other_language() -> None:
    assert Label(zh="督导").text("en") == "督导"
    assert Label(en="Supervision", zh="督导").text("zh-CN") == "督导"
