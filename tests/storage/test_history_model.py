"""Random deeds, undos and redos of two people against a model that knows only values."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Literal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.fakes import seeded_ids
from tests.storage.studies import FRAMEWORK, SETTINGS, code, coding, document, whole_study

from kangni.core.bundle import Bundle
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.errors import NothingToRedo, NothingToUndo, RedoBlocked, UndoBlocked
from kangni.core.names import CodeId, CodingId, fold_handle
from kangni.core.text import Span
from kangni.storage.canonical import hash_of
from kangni.storage.creating import create_from
from kangni.storage.store import open_store

Key = tuple[Literal["code", "coding", "settings"], int]
Value = Code | Coding | str | None

ACTORS = ("A", "B")
TEXT = document(41, "P01.zh", "a", "b" * 20)
FIRST, SECOND = code(31, "C1"), code(32, "C2")
CODER = whole_study().coders[0]
BASE = replace(
    Bundle(SETTINGS, FRAMEWORK),
    coders=(CODER,),
    documents=(TEXT,),
    codes=(FIRST, SECOND),
    codings=(coding(51, TEXT, Span(3, 5), FIRST, CODER), coding(52, TEXT, Span(5, 9), FIRST, CODER)),
)
SPANS = (Span(3, 5), Span(5, 9), Span(3, 9))


@dataclass
class Deed:
    """What one deed did to each value, and what stood on each value when it was taken back."""

    number: int
    actor: str
    changes: dict[Key, tuple[Value, Value]]
    beneath: dict[Key, list[int]] = field(default_factory=dict)


@dataclass
class Model:
    """A study as values, with the deeds in force on each of them, newest last."""

    values: dict[Key, Value] = field(
        default_factory=lambda: {
            ("settings", 0): SETTINGS.name,
            **{("code", one.id.int): one for one in BASE.codes},
            **{("coding", one.id.int): one for one in BASE.codings},
        }
    )
    deeds: dict[int, Deed] = field(default_factory=dict)
    on: dict[Key, list[int]] = field(default_factory=dict)
    done: dict[str, list[int]] = field(default_factory=lambda: {actor: [] for actor in ACTORS})
    undone: dict[str, list[int]] = field(default_factory=lambda: {actor: [] for actor in ACTORS})
    number: int = 0

    def do(self, actor: str, changes: dict[Key, Value]) -> None:
        real = {key: (self.values.get(key), new) for key, new in changes.items() if self.values.get(key) != new}
        if not real:
            return
        self.number += 1
        deed = Deed(self.number, actor, real)
        self.deeds[deed.number] = deed
        self.done[actor].append(deed.number)
        self.undone[actor].clear()
        self._put_on(deed)

    def undo(self, actor: str) -> bool:
        """Take back the actor's last deed; False where another one stands in the way."""
        deed = self.deeds[self.done[actor][-1]]
        back = {key: old for key, (old, _) in deed.changes.items()}
        if any(self.on[key][-1:] != [deed.number] for key in back) or not is_whole({**self.values, **back}):
            return False
        self.values.update(back)
        for key in back:
            self.on[key].pop()
            deed.beneath[key] = list(self.on[key])
        self.undone[actor].append(self.done[actor].pop())
        self.number += 1
        return True

    def redo(self, actor: str) -> bool:
        """Do again what the actor took back; False where another deed stands in the way."""
        deed = self.deeds[self.undone[actor][-1]]
        again = {key: new for key, (_, new) in deed.changes.items()}
        if any(self.on[key] != deed.beneath[key] for key in again) or not is_whole({**self.values, **again}):
            return False
        self._put_on(deed)
        self.done[actor].append(self.undone[actor].pop())
        self.number += 1
        return True

    def _put_on(self, deed: Deed) -> None:
        for key, (_, new) in deed.changes.items():
            self.values[key] = new
            self.on.setdefault(key, []).append(deed.number)

    def bundle(self) -> Bundle:
        codes = [value for value in self.values.values() if isinstance(value, Code)]
        codings = [value for value in self.values.values() if isinstance(value, Coding)]
        return replace(
            BASE,
            settings=replace(SETTINGS, name=str(self.values["settings", 0])),
            codes=tuple(sorted(codes, key=lambda one: one.id)),
            codings=tuple(sorted(codings, key=lambda one: one.id)),
        )


def is_whole(values: dict[Key, Value]) -> bool:
    """Tell whether names are given once, readings said once, and nothing refers to what is not there."""
    codes = [value for value in values.values() if isinstance(value, Code)]
    codings = [value for value in values.values() if isinstance(value, Coding)]
    known = {one.id for one in codes}
    folds = {fold_handle(one.handle) for one in codes}
    readings = {reading(one) for one in codings}
    refers = {one.parent for one in codes if one.parent} | {one.code for one in codings}
    return refers <= known and len(folds) == len(codes) and len(readings) == len(codings)


def reading(one: Coding) -> tuple[object, ...]:
    return one.coder, one.code, one.span


class History(RuleBasedStateMachine):
    """Every state of the store has the hash of the model's."""

    template: ClassVar[bytes] = b""

    @initialize()
    def make(self) -> None:
        """Start from a copy of one small study."""
        self.folder = tempfile.TemporaryDirectory()
        self.ids = seeded_ids(3)
        self.model = Model()
        path = Path(self.folder.name, "work.kangni")
        if not History.template:
            create_from(path, BASE, clock=self.now, new_id=lambda: next(self.ids)).close()
            History.template = path.read_bytes()
        path.write_bytes(History.template)
        self.store = open_store(path, clock=self.now, new_id=lambda: next(self.ids))

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    def codes(self) -> list[Code]:
        return [value for value in self.model.values.values() if isinstance(value, Code)]

    def recent_codes(self) -> st.SearchStrategy[Code]:
        """Return a choice among the newest codes: deeds that touch the same things are what there is to find."""
        return st.sampled_from(self.codes()[-2:])

    def codings(self) -> list[Coding]:
        return [value for value in self.model.values.values() if isinstance(value, Coding)]

    def recent_codings(self) -> st.SearchStrategy[list[Coding]]:
        """Return a choice of some of the newest codings."""
        newest = self.codings()[-3:]
        return st.lists(st.sampled_from(newest), min_size=1, unique_by=lambda one: one.id)

    @rule(actor=st.sampled_from(ACTORS), n=st.integers(1, 4), below=st.booleans(), coded=st.booleans())
    def add_code(self, actor: str, n: int, *, below: bool, coded: bool) -> None:
        """Add a code under a free name, perhaps below another one, perhaps with a coding in the same deed."""
        if any(one.handle == f"C{n}" for one in self.codes()):
            return
        parent = self.codes()[-1].id if below and self.codes() else None
        new = replace(code(0, f"C{n}"), id=CodeId(next(self.ids)), parent=parent)
        changes: dict[Key, Value] = {("code", new.id.int): new}
        with self.store.write("add code", actor, {}) as write:
            write.add([new])
            if coded:
                marked = Coding(CodingId(next(self.ids)), TEXT.id, SPANS[0], new.id, CODER.id)
                write.add([marked])
                changes["coding", marked.id.int] = marked
        self.model.do(actor, changes)

    @precondition(lambda self: self.codes())
    @rule(actor=st.sampled_from(ACTORS), data=st.data())
    def apply_codes(self, actor: str, data: st.DataObject) -> None:
        """Say one or two readings, perhaps again."""
        with self.store.write("apply", actor, {}) as write:
            changes: dict[Key, Value] = {}
            known = {reading(one) for one in self.codings()}
            new = []
            for _ in range(data.draw(st.integers(1, 2))):
                span, what = data.draw(st.sampled_from(SPANS)), data.draw(self.recent_codes())
                new.append(Coding(CodingId(next(self.ids)), TEXT.id, span, what.id, CODER.id))
                if reading(new[-1]) not in known:
                    known.add(reading(new[-1]))
                    changes["coding", new[-1].id.int] = new[-1]
            assert write.add(new) == len(changes)
        self.model.do(actor, changes)

    @precondition(lambda self: self.codings())
    @rule(actor=st.sampled_from(ACTORS), memo=st.sampled_from(["", "one", "two"]), data=st.data())
    def note(self, actor: str, memo: str, data: st.DataObject) -> None:
        """Write a memo on some codings."""
        chosen = data.draw(self.recent_codings())
        changed = [replace(one, memo=memo) for one in chosen]
        with self.store.write("note", actor, {}) as write:
            write.replace(changed)
        self.model.do(actor, {("coding", one.id.int): one for one in changed})

    @precondition(lambda self: self.codings())
    @rule(actor=st.sampled_from(ACTORS), data=st.data())
    def remove_codings(self, actor: str, data: st.DataObject) -> None:
        """Remove some codings."""
        gone = data.draw(self.recent_codings())
        with self.store.write("remove", actor, {}) as write:
            write.remove(gone)
        self.model.do(actor, {("coding", one.id.int): None for one in gone})

    @precondition(lambda self: self.codes())
    @rule(actor=st.sampled_from(ACTORS), data=st.data(), n=st.integers(1, 5))
    def rename_or_remove_code(self, actor: str, data: st.DataObject, n: int) -> None:
        """Give a code a name, or take it away, where that leaves the study whole."""
        chosen = data.draw(self.recent_codes())
        changed = None if n == 5 else replace(chosen, handle=f"C{n}")
        changes: dict[Key, Value] = {("code", chosen.id.int): changed}
        if not is_whole({**self.model.values, **changes}):
            return
        with self.store.write("mend code", actor, {}) as write:
            if changed is None:
                write.remove([chosen])
            else:
                write.replace([changed])
        self.model.do(actor, changes)

    @rule(actor=st.sampled_from(ACTORS), name=st.sampled_from(["work", "other", "third"]))
    def settle(self, actor: str, name: str) -> None:
        """Name the study."""
        with self.store.write("settle", actor, {}) as write:
            write.set_settings(replace(SETTINGS, name=name))
        self.model.do(actor, {("settings", 0): name})

    @precondition(lambda self: self.model.number)
    @rule(actor=st.sampled_from(ACTORS), times=st.integers(1, 3))
    def undo(self, actor: str, times: int) -> None:
        """Take back, and be refused exactly where the model is."""
        for _ in range(times):
            expected: type[Exception] | None = NothingToUndo
            if self.model.done[actor]:
                expected = None if self.model.undo(actor) else UndoBlocked
            assert failure_of(lambda: self.store.undo(actor)) is expected

    @precondition(lambda self: self.model.undone["A"] or self.model.undone["B"])
    @rule(actor=st.sampled_from(ACTORS), times=st.integers(1, 3))
    def redo(self, actor: str, times: int) -> None:
        """Do again, and be refused exactly where the model is."""
        for _ in range(times):
            expected: type[Exception] | None = NothingToRedo
            if self.model.undone[actor]:
                expected = None if self.model.redo(actor) else RedoBlocked
            assert failure_of(lambda: self.store.redo(actor)) is expected

    @precondition(lambda self: self.model.number % 5 == 4)
    @rule()
    def restart(self) -> None:
        """Close the study and open it again."""
        self.store.close()
        self.store = open_store(self.store.path, clock=self.now, new_id=lambda: next(self.ids))

    @invariant()
    def has_the_hash_of_the_model(self) -> None:
        """Compare everything that the study says."""
        if hasattr(self, "store"):
            with self.store.read() as read:
                assert read.revision == self.model.number
                assert read.hash() == hash_of(self.model.bundle())


def failure_of(act: object) -> type[Exception] | None:
    assert callable(act)
    try:
        act()
    except (NothingToRedo, NothingToUndo, RedoBlocked, UndoBlocked) as error:
        return type(error)
    return None


TestHistory = History.TestCase
TestHistory.settings = settings(
    max_examples=15, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
