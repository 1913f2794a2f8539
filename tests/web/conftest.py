from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.testclient import TestClient

from kangni.web.app import make_app
from kangni.web.assets import asset
from kangni.web.shelf import Shelf

TOKEN = "a-token-of-the-tests"  # noqa: S105 - of no use elsewhere
PORT = 8601
HOST = f"127.0.0.1:{PORT}"


@dataclass(frozen=True, slots=True)
class Served:
    """A workbench that listens: its address, the key of its study and where that lies."""

    address: str
    key: str
    path: Path

    def at(self, place: str) -> str:
        return f"{self.address}/studies/{self.key}/{place}"


@pytest.fixture
def settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.setenv("KANGNI_CONFIG", str(folder))
    return folder


@pytest.fixture
def shelf(settings_folder: Path) -> Iterator[Shelf]:  # noqa: ARG001 - where settings go
    shelf = Shelf(coder="A", language="en")
    yield shelf
    shelf.close()


@pytest.fixture
def client(shelf: Shelf) -> Iterator[TestClient]:
    """A browser without a screen that has entered with the token."""
    with TestClient(make_app(shelf, token=TOKEN, port=PORT), base_url=f"http://{HOST}") as client:
        assert client.get("/enter", params={"token": TOKEN}).status_code == 200
        client.headers["origin"] = f"http://{HOST}"
        yield client


@pytest.fixture
def serve(settings_folder: Path) -> Iterator[Callable[[Path], Served]]:  # noqa: ARG001 - where settings go
    """Start a workbench on a study; it ends with the test."""
    running: list[tuple[uvicorn.Server, threading.Thread, Shelf]] = []

    def start(path: Path, *, coder: str = "A") -> Served:
        shelf = Shelf(coder=coder, language="en")
        key = shelf.open(path)
        config = uvicorn.Config("", port=0, log_level="error", access_log=False, lifespan="off")
        listening = config.bind_socket()
        port = listening.getsockname()[1]
        config.app = make_app(shelf, token=TOKEN, port=port)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        running.append((server, thread, shelf))
        return Served(f"http://127.0.0.1:{port}", key, path)

    yield start
    for server, thread, shelf in running:
        server.should_exit = True
        thread.join(timeout=10)
        shelf.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by its path."""
    path = os.environ.get("KANGNI_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("there is no Chromium here: install it, or name it in KANGNI_CHROMIUM")
    try:
        asset("build/page.js")
    except FileNotFoundError:
        pytest.skip("the pages' scripts are not built: run `make web`")
    quiet = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=quiet + (["--no-sandbox"] if os.geteuid() == 0 else [])
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a workbench in a window of its own; the test fails if the page complained on its console."""
    complaints: list[str] = []
    contexts = []

    def start(served: Served, place: str, *, language: str = "en", width: int = 1440, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{served.address}/enter?token={TOKEN}")
        page.wait_for_url(f"{served.address}/")
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        separator = "&" if "?" in place else "?"
        page.goto(f"{served.at(place)}{separator}language={language}")
        return page

    start.complaints = complaints  # type: ignore[attr-defined]  # tests that expect one take it away
    yield start
    for context in contexts:
        context.close()
    assert not complaints
