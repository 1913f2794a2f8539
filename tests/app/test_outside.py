from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kangni.app.groups import GroupsBy
from kangni.app.outside import compare_for_readers
from kangni.core.errors import NothingToAnalyse
from kangni.results.comparison import Comparison

Make = Callable[..., Any]


def study(make_study: Make, sizes: Mapping[str, int]) -> Any:
    roles = {f"{role[0].upper()}{i}": role for role, size in sizes.items() for i in range(size)}
    texts = {f"{handle}.zh": f"Q: 你好\n{handle}: 很忙" for handle in roles}
    made = make_study(texts, [f"A {handle}.zh 2 LOAD" for handle in roles])
    made.people = [replace(person, attributes={"role": roles[person.handle]}) for person in made.people]
    return made


def groups(made: Any, *named: str) -> list[tuple[str, int]]:
    found: Comparison = compare_for_readers(made, made, on=date(2026, 3, 1), by=GroupsBy("role", groups=named), seed=1)
    return [(group.group, group.n) for group in found.groups]


def test_groups_of_fewer_than_five_are_left_out(make_study: Make) -> None:
    assert groups(study(make_study, {"aide": 5, "lead": 6, "boss": 4})) == [("aide", 5), ("lead", 6)]


def test_a_single_large_group_is_set_against_all_others_together(make_study: Make) -> None:
    assert groups(study(make_study, {"aide": 5, "lead": 3, "boss": 2})) == [("aide", 5), ("others", 5)]


@pytest.mark.parametrize("sizes", [{"aide": 5, "lead": 4}, {"aide": 4, "lead": 4, "boss": 3}])
def test_without_two_groups_of_five_nothing_is_told(make_study: Make, sizes: Mapping[str, int]) -> None:
    with pytest.raises(NothingToAnalyse, match="two groups of five people or more"):
        groups(study(make_study, sizes))


def test_groups_that_were_asked_for_are_not_exchanged_for_others(make_study: Make) -> None:
    made = study(make_study, {"aide": 5, "lead": 4, "boss": 4})
    with pytest.raises(NothingToAnalyse, match="two groups of five people or more"):
        groups(made, "aide", "lead")
