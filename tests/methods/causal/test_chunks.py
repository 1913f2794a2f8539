from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.methods.causal.chunks import CHUNK, chunks_of, key_of, pack, run_chunks, unpack
from kangni.methods.columns import Floats


@dataclass(frozen=True, slots=True)
class Twice:
    values: Floats


@dataclass
class Kept:
    """Keeps in memory, as the store does in a file."""

    parts: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def get(self, key: str, number: int) -> bytes | None:
        return self.parts.get((key, number))

    def put(self, key: str, number: int, content: bytes) -> None:
        self.parts[key, number] = content


def twice(number: int) -> Twice:
    return Twice(np.array([2.0 * number]))


def run(tasks: Sequence[int], job: Callable[[int], Twice] = twice, **more: Any) -> list[float]:
    return [float(one.values[0]) for one in run_chunks(job, tasks, kind=Twice, **more)]


def test_an_ensemble_is_cut_into_chunks_of_a_fixed_size() -> None:
    assert [chunk.size for chunk in chunks_of(150, seed=1)] == [CHUNK, CHUNK, 22]


def test_a_longer_ensemble_begins_with_the_chunks_of_a_shorter_one() -> None:
    states = [[chunk.seed.generate_state(2).tolist() for chunk in chunks_of(n, seed=1)] for n in (64, 640)]
    assert states[0] == states[1][:1]


@pytest.mark.parametrize(("members", "seed"), [(0, 1), (-3, 1), (5, -1)])
def test_no_members_and_negative_seeds_are_refused(members: int, seed: int) -> None:
    with pytest.raises(MethodInput):
        chunks_of(members, seed)


def test_results_come_in_the_order_of_the_tasks_however_many_work() -> None:
    assert run(range(9)) == run(range(9), workers=3) == [2.0 * n for n in range(9)]


def test_a_run_that_was_broken_off_goes_on_from_what_is_kept() -> None:
    kept, done = Kept(), list[int]()

    def breaks(number: int) -> Twice:
        done.append(number)
        if number == 3 and len(kept.parts) == 3:
            raise KeyboardInterrupt
        return twice(number)

    with pytest.raises(KeyboardInterrupt):
        run(range(5), breaks, kept=kept, key="a")
    assert len(kept.parts) == 3  # whole chunks only
    done.clear()
    kept.parts["a", 9] = b""
    assert run(range(5), breaks, kept=kept, key="a") == [0, 2, 4, 6, 8]
    assert done == [3, 4]


def test_what_was_made_from_something_else_is_not_taken() -> None:
    kept = Kept()
    run(range(2), kept=kept, key="a")
    assert run([7, 8], kept=kept, key="b") == [14, 16]


def test_a_pool_runs_only_what_is_not_kept() -> None:
    kept, given = Kept(), list[int]()

    def pool(job: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        given.extend(tasks)
        yield from map(job, tasks)

    run([0, 1], kept=kept, key="a")
    assert run([0, 1, 2], kept=kept, key="a", pool=pool) == [0, 2, 4]
    assert given == [2]


def test_a_packed_record_comes_back_to_the_bit() -> None:
    record = Twice(np.array([0.1, np.nan, -0.0]))
    assert unpack(Twice, pack(record)).values.tobytes() == record.values.tobytes()
    assert pack(record) == pack(record)


def test_a_key_tells_values_types_and_shapes_apart() -> None:
    keys = {key_of(np.zeros(4)), key_of(np.zeros(4, np.int64)), key_of(np.zeros((2, 2))), key_of(twice(0)), key_of("a")}
    assert len(keys) == 5
