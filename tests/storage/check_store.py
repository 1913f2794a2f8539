"""What any store of studies promises; each promise takes a maker of stores that hold a bundle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.storage.studies import FRAMEWORK, SETTINGS, code, coding, identity, participant, whole_study

from kangni.core.advice import Suggestion
from kangni.core.bundle import Bundle
from kangni.core.changes import Change, EntryKind
from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.episodes import Episode, Moment
from kangni.core.errors import (
    HandleTaken,
    NothingToRedo,
    NothingToUndo,
    RedoBlocked,
    StillReferred,
    UndoBlocked,
    UnknownName,
)
from kangni.core.names import ClaimId, CodeId, CodingId, SuggestionId
from kangni.core.people import Assignment, Coder, Participant, Progress
from kangni.core.text import Span
from kangni.methods.columns import INTERVIEWER, PARTICIPANT
from kangni.storage.canonical import hash_of
from kangni.storage.store import SqliteStore

__all__ = ["PROMISES"]

MakeStore = Callable[[Bundle], SqliteStore]
Promise = Callable[[MakeStore], None]

PROMISES: list[Promise] = []


def promise(check: Promise) -> Promise:
    PROMISES.append(check)
    return check


def hash_now(store: SqliteStore) -> str:
    with store.read() as read:
        return read.hash()


def everything(store: SqliteStore) -> Bundle:
    with store.read() as read:
        return read.bundle()


# --- values in and out --------------------------------------------------------------------------------------------


@promise
def every_record_comes_back_as_it_was_given(make_store: MakeStore) -> None:
    given = whole_study()
    assert everything(make_store(given)) == given


@promise
def a_study_made_again_from_its_bundle_has_the_same_hash(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    again = make_store(everything(store))
    assert hash_now(again) == hash_now(store) == hash_of(whole_study())


@promise
def the_hash_knows_no_order_of_arrival(make_store: MakeStore) -> None:
    given = whole_study()
    turned = replace(
        given,
        codes=given.codes[::-1],
        codings=given.codings[::-1],
        documents=given.documents[::-1],
        memos=given.memos[::-1],
    )
    assert hash_now(make_store(turned)) == hash_now(make_store(given))


@promise
def the_hash_changes_with_every_kind_of_record(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    hashes = {hash_now(store)}
    whole = everything(store)
    for records in (
        whole.suggestions,
        whole.restrictions,
        whole.assignments,
        whole.memos,
        whole.episodes,
        whole.claims,
        whole.decisions,
        whole.recommendations,
    ):
        with store.write("remove", "A", {}) as write:
            write.remove(records)
        hashes.add(hash_now(store))
    assert len(hashes) == 9


@promise
def records_come_in_the_order_of_their_arrival(make_store: MakeStore) -> None:
    later, earlier = participant(901, "P09"), participant(900, "P08")
    store = make_store(Bundle(SETTINGS, FRAMEWORK, participants=(later,)))
    with store.write("import", "A", {}) as write:
        write.add([earlier])
    with store.read() as read:
        assert list(read.all(Participant)) == [later, earlier]


@promise
def names_are_found_in_any_case_and_encoding(make_store: MakeStore) -> None:
    store = make_store(
        Bundle(SETTINGS, FRAMEWORK, participants=(participant(1, "Zoe\N{LATIN SMALL LETTER E WITH ACUTE}"),))
    )
    with store.read() as read:
        assert read.named(Participant, "ZOEE\N{COMBINING ACUTE ACCENT}").id == identity(1)


@promise
def an_unknown_name_is_answered_with_the_closest_one(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    with store.read() as read, pytest.raises(UnknownName) as caught:
        read.named(Code, "STR.O1")
    assert (caught.value.kind, caught.value.suggestion) == ("code", "STR.01")


@promise
def heads_say_what_the_documents_say(make_store: MakeStore) -> None:
    given = whole_study().documents
    store = make_store(whole_study())
    with store.read() as read:
        heads = read.document_heads()
        texts = read.texts([given[2].id, given[0].id])
    assert [(head.id, head.length, head.turns, head.date, head.source_sha256) for head in heads] == [
        (text.id, len(text.text), len(text.turns), text.date, text.source.sha256) for text in given
    ]
    assert [head.translation_of for head in heads] == [None, given[0].id, None]
    assert texts == {given[2].id: given[2].text, given[0].id: given[0].text}


@promise
def a_document_opens_with_its_own_records_only(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    with store.read() as read:
        assert list(read.in_document(Coding, given.documents[0].id)) == list(given.codings[:2])
        assert list(read.in_document(Claim, given.documents[0].id)) == list(given.claims[:1])
        assert list(read.in_document(Episode, given.documents[2].id)) == list(given.episodes[1:])


@promise
def evidence_comes_in_the_order_asked(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    with store.read() as read:
        lines = read.lines(Coding, [4, 1])
    placed, busy = given.codings[3], given.codings[0]
    assert [(line.row, line.id, line.span, line.code, line.coder) for line in lines] == [
        (4, placed.id, None, placed.code, placed.coder),
        (1, busy.id, busy.span, busy.code, busy.coder),
    ]
    assert (lines[0].place, lines[0].document, lines[1].released, lines[1].note) == (
        placed.place,
        None,
        True,
        "told twice",
    )


@promise
def evidence_of_a_claim_has_both_ends_and_of_an_episode_all_moments(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    with store.read() as read:
        (claim,) = read.lines(Claim, [1])
        moments = read.lines(Episode, [1])
    said, told = given.claims[0], given.episodes[0]
    assert (claim.code, claim.effect, claim.sign, claim.note) == (said.cause, said.effect, -1, "n")
    assert [(line.row, line.id, line.span, line.code, line.note) for line in moments] == [
        (1, told.id, moment.span, moment.code, "busy days") for moment in told.moments
    ]


# --- deeds --------------------------------------------------------------------------------------------------------


@promise
def a_deed_that_fails_leaves_nothing(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    before = hash_now(store)

    def stop_halfway() -> None:
        with store.write("import", "A", {}) as write:
            write.add([participant(900, "P09")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop_halfway()
    with store.read() as read:
        assert (read.hash(), read.revision, list(read.history())) == (before, 0, [])


@promise
def a_deed_is_one_entry_with_what_it_changed(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    given = whole_study()
    with store.write("mend", "A", {"file": "codes.csv"}) as write:
        assert write.number == 1
        write.add([participant(900, "P09"), participant(901, "P10")])
        write.replace([replace(given.codings[0], memo="")])
        write.remove(given.suggestions)
    with store.read() as read:
        (entry,) = read.history()
        assert read.revision == 1
    assert (entry.number, entry.kind, entry.root, entry.deed, entry.actor) == (1, EntryKind.DO, 1, "mend", "A")
    assert (entry.facts, entry.standing) == ({"file": "codes.csv"}, True)
    assert entry.changes == {
        "participant": Change(added=2),
        "coding": Change(changed=1),
        "suggestion": Change(removed=1),
    }


@promise
def a_deed_that_changes_nothing_leaves_no_entry(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    with store.write("again", "somebody new", {}) as write:
        write.actor()
        assert write.add(given.codings) == 0
        assert write.replace([*given.documents]) == 0
        write.set_settings(SETTINGS)
        write.set_framework(FRAMEWORK)
    with store.read() as read:
        assert (read.revision, len(read.all(Coder))) == (0, 2)


@promise
def a_deed_that_asks_for_it_is_noted_and_stays(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    with store.write("waive consent", "A", {"P02": "a talk in the team"}) as write:
        write.note()
    with store.read() as read:
        assert [entry.facts for entry in read.history()] == [{"P02": "a talk in the team"}]
    with pytest.raises(NothingToUndo):
        store.undo("A")


@promise
def the_actor_is_a_coder_made_on_first_use(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    with store.write("code", "Cleo", {}) as write:
        cleo = write.actor()
        assert write.actor() == cleo
        write.add([participant(900, "P09")])
    with store.write("code", "CLEO", {}) as write:
        assert write.actor() == cleo


@promise
def the_same_coding_said_again_adds_nothing(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    anna, told, load = given.coders[0], given.documents[0], given.codes[1]
    with store.write("import", "A", {}) as write:
        new = coding(900, told, Span(37, 40), load, anna)
        placed = replace(given.codings[3], id=CodingId(identity(901)))
        again = replace(given.codings[0], id=CodingId(identity(902)), memo="other words")
        assert write.add([new, replace(new, id=CodingId(identity(903))), placed, again]) == 1
    assert everything(store).codings == (*given.codings, new)


@promise
def what_refers_to_a_coding_said_again_finds_the_first_one(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    again = replace(given.codings[1], id=CodingId(identity(900)))
    tie = Suggestion(SuggestionId(identity(901)), again.id, again.coder, ("evaluation",))
    with store.write("import", "A", {}) as write:
        write.add([again])
        write.add([tie])
    assert everything(store).suggestions[1].coding == given.codings[1].id


@promise
def a_name_is_given_once(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    before = hash_now(store)
    twice = participant(900, "P09")
    for records in (
        [code(900, "str.01")],
        [twice, participant(901, "p09")],
        [twice, replace(twice, attributes={"a": 1})],
    ):
        with pytest.raises(HandleTaken), store.write("import", "A", {}) as write:
            write.add(records)
    with pytest.raises(HandleTaken), store.write("rename", "A", {}) as write:
        write.replace([replace(whole_study().codes[1], handle="SUP.01")])
    assert hash_now(store) == before


@promise
def two_names_can_be_swapped_in_one_deed(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    before = hash_now(store)
    _, load, help_ = given.codes
    with store.write("swap", "A", {}) as write:
        swapped = [replace(load, handle=help_.handle), replace(help_, handle=load.handle, basis="new")]
        assert write.replace(swapped) == 2
    with store.read() as read:
        assert read.named(Code, "SUP.01").id == load.id
    store.undo("A")
    assert hash_now(store) == before


@promise
def of_two_changes_to_one_record_the_last_holds(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    busy = given.codings[0]
    with store.write("note", "A", {}) as write:
        assert write.replace([replace(busy, memo="one", voice="shared"), replace(busy, memo="two")]) == 1
    assert everything(store).codings[0] == replace(busy, memo="two")
    store.undo("A")
    assert everything(store) == given


@promise
def a_changed_part_changes_its_record_alone(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    told, episode = given.documents[0], given.episodes[0]
    turns = tuple(replace(turn, participant=given.participants[1].id) for turn in told.turns)
    moments = (replace(episode.moments[0], stage="context"), Moment(2, "context", given.codes[2].id, Span(37, 40)))
    with store.write("mend", "A", {}) as write:
        assert write.replace([replace(told, turns=turns), given.documents[1]]) == 1
        assert write.replace([replace(episode, moments=moments)]) == 1
    whole = everything(store)
    assert (whole.documents[0].turns, whole.episodes[0].moments) == (turns, moments)
    store.undo("A")
    assert everything(store) == given


@promise
def what_others_refer_to_is_not_removed(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    before = hash_now(store)
    with pytest.raises(StillReferred) as caught, store.write("remove", "A", {}) as write:
        write.remove([given.codes[0]])
    assert (caught.value.kind, caught.value.by, caught.value.count) == ("code", "code", 1)
    assert hash_now(store) == before


@promise
def a_record_that_is_not_there_is_neither_replaced_nor_referred_to(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    nowhere = replace(given.codings[0], id=CodingId(identity(900)), code=CodeId(identity(901)))
    for deed in ("add", "replace"):
        with pytest.raises(UnknownName), store.write(deed, "A", {}) as write:
            getattr(write, deed)([nowhere])
    absent = Assignment(given.coders[1].id, given.documents[0].id, Progress.DONE)
    with pytest.raises(UnknownName), store.write("replace", "A", {}) as write:
        write.replace([absent])


@promise
def originals_are_kept_once_and_outside_the_hash(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    before = hash_now(store)
    for _ in range(2):
        with store.write("import", "A", {}) as write:
            write.keep_source("00" * 32, b"\xef\xbb\xbfP01")
            write.note()
    assert hash_now(store) == before


# --- undo and redo ------------------------------------------------------------------------------------------------


@promise
def every_kind_of_deed_is_taken_back_and_done_again(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(replace(given, suggestions=(), restrictions=(), assignments=(), memos=()))
    hashes = [hash_now(store)]
    for records in (given.memos, given.suggestions, given.restrictions, given.assignments):
        with store.write("add", "A", {}) as write:
            write.add(records)
        hashes.append(hash_now(store))
    with store.write("settle", "A", {}) as write:
        write.set_settings(replace(SETTINGS, name="other", agreement="off"))
        write.set_framework(replace(FRAMEWORK, version="2"))
    hashes.append(hash_now(store))
    with store.write("remove", "A", {}) as write:
        write.remove(given.memos)
        write.remove(given.episodes)
    hashes.append(hash_now(store))
    for expected in reversed(hashes[:-1]):
        store.undo("A")
        assert hash_now(store) == expected
    for expected in hashes[1:]:
        store.redo("A")
        assert hash_now(store) == expected


@promise
def rows_stay_the_same_through_undo_and_redo(make_store: MakeStore) -> None:
    store = make_store(Bundle(SETTINGS, FRAMEWORK))
    with store.write("one", "A", {}) as write:
        write.add(whole_study().participants)
    store.undo("A")
    with store.write("two", "B", {}) as write:
        write.add(whole_study().coders)
    store.redo("A")
    with store.write("three", "B", {}) as write:
        write.add([participant(900, "P09")])
    with store.read() as read:
        assert [person.handle for person in read.all(Participant)] == ["P01", "P02", "P09"]


@promise
def an_undo_is_an_entry_and_says_what_stands(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    with store.write("import", "A", {}) as write:
        write.add([participant(900, "P09")])
    undone = store.undo("a")
    with store.read() as read:
        entries = list(read.history())
    assert (undone.number, undone.kind, undone.root, undone.deed) == (2, EntryKind.UNDO, 1, "import")
    assert undone.changes == {"participant": Change(removed=1)}
    assert [(entry.number, entry.standing) for entry in entries] == [(1, False), (2, True)]
    store.redo("A")
    with store.read() as read:
        assert [(e.number, e.kind, e.standing) for e in read.history()] == [
            (1, EntryKind.DO, True),
            (2, EntryKind.UNDO, False),
            (3, EntryKind.REDO, True),
        ]


@promise
def each_person_takes_back_their_own_deeds(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    for n, who in ((900, "A"), (901, "B")):
        with store.write("import", who, {}) as write:
            write.add([participant(n, f"P{n}")])
    assert store.undo("A").root == 1
    with pytest.raises(NothingToUndo):
        store.undo("A")
    with pytest.raises(NothingToRedo):
        store.redo("B")


@promise
def nothing_is_done_again_after_the_next_deed(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    with store.write("import", "A", {}) as write:
        write.add([participant(900, "P09")])
    store.undo("A")
    with store.write("import", "A", {}) as write:
        write.add([participant(901, "P10")])
    with pytest.raises(NothingToRedo):
        store.redo("A")


@promise
def a_later_change_to_the_same_record_blocks_an_undo_by_name(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    with store.write("note", "A", {}) as write:
        write.replace([replace(given.codings[0], memo="one")])
    with store.write("note again", "B", {}) as write:
        write.replace([replace(given.codings[0], memo="two")])
    before = hash_now(store)
    with pytest.raises(UndoBlocked) as caught:
        store.undo("A")
    blocked = caught.value
    assert (blocked.deed, blocked.number) == ("note", 1)
    assert (blocked.later_deed, blocked.later_number, blocked.later_actor) == ("note again", 2, "B")
    assert hash_now(store) == before


@promise
def a_later_change_to_another_record_blocks_nothing(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    with store.write("note", "A", {}) as write:
        write.replace([replace(given.codings[0], memo="one")])
    with store.write("note", "B", {}) as write:
        write.replace([replace(given.codings[1], memo="two")])
    store.undo("A")
    assert [c.memo for c in everything(store).codings[:2]] == ["told twice", "two"]


@promise
def a_later_record_that_leans_on_it_blocks_an_undo(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    new = code(900, "V.001")
    with store.write("add code", "A", {}) as write:
        write.add([new])
    with store.write("apply", "B", {}) as write:
        write.add([coding(901, given.documents[0], Span(23, 25), new, given.coders[1])])
    with pytest.raises(UndoBlocked) as caught:
        store.undo("A")
    assert (caught.value.later_number, caught.value.later_actor) == (2, "B")


@promise
def a_deed_that_was_taken_back_blocks_nothing(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    before = hash_now(store)
    new = code(900, "V.001")
    with store.write("add code", "A", {}) as write:
        write.add([new])
    with store.write("apply", "B", {}) as write:
        write.add([coding(901, given.documents[0], Span(23, 25), new, given.coders[1])])
        write.replace([replace(new, basis="seen")])
    store.undo("B")
    store.undo("A")
    assert hash_now(store) == before
    with pytest.raises(RedoBlocked) as caught:
        store.redo("B")
    assert (caught.value.number, caught.value.later_number, caught.value.later_actor) == (2, 4, "A")
    store.redo("A")
    store.redo("B")
    assert everything(store).codes[-1].basis == "seen"


@promise
def what_comes_back_must_find_what_it_leaned_on(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    spare = code(900, "V.001")
    marked = coding(901, given.documents[0], Span(23, 25), spare, given.coders[1])
    with store.write("prepare", "C", {}) as write:
        write.add([spare])
        write.add([marked])
    with store.write("remove", "A", {}) as write:
        write.remove([marked])
    with store.write("remove code", "B", {}) as write:
        write.remove([spare])
    with pytest.raises(UndoBlocked) as caught:
        store.undo("A")
    assert (caught.value.later_deed, caught.value.later_number) == ("remove code", 3)


@promise
def what_comes_back_must_find_its_name_free(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    with store.write("remove", "A", {}) as write:
        write.remove([given.claims[1]])
    with store.write("import", "B", {}) as write:
        write.add([replace(given.claims[1], id=ClaimId(identity(999)), note="new")])
    with pytest.raises(UndoBlocked) as caught:
        store.undo("A")
    assert (caught.value.later_deed, caught.value.later_number) == ("import", 2)


# --- columns ------------------------------------------------------------------------------------------------------


@promise
def columns_count_in_the_order_in_which_things_are_handed_out(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    with store.read() as read:
        columns = read.columns()
        turns, codings = columns.turns(), columns.codings()
    assert turns.document.tolist() == [0, 0, 0, 2, 2]
    assert turns.ordinal.tolist() == [1, 2, 4, 1, 2]
    assert turns.role.tolist() == [INTERVIEWER, PARTICIPANT, PARTICIPANT, INTERVIEWER, PARTICIPANT]
    assert turns.participant.tolist() == [-1, 0, 0, -1, 1]
    assert codings.row.tolist() == [1, 2]
    assert (codings.document.tolist(), codings.code.tolist(), codings.coder.tolist()) == ([0, 0], [1, 1], [0, 1])
    assert (codings.start.tolist(), codings.end.tolist()) == ([23, 23], [26, 27])
    assert (codings.polarity.tolist(), codings.level.tolist()) == ([0, 1], [0, 0])
    assert (codings.voice.tolist(), codings.stance.tolist()) == ([0, 1], [0, 1])
    assert (codings.participant.tolist(), codings.turn.tolist(), codings.last_turn.tolist()) == ([0, 0], [1, 1], [1, 1])


@promise
def columns_of_claims_and_episodes_say_what_is_not_there(make_store: MakeStore) -> None:
    store = make_store(whole_study())
    with store.read() as read:
        claims = read.columns().claims()
        episodes, moments = read.columns().episodes()
        seen = read.columns().seen()
    assert (claims.document.tolist(), claims.participant.tolist(), claims.turn.tolist()) == ([0, -1], [0, -1], [1, -1])
    assert (claims.cause.tolist(), claims.effect.tolist()) == ([2, 1], [1, 0])
    assert (claims.sign.tolist(), claims.strength.tolist()) == ([-1, 1], [2, 0])
    assert (episodes.outcome.tolist(), episodes.closed.tolist()) == ([1, -1], [True, False])
    assert episodes.participant.tolist() == [0, 1]
    assert (moments.episode.tolist(), moments.position.tolist()) == ([0, 0], [1, 3])
    assert (moments.stage.tolist(), moments.code.tolist()) == ([0, 1], [1, -1])
    assert seen.tolist() == [[True, False, False], [False, False, False]]


@promise
def a_span_over_several_turns_knows_the_first_and_the_last(make_store: MakeStore) -> None:
    given = whole_study()
    told, load, anna = given.documents[0], given.codes[1], given.coders[0]
    spans = [Span(15, 40), Span(19, 23), Span(0, 15), Span(28, 38), Span(40, 41)]
    codings = tuple(coding(900 + i, told, span, load, anna) for i, span in enumerate(spans))
    store = make_store(replace(given, codings=codings, suggestions=(), memos=()))
    with store.read() as read:
        columns = read.columns().codings()
    assert columns.turn.tolist() == [0, -1, -1, 1, -1]
    assert columns.last_turn.tolist() == [2, -1, -1, 2, -1]
    assert columns.participant.tolist() == [0, 0, 0, 0, 0]  # the main one, where an interviewer or nobody speaks


@promise
def an_empty_study_has_empty_columns(make_store: MakeStore) -> None:
    store = make_store(Bundle(SETTINGS, FRAMEWORK))
    with store.read() as read:
        columns = read.columns()
        assert [len(columns.turns().start), len(columns.codings().row), len(columns.claims().row)] == [0, 0, 0]
        assert [len(part.row) for part in columns.episodes()] == [0, 0]
        assert columns.seen().shape == (0, 0)
        assert (read.document_heads(), read.lines(Coding, []), read.texts([])) == ([], [], {})


@promise
def columns_of_a_deed_under_way_show_what_it_did(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    with store.write("adopt", "A", {}) as write:
        n = len(write.columns().codings().row)
        write.replace([replace(given.codings[2], draft=False)])
        assert len(write.columns().codings().row) == n + 1


@promise
def columns_are_read_once_a_revision(make_store: MakeStore) -> None:
    given = whole_study()
    store = make_store(given)
    with store.read() as read:
        first = read.columns().codings()
    with store.read() as read:
        assert read.columns().codings() is first
    with store.write("remove", "A", {}) as write:
        write.remove([given.codings[1]])
    with store.read() as read:
        assert np.array_equal(read.columns().codings().row, [1])
