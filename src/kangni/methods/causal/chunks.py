"""How an ensemble is run in chunks: one after the other, on all cores, on a cluster, and from where it stopped.

A chunk has a fixed size and a seed of its own, and is a plain function of its task: the same bits come out wherever
it runs, and a chunk that was kept need not run again.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Protocol, TypeVar

import joblib
import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.chance import check_seed

__all__ = ["CHUNK", "Chunk", "KeptChunks", "Pool", "chunks_of", "key_of", "pack", "run_chunks", "unpack"]

CHUNK = 64
ROUND = 2  # chunks for each worker between two looks at whether to go on

Task = TypeVar("Task")
Result = TypeVar("Result")
# runs a function on tasks somewhere else and yields the results in the order of the tasks
Pool = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]


class KeptChunks(Protocol):
    """Where chunks of an ensemble are kept, by the digest of what they are made from and their number."""

    def get(self, key: str, number: int) -> bytes | None:
        """Return a kept chunk."""

    def put(self, key: str, number: int, content: bytes) -> None:
        """Keep a chunk: all of it, or nothing."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """How many members a chunk has, and the seed that they are drawn from."""

    size: int
    seed: np.random.SeedSequence


def chunks_of(members: int, seed: int, *, size: int = CHUNK) -> tuple[Chunk, ...]:
    """Cut an ensemble into chunks of one size; the same seed gives the same chunks.

    Raises
    ------
    MethodInput
        If there is no member, or the seed is negative.
    """
    check_seed(seed)
    if members < 1:
        raise MethodInput("ensemble", f"at least one member is needed, not {members}")
    sizes = [min(size, members - start) for start in range(0, members, size)]
    children = np.random.SeedSequence(seed).spawn(len(sizes))
    return tuple(Chunk(count, child) for count, child in zip(sizes, children, strict=True))


def run_chunks(
    job: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    kind: type[Result],
    key: str = "",
    workers: int = 1,
    pool: Pool | None = None,
    kept: KeptChunks | None = None,
) -> Iterator[Result]:
    """Yield the result of each task, in their order; between two of them the caller may stop.

    Parameters
    ----------
    job
        A function of a module, of one task.
    tasks
        One for each chunk.
    kind
        The record of arrays that the job returns.
    key
        The digest of what all tasks are made from; names their results among the kept ones.
    workers
        Threads, where there is no pool.
    pool
        Runs tasks elsewhere.
    kept
        Where results are kept and taken from.
    """
    done = {} if kept is None else _found(kept, key, len(tasks))
    rest = [number for number in range(len(tasks)) if number not in done]
    running = _run(job, [tasks[number] for number in rest], workers, pool)
    for number in range(len(tasks)):
        if number in done:
            yield unpack(kind, done.pop(number))
            continue
        result = next(running)
        if kept is not None:
            kept.put(key, number, pack(result))
        yield result


def key_of(*parts: object) -> str:
    """Return the digest of arrays, numbers, words and records of them.

    Examples
    --------
    >>> key_of(np.zeros(2), "a") == key_of(np.zeros(2), "a"), key_of(np.zeros(2)) == key_of(np.zeros(3))
    (True, False)
    """
    digest = hashlib.sha256()
    for part in parts:
        _feed(digest, part)
    return digest.hexdigest()


def pack(record: object) -> bytes:
    """Return a record of arrays as bytes; the same record gives the same bytes."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **{field.name: getattr(record, field.name) for field in fields(_record(record))})
    return file.getvalue()


def unpack(kind: type[Result], content: bytes) -> Result:
    """Return the record that was packed."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return kind(**{name: arrays[name] for name in arrays.files})


def _found(kept: KeptChunks, key: str, count: int) -> dict[int, bytes]:
    found = {number: kept.get(key, number) for number in range(count)}
    return {number: content for number, content in found.items() if content is not None}


def _run(job: Callable[[Task], Result], tasks: Sequence[Task], workers: int, pool: Pool | None) -> Iterator[Result]:
    if pool is not None:
        yield from pool(job, tasks)
        return
    if workers == 1:
        yield from map(job, tasks)
        return
    with joblib.Parallel(n_jobs=workers, prefer="threads") as threads:
        size = ROUND * joblib.effective_n_jobs(workers)
        for start in range(0, len(tasks), size):
            yield from threads(joblib.delayed(job)(task) for task in tasks[start : start + size])


def _record(value: object) -> Any:
    assert is_dataclass(value)
    return value


def _feed(digest: Any, part: object) -> None:
    if isinstance(part, np.ndarray):
        digest.update(f"{part.dtype}{part.shape}".encode())
        digest.update(np.ascontiguousarray(part).tobytes())
    elif isinstance(part, tuple | list):
        digest.update(f"({len(part)}".encode())
        for one in part:
            _feed(digest, one)
    elif is_dataclass(part):
        digest.update(type(part).__name__.encode())
        for field in fields(part):
            _feed(digest, getattr(part, field.name))
    else:
        digest.update(repr(part).encode())
