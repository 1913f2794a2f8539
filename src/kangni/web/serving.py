"""Starts the workbench on this machine alone, and leads a browser in."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import uvicorn

from kangni.language import Language
from kangni.saved import launch_path, remember_study
from kangni.web.shelf import Shelf

__all__ = ["serve"]

LOOPBACK = "127.0.0.1"


def serve(
    studies: Sequence[Path],
    *,
    coder: str,
    language: Language,
    port: int = 0,
    ready: Callable[[str, Path], None],
) -> None:
    """Serve until interrupted; `ready` is called with the address and with a page that leads there.

    The token in the address is the key to the workbench. Other programs can read the arguments of a browser's process,
    so a browser is given the page, a file that only this account can read.
    """
    shelf = Shelf(coder=coder, language=language)
    keys = [shelf.open(path) for path in studies]
    for path in studies:
        remember_study(path)
    token = secrets.token_urlsafe(32)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(128)  # a browser may be quicker than the server
        number = listening.getsockname()[1]
        to = f"/studies/{keys[0]}/overview" if keys else "/"
        address = f"http://{LOOPBACK}:{number}/enter?token={token}&to={to}"
        page = _write_launch_page(address)
        try:
            ready(address, page)  # a browser starts while the pages' libraries load; its first question waits so long
            _server(shelf, token, number).run(sockets=[listening])
        finally:
            shelf.close()
            page.unlink(missing_ok=True)


def _server(shelf: Shelf, token: str, port: int) -> uvicorn.Server:
    from kangni.web.app import make_app  # loads every page's libraries
    from kangni.web.finding import load_pinyin

    app = make_app(shelf, token=token, port=port)
    threading.Thread(target=load_pinyin, daemon=True).start()  # while the first page is being read
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    return uvicorn.Server(config)


def _write_launch_page(address: str) -> Path:
    page = launch_path()
    page.parent.mkdir(parents=True, exist_ok=True)
    page.unlink(missing_ok=True)
    content = f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={escape(address)}">'
    with open(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - opened for this account alone
        file.write(content)
    return page
