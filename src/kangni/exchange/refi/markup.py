"""XML from strangers: read element by element, without document types, entities or unbounded depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, TypeAlias

from lxml import etree

from kangni.core.errors import FileDamaged, FileTooLarge
from kangni.exchange.refi.grammar import CONTAINERS, INNER, ROOTS

__all__ = ["Element", "Pieces", "attributes", "child_of", "elements", "name_of", "place_of", "words_of"]

Element: TypeAlias = Any  # lxml's stubs leave the attributes of elements open
MOST_ELEMENTS = 5_000_000  # of one file; 200,000 codings take some 600,000
_NAMES: dict[str, str] = {}
_LONGEST_PLACE = 60
_HOLDING = CONTAINERS | ROOTS
_OUTER = _HOLDING | INNER
_COUNT = etree.XPath("count(descendant-or-self::*)")
_DONE = "done"  # the name of elements that were handed out


class Pieces:
    """An open file for the parser, made of pieces; refuses more elements than any honest project has."""

    def __init__(self, pieces: Iterable[bytes], *, file: str = "", most: int | None = None) -> None:
        self._pieces = iter(pieces)
        self._open = BytesIO()
        self._file = file
        self._left = 2 * most if most is not None else None  # an element has one or two angles that open

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as many as are at hand."""
        content = self._open.read(size)
        if not content:
            piece = next(self._pieces, b"")
            if self._left is not None:
                self._left -= piece.count(b"<")
                if self._left < 0:
                    raise FileTooLarge(self._file, f"more than {MOST_ELEMENTS} elements", f"{MOST_ELEMENTS} elements")
            self._open = BytesIO(piece)
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
        Pieces(content, file=file, most=MOST_ELEMENTS),
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in sorted(_OUTER)],
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
    root = None
    for event, element in parser:
        if root is None:
            root = element
            _check_root(file, element)
            yield "", element, 0
        if event == "start":
            continue
        above = element.getparent()
        parent = name_of(above) if above is not None else ""
        if parent and parent not in _HOLDING:
            continue
        while (before := element.getprevious()) is not None:
            yield from _stranger(parent, before)
            above.remove(before)
        if name_of(element) in _HOLDING:
            for child in element:
                yield from _stranger(name_of(element), child)
            element.clear()
        yield parent, element, _size(element)
        element.clear()
        element.tag = _DONE
    if root is None:
        raise FileDamaged(file, "its root is neither Project nor CodeBook")


def _size(element: Element) -> int:
    """Return how many elements an element is with those in it."""
    count: Any = _COUNT(element)
    return int(count)


def _check_root(file: str, element: Element) -> None:
    if element.getroottree().docinfo.doctype or element.getroottree().docinfo.internalDTD is not None:
        raise FileDamaged(file, "it has a document type (DOCTYPE), which no project needs")
    if name_of(element) not in ROOTS or element.getparent() is not None:
        raise FileDamaged(file, "its root is neither Project nor CodeBook")


def _stranger(parent: str, element: Element) -> Iterator[tuple[str, Element, int]]:
    """Yield an element whose name the parser did not look out for; those handed out before are passed over."""
    if element.tag != _DONE:
        yield parent, element, _size(element)


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
