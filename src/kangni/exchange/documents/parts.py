"""The XML parts of office files: read with a hardened parser that takes no DOCTYPE and fetches nothing."""

from __future__ import annotations

from lxml import etree

from kangni.core.errors import FileDamaged
from kangni.exchange.archive import Archive

__all__ = ["parse_part"]


def parse_part(archive: Archive, part: str) -> etree._Element:
    """Return the root of a part.

    Raises
    ------
    FileDamaged
        Where the part is missing, is no sound XML, or holds a DOCTYPE.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(archive.read(part), parser)
    except etree.XMLSyntaxError as error:
        raise FileDamaged(archive.file, f"its part {part} is no sound XML, line {error.lineno}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileDamaged(archive.file, f"its part {part} holds a DOCTYPE, which no office file does")
    return root
