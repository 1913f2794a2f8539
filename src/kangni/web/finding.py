"""What the palette finds in a study: places, codes by name, pinyin initials or handle, people, documents, and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kangni.core.codebook import Code
from kangni.core.errors import N_
from kangni.core.people import Participant
from kangni.web.desk import Desk

__all__ = ["Found", "find", "find_codes", "load_pinyin", "matches", "spellings"]

MOST = 40
MOST_QUOTES = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found; `detail` is what helps to tell it from others."""

    name: str
    detail: str
    handle: str
    polarity: str
    address: str


def find(desk: Desk, words: str) -> tuple[Found, ...]:
    """Return what fits some words, places first; all places where nothing is asked yet."""
    words = words.strip()
    found = [*_places(desk, words)]
    if words:
        found += [*_people(desk, words), *find_codes(desk, words), *_quotes(desk, words)]
    return tuple(found[:MOST])


def spellings(*names: str) -> tuple[str, ...]:
    """Return all ways in which somebody may type a name: as it is, its pinyin initials, its pinyin; folded."""
    folded = [name.casefold().replace(" ", "") for name in names if name]
    return tuple(dict.fromkeys([*folded, *(way for name in names if name for way in _pinyin(name) if way)]))


def load_pinyin() -> None:
    """Load the dictionary, so that the first who asks does not wait for it."""
    _pinyin("拼音")


def find_codes(desk: Desk, words: str) -> Iterator[Found]:
    """Return the codes whose name in either language, pinyin, initials or handle fits, the best first."""
    ranked = []
    parents = {code.id: code for code in desk.codebook}
    for code in desk.codebook:
        rank = matches(words, code.name.zh, code.name.en, code.handle)
        if rank is not None:
            ranked.append((rank, code.handle, code))
    for _rank, _handle, code in sorted(ranked, key=lambda line: line[:2]):
        parent = parents.get(code.parent) if code.parent else None
        yield Found(
            desk.wording.code(code.handle),
            desk.wording.code(parent.handle) if parent else "",
            code.handle,
            _polarity(code),
            desk.address("codebook", code=code.handle),
        )


def matches(words: str, *names: str) -> int | None:
    """Return how well names fit some words: 0 from their beginning, 1 inside, 2 by pinyin; None where not at all."""
    wanted = words.casefold().replace(" ", "")
    best: int | None = None
    for name in filter(None, names):
        plain = name.casefold().replace(" ", "")
        initials, spelled = _pinyin(name)
        if plain.startswith(wanted):
            return 0
        if wanted in plain:
            best = 1
        elif best is None and (initials.startswith(wanted) or spelled.startswith(wanted) or wanted in initials):
            best = 2
    return best


@lru_cache(maxsize=4096)
def _pinyin(name: str) -> tuple[str, str]:
    from pypinyin import Style, lazy_pinyin  # its dictionary takes longer to load than the workbench to start

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).casefold().replace(" ", "")
    return letters, "".join(lazy_pinyin(name)).casefold().replace(" ", "")


def _polarity(code: Code) -> str:
    return str(code.polarity) if code.polarity else ""


def _places(desk: Desk, words: str) -> Iterator[Found]:
    for place in desk.places:
        name = desk.translate(place.name)
        if not words or matches(words, name, place.name) is not None:
            yield Found(name, desk.translate(place.question), "", "", desk.address(place.id))


def _people(desk: Desk, words: str) -> Iterator[Found]:
    with desk.study.read() as read:
        people = [person.handle for person in read.all(Participant)]
        heads = [head.handle for head in read.document_heads() if head.translation_of is None]
    wanted = words.casefold()
    for handle in people:
        if wanted in handle.casefold():
            yield Found(
                handle, desk.translate(N_("participant")), "", "", desk.address("transcripts", participant=handle)
            )
    for handle in heads:
        if wanted in handle.casefold():
            yield Found(handle, desk.translate(N_("transcript")), "", "", desk.address(f"coding/{handle}"))


def _quotes(desk: Desk, words: str) -> Iterator[Found]:
    """Return places where the words are said; a single letter is said everywhere and finds nothing."""
    if len(words) < 2:
        return
    for hit in desk.study.search(words, role="any").hits[:MOST_QUOTES]:
        said = f"{hit.before}{hit.words}{hit.after}".replace("\n", " ")
        yield Found(
            said, f"{hit.document}, {hit.turn}", "", "", desk.address(f"coding/{hit.document}", at=str(hit.start))
        )
