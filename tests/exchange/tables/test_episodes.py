from __future__ import annotations

import pytest
from tests.fakes import FakeStudy
from tests.tables import cells, faults

from kangni.core.episodes import EpisodeState
from kangni.core.errors import FaultyTable
from kangni.core.text import Span
from kangni.exchange.tables.episodes import read_episodes
from kangni.exchange.tables.names import Names

HEADINGS = "episode_id,coder,doc,label,order,stage,code_id,start,end,quote,outcome\n"


def test_the_rows_of_one_handle_become_one_episode_in_the_order_of_events(names: Names) -> None:
    (episode,) = read_episodes(
        cells(
            HEADINGS
            + "E1,A,P01.zh,很忙,2,context,ENV.O01,21,26,督导帮了我,\n"
            + "E1,A,P01.zh,很忙,1,stressor,STR.O01,19,20,忙,\n"
            + "E1,A,P01.zh,很忙,3,outcome,OUT.02,19,20,忙,homeostatic\n"
        ),
        names,
    ).added

    assert [(moment.position, moment.stage, moment.span) for moment in episode.moments] == [
        (1, "stressor", Span(19, 20)),
        (2, "context", Span(21, 26)),
        (3, "outcome", Span(19, 20)),
    ]
    assert (episode.label, episode.outcome, episode.state) == ("很忙", "homeostatic", EpisodeState.CLOSED)


def test_an_episode_without_an_outcome_is_open(names: Names) -> None:
    (episode,) = read_episodes(cells(HEADINGS + "E1,A,P01.zh,很忙,1,stressor,STR.O01,19,20,,\n"), names).added

    assert (episode.outcome, episode.state) == (None, EpisodeState.OPEN)


def test_a_moment_without_code_and_span_says_not_told(names: Names) -> None:
    (episode,) = read_episodes(cells(HEADINGS + "E1,A,P01.zh,很忙,1,stressor,,,,,\n"), names).added

    assert (episode.moments[0].code, episode.moments[0].span) == (None, None)


def test_a_state_may_say_that_readers_differ(names: Names) -> None:
    (episode,) = read_episodes(
        cells(HEADINGS.strip() + ",state\nE1,A,P01.zh,很忙,1,stressor,STR.O01,19,20,,,disputed\n"), names
    ).added

    assert episode.state is EpisodeState.DISPUTED


def test_all_faults_of_episodes_are_told_at_once(names: Names) -> None:
    with pytest.raises(FaultyTable) as caught:
        read_episodes(
            cells(
                HEADINGS
                + "E1,A,P01.zh,很忙,1,shock,STR.O01,19,20,,\n"
                + "E2,A,P01.zh,很忙,x,stressor,STR.O01,19,20,,happy\n"
                + "E3,A,,很忙,1,stressor,STR.O01,,,,\n"
                + "E4,A,P01.zh,很忙,1,stressor,STR.O01,19,20,,homeostatic\n"
                + "E4,B,P01.zh,累,1,context,ENV.O01,21,26,,resilient\n"
                + "E5,A,P01.en,很忙,1,stressor,,,,,\n"
            ),
            names,
        )

    assert faults(caught.value) == [
        (2, "stage", "UnknownTerm"),
        (3, "order", "NumberInvalid"),
        (3, "outcome", "UnknownTerm"),
        (4, "doc", "CellEmpty"),
        (6, "coder", "RowsConflict"),
        (6, "label", "RowsConflict"),
        (6, "order", "RowsConflict"),
        (6, "outcome", "RowsConflict"),
        (7, "doc", "CodedTranslation"),
    ]


def test_an_open_episode_cannot_have_an_outcome(names: Names) -> None:
    with pytest.raises(FaultyTable) as caught:
        read_episodes(
            cells(HEADINGS.strip() + ",state\nE1,A,P01.zh,很忙,1,outcome,OUT.02,19,20,,homeostatic,open\n"), names
        )

    assert faults(caught.value) == [(2, "outcome", "UnknownTerm")]


def test_an_episode_that_the_study_has_adds_nothing_and_another_one_under_its_handle_is_a_fault(
    study: FakeStudy, names: Names
) -> None:
    table = HEADINGS + "E1,A,P01.zh,很忙,1,stressor,STR.O01,19,20,,\n"
    study.add(read_episodes(cells(table), names).added)

    assert read_episodes(cells(table), names).unchanged == 1
    with pytest.raises(FaultyTable) as caught:
        read_episodes(cells(table.replace("很忙", "累")), names)
    assert faults(caught.value) == [(2, "episode_id", "HandleTaken")]
