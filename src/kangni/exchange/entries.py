"""Nested settings as entries that remember which of their keys were read, so that none is dropped silently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kangni.core.names import NO_WORDS, Label

__all__ = ["Entry", "Ledger"]


@dataclass(slots=True)
class Ledger:
    """What was found wrong, and every entry that was opened."""

    problems: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def losses(self) -> tuple[str, ...]:
        """Return the keys that nobody read, in the order of the file; those of list items once, as `items[].key`."""
        paths = [path for entry in self.entries for path in entry.unread()]
        return tuple(dict.fromkeys(re.sub(r"\[[^]]*\]", "[]", path) for path in paths))


class Entry:
    """A mapping of the file; asking for a key marks it as read, and what is missing or wrong goes to the ledger."""

    def __init__(self, ledger: Ledger, path: str, content: Mapping[str, object]) -> None:
        self.path = path
        self._ledger = ledger
        self._content = content
        self._read: set[str] = set()
        ledger.entries.append(self)

    def unread(self) -> list[str]:
        """Return the paths of keys that nobody asked for."""
        return [self._at(key) for key in self._content if key not in self._read]

    def value(self, key: str) -> object:
        """Return what stands there, of whatever kind; None where nothing does."""
        return self._optional(key, None)

    def has(self, key: str) -> bool:
        """Tell whether the key is there and not empty."""
        return self._content.get(key) is not None

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        value = self._needed(key)
        if isinstance(value, bool) or (value is not None and not isinstance(value, str | int | float)):
            self._wrong(key, "a text")
        return "" if value is None else str(value)

    def optional_text(self, key: str) -> str | None:
        """Return a text, None where there is none."""
        self._read.add(key)
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where there is none."""
        value = self._optional(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._wrong(key, "a list of texts")
            return ()
        return tuple(value)

    def label(self, key: str, *, needed: bool = False) -> Label:
        """Return words by language; a plain text stands for any language."""
        value = self._needed(key) if needed else self._optional(key, None)
        if value is None:
            return NO_WORDS
        if isinstance(value, str):
            return Label(en=value)
        if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
            self._wrong(key, "a text in each language")
            return NO_WORDS
        words = Entry(self._ledger, self._at(key), value)
        return Label(en=words.optional_text("en") or "", zh=words.optional_text("zh") or "")

    def whole(self, key: str) -> int:
        """Return a whole number that must be there."""
        value = self._needed(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value or 0
        self._wrong(key, "a whole number")
        return 0

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers, empty where there is none."""
        value = self._optional(key, [])
        if not isinstance(value, list) or not all(type(item) is int for item in value):
            self._wrong(key, "a list of whole numbers")
            return ()
        return tuple(value)

    def number(self, key: str, default: float) -> float:
        """Return a number."""
        value = self._optional(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        self._wrong(key, "a number")
        return default

    def flag(self, key: str) -> bool:
        """Return yes or no, no where nothing is said."""
        value = self._optional(key, default=False)
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
        return bool(value)

    def entry(self, key: str, *, needed: bool = False) -> Entry:
        """Return a mapping below this one, an empty one where there is none."""
        value = self._needed(key) if needed else self._optional(key, {})
        if value is not None and not isinstance(value, dict):
            self._wrong(key, "a mapping")
        return Entry(self._ledger, self._at(key), value if isinstance(value, dict) else {})

    def items(self, key: str, *, needed: bool = False) -> list[Entry]:
        """Return a list of mappings, by their `order` where they have one."""
        value = self._needed(key) if needed else self._optional(key, [])
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, "a list of mappings")
            return []
        found = [Entry(self._ledger, f"{self._at(key)}[{i}]", item) for i, item in enumerate(value)]
        return sorted(found, key=lambda item: item.number("order", 0))

    def named(self) -> Mapping[str, Entry]:
        """Return the mappings under this mapping's own keys."""
        self._read.update(self._content)
        found: dict[str, Entry] = {}
        for key, value in self._content.items():
            if isinstance(value, dict):
                found[key] = Entry(self._ledger, f"{self.path}[{key}]", value)
            else:
                self._wrong(key, "a mapping")
        return found

    def __iter__(self) -> Iterator[str]:
        """Return the keys there are, read or not."""
        return iter(self._content)

    def words(self) -> Mapping[str, str]:
        """Return the texts under this mapping's own keys."""
        return {key: self.text(key) for key in self._content}

    def signs(self) -> Mapping[str, int]:
        """Return the signs, +1 or -1, under this mapping's own keys."""
        signs = {key: self.whole(key) for key in self._content}
        for key, sign in signs.items():
            if sign not in {-1, 1}:
                self._wrong(key, "1 or -1")
        return signs

    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """Return the lists of texts under this mapping's own keys."""
        return {key: self.texts(key) for key in self._content}

    def _needed(self, key: str) -> object:
        self._read.add(key)
        if not self.has(key):
            self._ledger.problems.append(f"the key {self._at(key)} is missing")
        return self._content.get(key)

    def _optional(self, key: str, default: object) -> object:
        self._read.add(key)
        value = self._content.get(key)
        return default if value is None else value

    def _wrong(self, key: str, expected: str) -> None:
        self._ledger.problems.append(f"{self._at(key)} must be {expected}")

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
