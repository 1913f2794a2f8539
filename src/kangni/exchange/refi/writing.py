"""XML as text: elements, escaped, in one form only."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["attribute", "fitting", "tag", "words"]

# what XML 1.0 cannot hold, escaped or not; each is replaced by one sign, so that positions stay
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
_PLAIN = re.compile(r"[\w .,:;/()=#+-]*", re.ASCII)


def fitting(text: str) -> str:
    """Return a text with a sign for each character that XML cannot hold."""
    return _IMPOSSIBLE.sub(_REPLACEMENT, text)


def words(text: str) -> str:
    """Return a text as it stands in an element."""
    return fitting(text).translate(_IN_TEXT)


def attribute(name: str, value: str) -> str:
    """Return an attribute with a blank before it."""
    if not _PLAIN.fullmatch(value):
        value = fitting(value).translate(_IN_ATTRIBUTE)
    return f' {name}="{value}"'


def tag(name: str, attributes: Mapping[str, str], inner: str = "") -> str:
    """Return an element; attributes stand in the order given."""
    head = "".join([attribute(key, value) for key, value in attributes.items()])
    return f"<{name}{head}>{inner}</{name}>" if inner else f"<{name}{head}/>"
