"""Episodes: METHODS.md 4. The steps are Kemeny & Snell's fundamental matrix; the ruin is its closed form."""

from __future__ import annotations

import numpy as np
import pytest

from kangni.methods.columns import Ints
from kangni.methods.episodes import count_transitions, first_passage
from kangni.methods.proportions import dirichlet

SIX = ("012345", "02345", "013245", "0245", "012245", "0232345")


@pytest.fixture
def steps() -> Ints:
    episode = np.repeat(np.arange(len(SIX)), [len(told) for told in SIX])
    stage = np.array([int(digit) for told in SIX for digit in told])
    return count_transitions(episode, episode, stage, stages=6).steps


def test_transitions_of_six_episodes(steps: Ints) -> None:
    assert steps.tolist() == [
        [0, 3, 3, 0, 0, 0],
        [0, 0, 2, 1, 0, 0],
        [0, 0, 1, 4, 3, 0],
        [0, 0, 2, 0, 3, 0],
        [0, 0, 0, 0, 0, 6],
        [0, 0, 0, 0, 0, 0],
    ]
    assert [share.share for share in dirichlet(steps[2].tolist())] == [0.0, 0.0, 0.125, 0.5, 0.375, 0.0]


def test_steps_to_the_end_equal_the_mean_length(steps: Ints) -> None:
    # all six episodes start in stage 0, so the mean number of steps is 28/6
    assert first_passage(steps, absorbing=[5])[0].steps == pytest.approx(4.666667, abs=5e-7)


def test_duration_of_the_gamblers_ruin() -> None:
    # n = 5, p = .4: durations from 1 to 4
    moves = np.zeros((6, 6))
    for fortune in range(1, 5):
        moves[fortune, fortune + 1], moves[fortune, fortune - 1] = 0.4, 0.6
    durations = [passage.steps for passage in first_passage(moves, absorbing=[0, 5])]
    assert durations == pytest.approx([0, 3.104265, 5.260664, 5.995261, 4.597156, 0], abs=5e-7)
    # closed form of the duration from fortune z: z/(q − p) − n/(q − p) · (1 − (q/p)^z)/(1 − (q/p)^n)
    closed = [z / 0.2 - 5 / 0.2 * (1 - 1.5**z) / (1 - 1.5**5) for z in range(6)]
    assert durations == pytest.approx(closed)
