"""A figure: vector picture, title, caption and what a screen reader says of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

import vl_convert
from lxml import etree

from kangni.core.errors import FileUnwritable, UnknownFileType

__all__ = ["Figure"]

SCALE = 2.0  # of a PNG: two pixels a unit, sharp on paper and on dense screens


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands alone or in a page; `svg` has classes instead of colours, `save` adds the style sheet."""

    svg: str
    title: str
    caption: str
    alt: str

    def save(self, path: str | Path) -> Path:
        """Write the figure as .svg, .png or .pdf, by the name's ending, and return the path.

        Raises
        ------
        UnknownFileType
            For another ending.
        FileUnwritable
            If the folder is not there or may not be written to.
        """
        path = Path(path)
        match path.suffix.lower():
            case ".svg":
                content = self.standing_alone().encode()
            case ".png":
                content = vl_convert.svg_to_png(self.standing_alone(), scale=SCALE)
            case ".pdf":
                content = vl_convert.svg_to_pdf(self.standing_alone())
            case _:
                raise UnknownFileType(str(path), ".svg, .png, .pdf")
        try:
            path.write_bytes(content)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            raise FileUnwritable(str(path)) from error
        return path

    def standing_alone(self) -> str:
        """Return the SVG with its style sheet inside."""
        root = etree.fromstring(self.svg)
        sheet = etree.Element(f"{root.tag.removesuffix('svg')}style", {}, root.nsmap)  # type: ignore[arg-type]  # the stubs know no default namespace
        sheet.text = style()
        root.insert(0, sheet)
        return etree.tostring(root, encoding="unicode")

    def _repr_svg_(self) -> str:
        return self.standing_alone()

    def _repr_html_(self) -> str:
        caption = f"<strong>{escape(self.title)}</strong> {escape(self.caption)}"
        return f"<figure>{self.standing_alone()}<figcaption>{caption}</figcaption></figure>"


@cache
def style() -> str:
    """Return the style sheet of all figures."""
    return (files("kangni.reports") / "figure.css").read_text(encoding="utf-8")
