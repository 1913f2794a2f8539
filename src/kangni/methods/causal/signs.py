"""The signs of answers to lasting presses over random maps, kept where they are stable and say what was told.

Maps come in chunks of fixed size, each with a seed of its own, and only counts leave a chunk: the same seed gives the
same bits however many workers run them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.blocks import reaching
from kangni.methods.causal.chunks import Chunk, chunks_of, run_chunks
from kangni.methods.causal.direction import FEWEST, Direction, agreement_of, direction
from kangni.methods.causal.draws import Source
from kangni.methods.causal.press import DAMPING, community
from kangni.methods.causal.stability import stable
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["CHUNK", "Answers", "Observations", "Presses", "press_signs"]

CHUNK = 250
NOTHING = 1e-12  # an answer that only rounding keeps from 0


@dataclass(frozen=True, slots=True)
class Presses:
    """What is pressed, and what answers.

    Attributes
    ----------
    pushes
        (presses, factors) lasting inputs.
    answers
        (answers, factors) sums of factors whose change is asked for.
    damping
        How strongly each factor holds itself, beside links to itself.
    """

    pushes: Floats
    answers: Floats
    damping: float = DAMPING


@dataclass(frozen=True, slots=True)
class Observations:
    """What was told of presses: a map is kept that gives at least a share of them the told sign.

    Attributes
    ----------
    pushes
        (observations, factors) what pressed.
    answer
        (factors,) the sum of factors that was seen to change.
    signs
        (observations,) +1 or -1, as told.
    least
        The share of observations that a kept map must agree with; 1 is Raymond's, 0 keeps all.
    """

    pushes: Floats
    answer: Floats
    signs: Ints
    least: float

    def __post_init__(self) -> None:
        if not 0 <= self.least <= 1:
            raise MethodInput("observations", f"a share lies between 0 and 1, not {self.least}")
        if len(self.pushes) != len(self.signs):
            raise MethodInput("observations", f"{len(self.pushes)} presses but {len(self.signs)} signs")


@dataclass(frozen=True, slots=True)
class Answers:
    """How often each answer rose, fell and stayed, over the maps that were kept.

    Attributes
    ----------
    drawn, stable, kept
        Maps drawn; those of them that come to rest; those of them that agree with what was told.
    raises, lowers
        (presses, answers) kept maps in which the answer rises, and in which it falls.
    reached
        (presses, answers) kept maps in which any path leads from the press to the answer.
    agreeing
        (observations + 1,) stable maps by how many observations they agree with.
    """

    drawn: int
    stable: int
    kept: int
    raises: Ints
    lowers: Ints
    reached: Ints
    agreeing: Ints

    def reach(self, press: int, answer: int) -> Number:
        """Return the share of kept maps in which a path leads from press to answer."""
        return self.share(int(self.reached[press, answer]))

    def share(self, count: int) -> Number:
        """Return a count as a share of the kept maps; undefined where too few are left."""
        if not self.stable:
            return Undefined("no draw is stable")
        return count / self.kept if self.kept >= FEWEST else Undefined("fewer than 100 draws kept")

    def agreement(self, press: int, answer: int) -> Number:
        """Return the share of the maps with a path in which the answer has its commoner sign."""
        kept = self.share(self.kept)
        if isinstance(kept, Undefined):
            return kept
        commoner = max(int(self.raises[press, answer]), int(self.lowers[press, answer]))
        return agreement_of(commoner, int(self.reached[press, answer]))

    def direction(self, press: int, answer: int) -> Direction | Undefined:
        """Return the word for what is known of the direction of an answer."""
        return direction(self.agreement(press, answer), reach=self.reach(press, answer))

    def sign(self, press: int, answer: int) -> int:
        """Return the commoner sign, 0 where both are as common."""
        return int(np.sign(self.raises[press, answer] - self.lowers[press, answer]))


@dataclass(frozen=True, slots=True)
class _Task:
    source: Source
    presses: Presses
    observations: Observations | None
    chunk: Chunk


def press_signs(
    source: Source,
    presses: Presses,
    *,
    draws: int,
    seed: int,
    observations: Observations | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Answers:
    """Draw maps, keep those that are stable and agree with what was told, and count the signs of their answers.

    Parameters
    ----------
    source
        Where maps come from.
    presses
        What is pressed and what answers.
    draws, seed
        How many maps are drawn, and what they are drawn from.
    observations
        What was told.
    workers
        Threads that run chunks; they change nothing but the time.
    progress
        Called after each chunk with the maps drawn and asked for; what it raises ends the run.

    Returns
    -------
    Answers

    Notes
    -----
    A press that has no path to an answer changes it by exactly 0 in every map; such maps count for *reach* and not for
    the agreement on a sign (METHODS 6.4).

    Examples
    --------
    Load tires, and being tired lowers care; whatever the weights, load lowers care:

    >>> from kangni.methods.causal.balance import Links
    >>> from kangni.methods.causal.draws import FromSigns
    >>> chain = FromSigns(Links(np.array([0, 1]), np.array([1, 2]), 3), plus=np.array([1.0, 0.0]), present=np.ones(2))
    >>> found = press_signs(chain, Presses(np.eye(3)[:1], np.eye(3)[2:]), draws=500, seed=1)
    >>> found.sign(0, 0), found.direction(0, 0).value
    (-1, 'decided')
    """
    tasks = [_Task(source, presses, observations, chunk) for chunk in chunks_of(draws, seed, size=CHUNK)]
    total: Answers | None = None
    for chunk in run_chunks(_run_chunk, tasks, kind=Answers, workers=workers):
        total = chunk if total is None else _sum(total, chunk)
        if progress is not None:
            progress(total.drawn, draws)
    assert total is not None  # there is at least one draw
    return total


def _run_chunk(task: _Task) -> Answers:
    presses, told = task.presses, task.observations
    weight = task.source.draw(task.chunk.size, np.random.default_rng(task.chunk.seed))
    matrices = community(task.source.links, weight, damping=presses.damping)
    rests = stable(matrices)
    weight, matrices = weight[:, rests], matrices[rests]
    asked = presses.answers if told is None else np.vstack([presses.answers, told.answer])
    transposed = np.swapaxes(matrices, 1, 2)
    # (maps, factors, answers): how much an answer changes for a press on a factor
    ways = np.linalg.solve(transposed, -asked.T).astype(np.float64, copy=False)
    kept, agreeing = _kept(ways[:, :, -1], told)
    change = np.matmul(presses.pushes, ways[kept][:, :, : len(presses.answers)])
    reach = _reach(task, weight[:, kept])
    return Answers(
        drawn=task.chunk.size,
        stable=int(rests.sum()),
        kept=int(kept.sum()),
        raises=((change > NOTHING) & reach).sum(axis=0),
        lowers=((change < -NOTHING) & reach).sum(axis=0),
        reached=np.broadcast_to(reach, change.shape).sum(axis=0),
        agreeing=agreeing,
    )


def _kept(ways: Floats, told: Observations | None) -> tuple[Bools, Ints]:
    """Tell which stable maps agree with enough of what was told, and count them by how much they agree with."""
    if told is None:
        return np.ones(len(ways), np.bool_), np.array([len(ways)])
    change = ways @ told.pushes.T
    sign = np.where(np.abs(change) > NOTHING, np.sign(change), 0)
    right = (sign == told.signs).sum(axis=1)
    return right >= told.least * len(told.signs), np.bincount(right, minlength=len(told.signs) + 1)


def _reach(task: _Task, weight: Floats) -> Bools:
    """Tell in which maps a path leads from each press to each answer, (maps or 1, presses, answers)."""
    there = weight != 0
    if there.all():  # all maps have all links
        there = np.ones((len(there), 1), np.bool_)
    pressed = (task.presses.pushes != 0).astype(np.int64)
    ends = [reaching(task.source.links, there, answer != 0) for answer in task.presses.answers]
    return np.stack([(pressed @ end).T > 0 for end in ends], axis=-1)


def _sum(one: Answers, other: Answers) -> Answers:
    return Answers(
        drawn=one.drawn + other.drawn,
        stable=one.stable + other.stable,
        kept=one.kept + other.kept,
        raises=one.raises + other.raises,
        lowers=one.lowers + other.lowers,
        reached=one.reached + other.reached,
        agreeing=one.agreeing + other.agreeing,
    )
