"""XML from strangers: read element by element, without document types, entities or unbounded depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, TypeAlias

from lxml import etree

from kangni.core.errors import FileDamaged, FileTooLarge
from kangni.exchange.refi.grammar import CONTAINERS, ROOTS

__all__ = ["Element", "Pieces", "attributes", "child_of", "elements", "name_of", "place_of", "words_of"]

Element: TypeAlias = Any  # lxml's stubs leave the attributes of elements open
MOST_ELEMENTS = 5_000_000  # of one file; 200,000 codings take some 600,000
_NAMES: dict[str, str] = {}
_LONGEST_PLACE = 60


class Pieces:
    """An open file for the parser, made of pieces."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._open = BytesIO()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as many as are at hand."""
        content = self._open.read(size)
        if not content:
            self._open = BytesIO(next(self._pieces, b""))
            content = self._open.read(size)
        return content


def elements(file: str, content: Iterable[bytes]) -> Iterator[tuple[str, Element, int]]:
    """Yield what stands directly in the root or in one of its containers: parent's name, element, elements in it.

    The root comes first, with its attributes only and counting nothing. Containers, and the root once more, come when
    they end, without content. Each element is emptied once the next one is asked for.

    Raises
    ------
    FileDamaged
        For what is no XML, breaks off, is nested over 256 levels or has a document type.
    FileTooLarge
        For more elements than any honest project has.
    """
    parser = etree.iterparse(
        Pieces(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from _walk(file, parser)
    except etree.XMLSyntaxError as error:
        raise FileDamaged(file, f"its XML cannot be read: {error.msg}") from error


def _walk(file: str, parser: Any) -> Iterator[tuple[str, Element, int]]:
    open_names: list[str] = []
    total = 0
    inside = 0  # elements ended since the last one was handed out
    for event, element in parser:
        name = name_of(element)
        if event == "start":
            if not open_names:
                _check_root(file, element, name)
                yield "", element, 0
            open_names.append(name)
            continue
        open_names.pop()
        total, inside = total + 1, inside + 1
        if total > MOST_ELEMENTS:
            raise FileTooLarge(file, f"more than {MOST_ELEMENTS} elements", f"{MOST_ELEMENTS} elements")
        parent = open_names[-1] if open_names else ""
        if parent and parent not in CONTAINERS and parent not in ROOTS:
            continue
        yield parent, element, inside
        inside = 0
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _check_root(file: str, element: Element, name: str) -> None:
    if element.getroottree().docinfo.doctype or element.getroottree().docinfo.internalDTD is not None:
        raise FileDamaged(file, "it has a document type (DOCTYPE), which no project needs")
    if name not in ROOTS:
        raise FileDamaged(file, f"its root is {name}, neither Project nor CodeBook")


def name_of(element: Element) -> str:
    """Return an element's name without its namespace; programs write several namespaces."""
    tag = element.tag
    name = _NAMES.get(tag)
    if name is None:
        name = str(tag).rpartition("}")[2] if isinstance(tag, str) else ""
        if len(_NAMES) < 1_000:  # names that somebody made up are not remembered without end
            _NAMES[tag] = name
    return name


def attributes(element: Element) -> dict[str, str]:
    """Return an element's attributes, those of other namespaces left out."""
    return {str(name): str(value) for name, value in element.attrib.items() if not str(name).startswith("{")}


def words_of(element: Element) -> str:
    """Return the text of an element, and nothing of what stands in elements inside it."""
    return "".join([element.text or "", *(child.tail or "" for child in element)])


def child_of(element: Element, name: str) -> Element | None:
    """Return the first child of this name."""
    for child in element:
        if name_of(child) == name:
            return child
    return None


def place_of(element: Element) -> str:
    """Return by what a person finds an element again."""
    told = str(element.get("name") or element.get("guid") or "")
    return f"{name_of(element)} “{told[:_LONGEST_PLACE]}”" if told else name_of(element)
