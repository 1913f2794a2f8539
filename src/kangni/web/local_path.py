"""Addresses to go back to: only places on this server."""

from __future__ import annotations

from urllib.parse import urlsplit

__all__ = ["local_path"]

HOME = "/"


def local_path(address: str) -> str:
    """Return a path of this server, the home page for anything that could lead elsewhere."""
    if not address.startswith("/") or address[1:2] in {"/", "\\"} or not address.isprintable() or "\\" in address:
        return HOME
    parts = urlsplit(address)
    return HOME if parts.scheme or parts.netloc else address
