"""The schemas of the standard, and whether a file fits them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

from lxml import etree

from kangni.exchange.refi.markup import Pieces

__all__ = ["Schema", "check_fit"]

Schema = Literal["Project", "Codebook"]


class SchemaMisfit(Exception):
    """Something that was about to be written does not fit the schema: a fault of the writer, never of a user."""


def check_fit(content: Iterable[bytes], schema: Schema) -> None:
    """Refuse what does not fit the schema, element by element, so that it never stands in memory as a whole.

    Raises
    ------
    SchemaMisfit
        With the first line that does not fit.
    """
    parser = etree.iterparse(Pieces(content), events=("end",), schema=_schema(schema), huge_tree=True)
    try:
        for _event, element in parser:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise SchemaMisfit(str(error)) from error


@cache
def _schema(name: Schema) -> etree.XMLSchema:
    content = (files(__package__) / "schemas" / f"{name}-mrt2019.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(content))
