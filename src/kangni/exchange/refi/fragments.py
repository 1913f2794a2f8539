"""What is kept as it came: an element of a project as XML that the schema allows, and the files that it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kangni.core.errors import N_
from kangni.core.kept import KeptFile
from kangni.exchange.refi.grammar import GRAMMAR, Sort, fits
from kangni.exchange.refi.identity import guid_of
from kangni.exchange.refi.markup import Element, attributes, name_of, place_of, words_of
from kangni.exchange.refi.places import Places
from kangni.exchange.refi.tally import Tally
from kangni.exchange.refi.writing import tag, words

__all__ = ["Keeper"]

UNKNOWN = N_("elements that the standard does not know")
INCOMPLETE = N_("elements that lack what the standard asks for")
MISFIT = N_("attributes that the standard does not know, or with a value that it does not allow")
EXTERNAL = N_("files outside the project, which were not opened")
MISSING = N_("files that the project names and does not hold")
_PATHS = ("path", "plainTextPath", "richTextPath")
_SHOWN = 60


@dataclass(slots=True)
class Keeper:
    """Turns elements into XML that goes out again, and counts them; `files` collects what the last ones name."""

    tally: Tally
    places: Places
    files: list[KeptFile] = field(default_factory=list)

    def keep(self, element: Element) -> str:
        """Return an element as XML, an empty string where it cannot be kept; counts it and all in it."""
        name = name_of(element)
        rule = GRAMMAR.get(name)
        if rule is None:
            self._lose(element, UNKNOWN)
            return ""
        given = self.attributes(element)
        if any(each not in given for each in rule.required):
            self._lose(element, INCOMPLETE)
            return ""
        text = words_of(element) if rule.holds_words else ""
        if text and not fits(text.strip(), name):
            self._lose(element, MISFIT)
            return ""
        self.tally.kept[name] += 1
        inner = words(text) if rule.holds_words else self.keep_all(element, rule.children)
        return tag(name, given, inner)

    def keep_all(self, parent: Element, names: Iterable[str]) -> str:
        """Return the children of these names as XML, in the order of the names; others are lost."""
        wanted: dict[str, list[str]] = {name: [] for name in names}
        for child in parent:
            self._sorted_in(child, wanted)
        return "".join(xml for each in wanted.values() for xml in each)

    def attributes(self, element: Element, *, also: Iterable[str] = ()) -> dict[str, str]:
        """Return the attributes that the schema allows, in its order; GUIDs in one form, paths as this file's."""
        name = name_of(element)
        rule, found = GRAMMAR[name], attributes(element)
        given = {}
        for key, sort in rule.attributes.items():
            if key not in found:
                continue
            value = self._value(name, key, sort, found[key])
            if value is not None:
                given[key] = value
        self._misfits(element, set(found) - set(given) - set(also))
        return given

    def _sorted_in(self, child: Element, wanted: dict[str, list[str]]) -> None:
        name = name_of(child)
        if name not in wanted:
            self._lose(child, UNKNOWN)
        else:
            wanted[name].append(self.keep(child))

    def _value(self, name: str, key: str, sort: Sort, value: str) -> str | None:
        if sort is Sort.GUID:
            identity = guid_of(value)
            return str(identity) if identity is not None else None
        if key in _PATHS:
            return self._path(name, value)
        return value if fits(value, sort) else None

    def _path(self, name: str, value: str) -> str:
        found = self.places.find(value)
        if found is not None:
            sha256 = self.places.sha256(found)
            kept = KeptFile(found.rpartition("/")[2], sha256)
            if kept not in self.files:
                self.files.append(kept)
            return f"internal://{kept.name}"
        self.tally.lose(EXTERNAL if self.places.is_external(value) else MISSING, f"{name} {value[:_SHOWN]}")
        return value

    def _misfits(self, element: Element, keys: set[str]) -> None:
        for key in sorted(keys):
            self.tally.lose(MISFIT, f"{name_of(element)}@{key}")

    def _lose(self, element: Element, what: str) -> None:
        self.tally.lose(what, place_of(element))
        for each in element.iter():
            self.tally.lost[name_of(each)] += 1
