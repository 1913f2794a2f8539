"""What the codings were when their coders declared documents done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.storage.studies import FRAMEWORK, SETTINGS, code, coding, document, identity

from kangni.core.bundle import Bundle
from kangni.core.coding import Coding
from kangni.core.names import CodeId, CoderId, CodingId, ParticipantId
from kangni.core.people import Assignment, Coder, Participant, Progress
from kangni.core.text import Span
from kangni.methods.columns import CodingColumns
from kangni.storage.store import SqliteStore

MakeStore = Callable[[Bundle], SqliteStore]

PERSON = Participant(ParticipantId(identity(21)), "P01")
ANNA, BEN = Coder(CoderId(identity(11)), "A"), Coder(CoderId(identity(12)), "B")
LOAD, HELP = code(31, "LOAD"), code(32, "HELP", polarity="protection")
TEXT = document(41, "P01.zh", "ask", "a" * 10, "ask", "b" * 10, participant=PERSON.id)
OTHER = document(42, "P02.zh", "ask", "c" * 10)
FIRST, SECOND = Span(24, 30), Span(45, 50)
STUDY = Bundle(
    SETTINGS,
    FRAMEWORK,
    codes=(LOAD, HELP),
    participants=(PERSON,),
    coders=(ANNA, BEN),
    documents=(TEXT, OTHER),
)


def said(columns: CodingColumns) -> list[tuple[int, int, int, int, int]]:
    """Coder, document, code, start and polarity of each coding."""
    parts = (columns.coder, columns.document, columns.code, columns.start, columns.polarity)
    return list(zip(*(part.tolist() for part in parts), strict=True))


def when_done(store: SqliteStore) -> list[tuple[int, int, int, int, int]]:
    with store.read() as read:
        return said(read.columns().codings_when_done())


def now(store: SqliteStore) -> list[tuple[int, int, int, int, int]]:
    with store.read() as read:
        return said(read.columns().codings())


def put(store: SqliteStore, *codings: Coding, actor: str = "A") -> None:
    with store.write("apply code", actor, {}) as write:
        write.add(codings)


def finish(store: SqliteStore, coder: Coder = ANNA) -> None:
    with store.write("declare seen", coder.handle, {}) as write:
        write.add([Assignment(coder.id, TEXT.id, Progress.DONE, done_at=write.number)])


def test_without_later_changes_the_codings_are_those_of_now(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    put(store, coding(51, TEXT, FIRST, LOAD, ANNA))
    finish(store)
    with store.read() as read:
        columns = read.columns()
        assert columns.codings_when_done() is columns.codings()


def test_what_was_coded_removed_or_recoded_after_done_is_as_it_was_before(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    gone, recoded = coding(51, TEXT, FIRST, LOAD, ANNA), coding(52, TEXT, SECOND, LOAD, ANNA)
    put(store, gone, recoded)
    finish(store)
    put(store, coding(53, TEXT, SECOND, HELP, ANNA))
    with store.write("mend", "A", {}) as write:
        write.remove([gone])
        write.replace([replace(recoded, code=HELP.id, span=Span(46, 50))])
    assert now(store) == [(0, 0, 1, 46, 1), (0, 0, 1, 45, 1)]
    assert when_done(store) == [(0, 0, 0, 24, 0), (0, 0, 0, 45, 0)]


def test_each_coder_has_a_done_of_their_own(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    put(store, coding(51, TEXT, FIRST, LOAD, ANNA))
    finish(store, ANNA)
    put(store, coding(52, TEXT, FIRST, LOAD, BEN), actor="B")
    finish(store, BEN)
    put(store, coding(53, TEXT, SECOND, LOAD, ANNA), coding(54, TEXT, SECOND, LOAD, BEN))
    assert when_done(store) == [(0, 0, 0, 24, 0), (1, 0, 0, 24, 0)]


def test_codings_of_the_deed_that_declares_done_stand(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    with store.write("import", "A", {}) as write:
        write.add([coding(51, TEXT, FIRST, LOAD, ANNA)])
        write.add([Assignment(ANNA.id, TEXT.id, Progress.DONE, done_at=write.number)])
    assert when_done(store) == [(0, 0, 0, 24, 0)]


def test_documents_that_are_not_done_are_as_they_are_now(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    finish(store)
    put(store, coding(51, TEXT, FIRST, LOAD, ANNA), coding(52, OTHER, Span(24, 28), LOAD, ANNA))
    assert when_done(store) == [(0, 1, 0, 24, 0)]


def test_undo_and_redo_of_a_later_change_do_not_reach_the_first_reading(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    kept = coding(51, TEXT, FIRST, LOAD, ANNA)
    put(store, kept)
    finish(store)
    with store.write("remove", "A", {}) as write:
        write.remove([kept])
    assert (now(store), when_done(store)) == ([], [(0, 0, 0, 24, 0)])
    store.undo("A")
    assert now(store) == when_done(store) == [(0, 0, 0, 24, 0)]
    store.redo("A")
    assert (now(store), when_done(store)) == ([], [(0, 0, 0, 24, 0)])


def test_a_draft_adopted_after_done_was_no_coding_then(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    draft = replace(coding(51, TEXT, FIRST, LOAD, ANNA), draft=True)
    put(store, draft)
    finish(store)
    with store.write("adopt", "A", {}) as write:
        write.replace([replace(draft, draft=False)])
    assert (now(store), when_done(store)) == ([(0, 0, 0, 24, 0)], [])


def test_own_polarity_and_level_are_those_of_then_and_turns_are_found_again(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    contrary = replace(coding(51, TEXT, Span(24, 50), LOAD, ANNA), polarity="protection", reason="she likes it")
    put(store, contrary)
    finish(store)
    with store.write("mend", "A", {}) as write:
        write.replace([replace(contrary, polarity=None, reason="", span=FIRST)])
    assert (now(store), when_done(store)) == ([(0, 0, 0, 24, 0)], [(0, 0, 0, 24, 1)])
    with store.read() as read:
        columns = read.columns().codings_when_done()
        assert (columns.row.tolist(), columns.turn.tolist(), columns.last_turn.tolist()) == ([1], [1], [3])
        assert (columns.participant.tolist(), columns.level.tolist(), columns.end.tolist()) == ([0], [0], [50])


def test_a_memo_or_a_release_after_done_changes_no_reading(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    one = coding(51, TEXT, FIRST, LOAD, ANNA)
    put(store, one)
    finish(store)
    with store.write("note", "A", {}) as write:
        write.replace([replace(one, memo="seen twice", released=True)])
    with store.read() as read:
        columns = read.columns()
        assert columns.codings_when_done() is columns.codings()


def test_a_coding_of_a_code_that_is_gone_is_left_out(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    spare = replace(code(39, "V.001"), id=CodeId(identity(39)))
    with store.write("add code", "A", {}) as write:
        write.add([spare])
    marked = coding(51, TEXT, FIRST, spare, ANNA)
    put(store, marked, coding(52, TEXT, SECOND, LOAD, ANNA))
    finish(store)
    with store.write("drop the code", "A", {}) as write:
        write.remove([marked])
        write.remove([spare])
    assert when_done(store) == [(0, 0, 0, 45, 0)]


def test_many_codings_of_many_deeds_are_told_apart_by_number(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    spans = [Span(24, 25 + n) for n in range(9)]
    for n, span in enumerate(spans):
        put(store, coding(60 + n, TEXT, span, LOAD, ANNA))
        if n == 4:
            finish(store)
    assert (len(now(store)), len(when_done(store))) == (9, 5)


@pytest.mark.parametrize("undone", [False, True])
def test_codings_that_another_coder_had_drafted_are_known(make_store: MakeStore, *, undone: bool) -> None:
    store = make_store(STUDY)
    theirs = replace(coding(51, TEXT, FIRST, LOAD, BEN), draft=True)
    own = replace(coding(52, TEXT, SECOND, LOAD, ANNA), draft=True)
    put(store, coding(53, TEXT, SECOND, HELP, ANNA), theirs, own)
    with store.write("adopt", "A", {}) as write:
        write.replace([replace(theirs, draft=False, coder=ANNA.id), replace(own, draft=False)])
    if undone:
        store.undo("A")
        with store.write("adopt", "B", {}) as write:
            write.replace([replace(theirs, draft=False)])
    with store.read() as read:
        assert np.array_equal(read.columns().adopted(), [] if undone else [2])


def test_an_empty_study_has_no_first_readings(make_store: MakeStore) -> None:
    store = make_store(STUDY)
    assert when_done(store) == []
    with store.read() as read:
        assert read.columns().adopted().size == 0


def test_the_first_reading_is_the_same_as_read_at_that_number(make_store: MakeStore) -> None:
    """Random later changes: the codings read back are those that were copied when the document was declared done."""
    rng = np.random.default_rng(3)
    store = make_store(STUDY)
    known = {n: coding(100 + n, TEXT, Span(24, 26 + n), LOAD, ANNA) for n in range(6)}
    put(store, *known.values())
    finish(store)
    expected = now(store)
    for n in range(40):
        with store.write("change", "A", {}) as write:
            chosen = int(rng.choice(list(known)))
            if rng.random() < 0.3 and len(known) > 1:
                write.remove([known.pop(chosen)])
            elif rng.random() < 0.5:
                other = HELP if known[chosen].code == LOAD.id else LOAD
                known[chosen] = replace(known[chosen], code=other.id)
                write.replace([known[chosen]])
            else:
                new = Coding(CodingId(identity(300 + n)), TEXT.id, Span(24 + n // 12, 40 + n % 12), HELP.id, ANNA.id)
                if write.add([new]):
                    known[200 + n] = new
        if rng.random() < 0.2:
            store.undo("A")
            store.redo("A")
        assert when_done(store) == expected
