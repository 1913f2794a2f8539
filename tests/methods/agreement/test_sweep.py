from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from kangni.core.undefined import Undefined
from kangni.methods.agreement.alpha import alphas, coincidences
from kangni.methods.agreement.overlap import overlap, span_figures
from kangni.methods.agreement.sweep import Lines, Segments, character_tables, character_tally, lines, segments
from kangni.methods.agreement.unitizing import code_matches, has_overlaps, marked_matches, u_alphas, value_matches
from kangni.methods.agreement.units import Units, compared_units
from kangni.methods.columns import INTERVIEWER, PARTICIPANT, Bools, CodingColumns, TurnColumns

DOCUMENTS, TURNS, CODERS, CODES, LENGTH = 3, 4, 3, 3, 40
Line = tuple[int, int, int, int, int]  # document, coder, code, start, length


@dataclass(frozen=True)
class Case:
    """Documents of four turns of ten characters, two of them the label; the third turn is the interviewer's."""

    seen: Bools
    codings: list[Line]

    def units(self) -> Units:
        document = np.repeat(np.arange(DOCUMENTS), TURNS)
        ordinal = np.tile(np.arange(TURNS), DOCUMENTS)
        role = np.where(ordinal == 2, INTERVIEWER, PARTICIPANT)
        turns = TurnColumns(document, ordinal, ordinal * 10 + 2, ordinal * 10 + 10, role, document)
        return compared_units(turns, self.seen)

    def columns(self) -> CodingColumns:
        document, coder, code, start, length = np.array(self.codings, dtype=np.int64).reshape(-1, 5).T
        nobody = np.full(document.size, -1)
        return CodingColumns(
            np.arange(document.size), document, document, coder, code, start, start + length,
            nobody, nobody, nobody, nobody, nobody, nobody,
        )  # fmt: skip

    def swept(self) -> tuple[Segments, Lines]:
        on = lines(self.units())
        return segments(self.columns(), on, np.arange(CODERS)), on

    def painted(self, document: int, code: int) -> Bools:
        """Every compared character written down: [coder, character], of participants' turns."""
        paint = np.zeros((CODERS, LENGTH), dtype=np.bool_)
        for d, coder, k, start, length in self.codings:
            if (d, k) == (document, code) and self.seen[coder, d]:
                paint[coder, start : start + length] = True
        told = [turn * 10 + n for turn in (0, 1, 3) for n in range(2, 10)]
        return np.asarray(paint[:, told])


cases = st.builds(
    Case,
    st.lists(st.booleans(), min_size=CODERS * DOCUMENTS, max_size=CODERS * DOCUMENTS)
    .map(lambda flags: np.array(flags, dtype=np.bool_).reshape(CODERS, DOCUMENTS))
    .filter(lambda seen: bool((seen.sum(axis=0) >= 2).any())),
    st.lists(
        st.tuples(
            st.integers(0, DOCUMENTS - 1), st.integers(0, CODERS - 1), st.integers(0, CODES - 1),
            st.integers(0, 37), st.integers(1, 25),
        ).filter(lambda one: one[3] + one[4] <= LENGTH),
        max_size=25,
    ),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(cases)
def test_the_sweep_of_many_coders_equals_writing_down_every_character(case: Case) -> None:
    found, on = case.swept()
    tally = character_tally(found, on, codes=CODES)
    for place, document in enumerate(on.units.documents.tolist()):
        readers = case.seen[:, document]
        for code in range(CODES):
            said = case.painted(document, code)[readers].sum(axis=0)
            expected = [
                float(np.count_nonzero(said == yes)) if no + yes == readers.sum() else 0.0
                for no, yes in tally.counts.tolist()
            ]
            assert tally.times[place, code].tolist() == expected


@settings(max_examples=80, deadline=None)
@given(cases)
def test_the_sweep_of_two_coders_equals_writing_down_every_character(case: Case) -> None:
    found, on = case.swept()
    for first, second in combinations(range(CODERS), 2):
        tables = character_tables(found, on, first, second, codes=CODES)
        for place, document in enumerate(on.units.documents.tolist()):
            for code in range(CODES):
                one, other = case.painted(document, code)[[first, second]]
                both_saw = case.seen[first, document] and case.seen[second, document]
                expected = np.bincount(one * 2 + other, minlength=4) * both_saw
                assert tables[place, code].ravel().tolist() == expected.tolist()


@settings(max_examples=60, deadline=None)
@given(cases)
def test_character_alpha_is_the_alpha_of_all_characters(case: Case) -> None:
    found, on = case.swept()
    tally = character_tally(found, on, codes=CODES)
    for code in range(CODES):
        said = [
            case.painted(document, code)[case.seen[:, document]].sum(axis=0) for document in on.units.documents.tolist()
        ]
        readers = [int(case.seen[:, document].sum()) for document in on.units.documents.tolist()]
        counts = np.array(
            [[m - yes, yes] for m, document in zip(readers, said, strict=True) for yes in document], dtype=float
        )
        expected = alphas(coincidences(counts, np.ones(len(counts))))
        ours = alphas(coincidences(tally.counts, tally.times[:, code].sum(axis=0)))
        np.testing.assert_allclose(ours, expected)


@settings(max_examples=60, deadline=None)
@given(cases)
def test_values_at_once_and_one_code_at_a_time_agree_where_there_is_one_code(case: Case) -> None:
    one_code = Case(case.seen, [(d, c, 0, s, n) for d, c, _, s, n in case.codings])
    found, on = one_code.swept()
    assert not has_overlaps(found)
    at_once = value_matches(found, on, codes=1)
    alone = code_matches(found, character_tally(found, on, codes=1))
    np.testing.assert_allclose(at_once.matched, alone.matched[:, 0])
    np.testing.assert_allclose(at_once.length, alone.length[:, 0])
    np.testing.assert_allclose(at_once.squares, alone.squares[:, 0])
    np.testing.assert_allclose(u_alphas(at_once.total()), u_alphas(alone.total())[0])


@settings(max_examples=60, deadline=None)
@given(cases)
def test_where_both_marked_is_what_characters_say(case: Case) -> None:
    one_code = Case(case.seen, [(d, c, 1, s, n) for d, c, _, s, n in case.codings])
    found, on = one_code.swept()
    matches = marked_matches(found, on, 0, 2, codes=CODES)
    for place, document in enumerate(on.units.documents.tolist()):
        paint = one_code.painted(document, 1)
        both = np.count_nonzero(paint[0] & paint[2])
        assert matches.length[place].tolist() == [0, 2 * both, 0]
        assert matches.matched[place].tolist() == [0, 2 * both, 0]


@settings(max_examples=80, deadline=None)
@given(cases)
def test_matched_spans_share_as_much_as_the_best_assignment(case: Case) -> None:
    found, on = case.swept()
    common = on.units.seen[0] & on.units.seen[1]
    ours = overlap(found, common, 0, 1, codes=CODES)
    for place in range(common.size):
        for code in range(CODES):
            sides = [
                [
                    (int(found.start[i]), int(found.end[i]))
                    for i in range(len(found))
                    if (found.document[i], found.code[i], found.coder[i]) == (place, code, coder) and common[place]
                ]
                for coder in (0, 1)
            ]
            shared = np.array(
                [[max(0, min(b, d) - max(a, c)) for c, d in sides[1]] for a, b in sides[0]], dtype=np.int64
            ).reshape(len(sides[0]), len(sides[1]))
            assert (ours.first[place, code], ours.second[place, code]) == (len(sides[0]), len(sides[1]))
            assert ours.shared[place, code] == shared.sum()
            rows, columns = linear_sum_assignment(-shared)
            pairs = [(i, j) for i, j in zip(rows, columns, strict=True) if shared[i, j]]
            if len(_best(shared)) == 1:
                assert ours.matched[place, code] == len(pairs)
                assert ours.starts_apart[place, code] == sum(abs(sides[0][i][0] - sides[1][j][0]) for i, j in pairs)
                assert ours.ends_apart[place, code] == sum(abs(sides[0][i][1] - sides[1][j][1]) for i, j in pairs)


def _best(shared: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> set[frozenset[tuple[int, int]]]:
    """All matchings that share most, found by trying every one."""
    best: dict[int, set[frozenset[tuple[int, int]]]] = {}
    meet = [(int(i), int(j)) for i, j in np.argwhere(shared)]
    for size in range(len(meet) + 1):
        for pairs in combinations(meet, size):
            if len({i for i, _ in pairs}) == len({j for _, j in pairs}) == size:
                best.setdefault(sum(int(shared[pair]) for pair in pairs), set()).add(frozenset(pairs))
    return best[max(best)]


def test_spans_that_touch_stay_two_and_spans_that_overlap_become_one() -> None:
    seen = np.ones((CODERS, DOCUMENTS), dtype=np.bool_)
    touching = Case(seen, [(0, 0, 0, 2, 3), (0, 0, 0, 5, 3)]).swept()[0]
    overlapping = Case(seen, [(0, 0, 0, 2, 4), (0, 0, 0, 5, 3)]).swept()[0]
    assert (touching.start.tolist(), touching.end.tolist()) == ([0, 3], [3, 6])
    assert (overlapping.start.tolist(), overlapping.end.tolist()) == ([0], [6])


def test_a_span_over_a_question_is_one_span_without_the_question() -> None:
    seen = np.ones((CODERS, DOCUMENTS), dtype=np.bool_)
    found = Case(seen, [(0, 0, 0, 15, 20)]).swept()[0]
    assert (found.start.tolist(), found.end.tolist()) == ([11], [19])


def test_two_codes_of_one_coder_on_one_stretch_overlap() -> None:
    seen = np.ones((CODERS, DOCUMENTS), dtype=np.bool_)
    assert has_overlaps(Case(seen, [(0, 0, 0, 2, 4), (0, 0, 1, 5, 3)]).swept()[0])
    assert not has_overlaps(Case(seen, [(0, 0, 0, 2, 4), (0, 1, 1, 5, 3)]).swept()[0])


def test_figures_of_spans_say_when_they_do_not_exist() -> None:
    seen = np.ones((CODERS, DOCUMENTS), dtype=np.bool_)
    found, _ = Case(seen, [(0, 0, 0, 2, 4), (0, 1, 1, 2, 4)]).swept()
    total = overlap(found, np.ones(DOCUMENTS, dtype=np.bool_), 0, 1, codes=CODES).total()
    assert span_figures(total, 0).f1 == pytest.approx(0)
    assert span_figures(total, 0).boundary_distance == Undefined("no spans match")
    assert span_figures(total, 2).f1 == Undefined("nobody marked anything")
