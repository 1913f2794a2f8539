"""Bundles: what was written comes back, what was damaged does not come in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.storage.studies import identity, whole_study

import kangni
from kangni.core.bundle import Bundle
from kangni.core.errors import FileDamaged, FileProblem, StudyOtherVersion, UnknownFileType
from kangni.exchange.bundle import FORMAT, VERSION, read_bundle, write_bundle
from kangni.storage.canonical import hash_of
from kangni.storage.creating import create_from

SOURCE = b"the bytes that a text came from"
FILES = {sha256(SOURCE).hexdigest(): SOURCE}


def written(records: Bundle | None = None) -> bytes:
    records = records or whole_study()
    return write_bundle(records, FILES, study_hash=hash_of(records))


def read(content: bytes) -> Bundle:
    return read_bundle("trial.kangni.json", content, hash_of=hash_of).records


def changed(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return a bundle in which something is otherwise, with a hash that fits as far as its values can be read."""
    told = json.loads(written())
    change(told)
    return json.dumps(told).encode()


def test_a_bundle_gives_back_records_bytes_and_its_own_bytes() -> None:
    content = written()
    found = read_bundle("trial.kangni.json", content, hash_of=hash_of)
    assert found.records == whole_study()
    assert found.sources == FILES
    assert write_bundle(found.records, FILES, study_hash=hash_of(found.records)) == content


def test_a_bundle_says_its_format_version_and_hash_first() -> None:
    told = json.loads(written())
    assert list(told)[:3] == ["format", "version", "hash"]
    assert (told["format"], told["version"], told["hash"]) == (FORMAT, VERSION, hash_of(whole_study()))


def test_days_stay_days_and_words_like_days_stay_words() -> None:
    people = {person.handle: person for person in read(written()).participants}
    expected = {person.handle: person for person in whole_study().participants}
    assert dict(people["P01"].attributes) == dict(expected["P01"].attributes)
    assert people["P01"].consent == expected["P01"].consent


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"format":"other","version":1}', b"[" * 10_000]
)
def test_what_is_no_bundle_is_refused_as_that(content: bytes) -> None:
    with pytest.raises(UnknownFileType):
        read(content)


def test_a_later_form_is_refused_and_named() -> None:
    with pytest.raises(StudyOtherVersion, match="format 2"):
        read(changed(lambda told: told.update(version=2)))


def test_a_bundle_that_breaks_off_is_damaged() -> None:
    with pytest.raises(FileDamaged, match="breaks off"):
        read(written()[:-40])


CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "another word of a memo": lambda told: told["memos"][0]["text"].update(en="other"),
    "a coding less": lambda told: told["codings"].pop(),
    "two codes with one id": lambda told: told["codes"].append(told["codes"][0]),
    "two codes with one name": lambda told: told["codes"].append({**told["codes"][0], "id": str(identity(999))}),
    "a coding of no code": lambda told: told["codings"][0].update(code=str(identity(999))),
    "a coding on no text": lambda told: told["codings"][0].update(document=str(identity(999))),
    "a span behind the text": lambda told: told["codings"][0].update(span={"start": 1, "end": 10**9}),
    "a span that ends before it begins": lambda told: told["codings"][0].update(span={"start": 9, "end": 3}),
    "a code above itself": lambda told: told["codes"][0].update(parent=told["codes"][0]["id"]),
    "a text with other words": lambda told: told["documents"][0].update(text=told["documents"][0]["text"] + "more"),
    "a memo by nobody": lambda told: told["memos"][0].update(author=str(identity(999))),
    "a strength of 9": lambda told: told["claims"][0].update(strength=9),
    "a consent to everything": lambda told: told["participants"][0].update(consent="everything"),
    "an attribute that is a list": lambda told: told["participants"][0]["attributes"].update(age=[1]),
    "an attribute that is nothing": lambda told: told["participants"][0]["attributes"].update(age=None),
    "a day that is none": lambda told: told["participants"][0]["attributes"].update(born={"date": "2026-02-30"}),
    "no settings": lambda told: told.pop("settings"),
    "a control in a name": lambda told: told["coders"][0].update(handle="A\u0007"),
    "bytes that are others": lambda told: told["files"].update({next(iter(told["files"])): "AAAA"}),
    "bytes that are no base64": lambda told: told["files"].update(x="?"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_bundle_that_says_what_cannot_be_is_damaged(what: str) -> None:
    with pytest.raises(FileDamaged):
        read(changed(CHANGES[what]))


def test_damaged_bytes_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    content, random = written(), Random(6)  # noqa: S311 - the same damage each time
    path, study = tmp_path / "trial.kangni.json", tmp_path / "new.kangni"
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(random.randint(1, 4)):
            place = random.randrange(len(damaged))
            match random.randrange(3):
                case 0:
                    damaged[place] = random.randrange(256)
                case 1:
                    del damaged[place : place + random.randint(1, 30)]
                case _:
                    damaged[place:place] = damaged[random.randrange(len(damaged)) :][:20]
        path.write_bytes(damaged)
        try:
            read(bytes(damaged))
        except (FileProblem, StudyOtherVersion):
            continue
        kangni.new(study, project=path).close()  # damage that changes nothing, such as that of a name nobody reads
        study.unlink()
    path.write_bytes(content[:-1000])
    with pytest.raises(FileDamaged):
        kangni.new(study, project=path)
    assert [each.name for each in tmp_path.iterdir()] == ["trial.kangni.json"]


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_study_comes_back_with_its_hash(tmp_path: Path, data: st.DataObject) -> None:
    records = data.draw(studies())
    for each in tmp_path.iterdir():
        each.unlink()
    (tmp_path / "out.kangni.json").write_bytes(write_bundle(records, {}, study_hash=hash_of(records)))
    store = create_from(tmp_path / "old.kangni", records, clock=lambda: datetime.now(UTC), new_id=lambda: identity(1))
    with (
        store,
        store.read() as before,
        kangni.new(tmp_path / "new.kangni", project=tmp_path / "out.kangni.json") as new,
    ):
        assert new.hash() == before.hash() == hash_of(records)


def studies() -> st.SearchStrategy[Bundle]:
    """Return studies with some of each kind of record, in any order, with words from all of Unicode."""
    words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
    whole = whole_study()

    def some(name: str) -> st.SearchStrategy[tuple[Any, ...]]:
        return st.permutations(getattr(whole, name)).flatmap(
            lambda records: st.integers(0, len(records)).map(lambda n: tuple(records[:n]))
        )

    @st.composite
    def study(draw: st.DrawFn) -> Bundle:
        memos = tuple(replace(memo, text=replace(memo.text, en=draw(words))) for memo in draw(some("memos")))
        codings = tuple(replace(coding, memo=draw(words)) for coding in draw(st.permutations(whole.codings)))
        numbers = (
            st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | words
        )
        people = tuple(
            replace(person, attributes=draw(st.dictionaries(st.sampled_from(["a", "年龄", "b c"]), numbers)))
            for person in whole.participants
        )
        return replace(
            whole,
            participants=people,
            codings=codings,
            memos=memos,
            claims=tuple(draw(st.permutations(whole.claims))),
            restrictions=draw(some("restrictions")),
            decisions=draw(some("decisions")),
            assignments=draw(some("assignments")),
        )

    return study()
