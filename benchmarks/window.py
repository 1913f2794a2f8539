"""A workbench in a process of its own, and a browser without a screen that has entered it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from playwright.sync_api import Browser, Page, sync_playwright

from kangni.web.app import DOORS
from kangni.web.shelf import key_of

__all__ = ["Workbench", "browser", "entered", "places", "served"]

COMMAND = str(Path(sys.executable).with_name("kangni"))
QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
TO_SCRIPTS = {"revision", "find", "last"}


@dataclass(frozen=True, slots=True)
class Workbench:
    """A workbench that listens: the address that enters it, and the study it shows."""

    enter: str
    study: Path

    def at(self, place: str) -> str:
        """Return the address of a place."""
        return f"{self.enter.split('/enter')[0]}/studies/{key_of(self.study.resolve())}/{place}"


@contextmanager
def served(study: Path, *, coder: str = "A") -> Iterator[Workbench]:
    """Serve a study, with settings of its own, until the block ends."""
    settings = os.environ | {"KANGNI_CONFIG": str(study.parent / "settings"), "PYTHONUNBUFFERED": "1"}
    command = (COMMAND, "open", str(study), "--no-browser", "--coder", coder)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=settings) as process:
        try:
            words = cast("Iterator[str]", process.stdout)
            yield Workbench(next(found[0] for line in words if (found := re.search(r"http://\S+", line))), study)
        finally:
            process.terminate()


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium, Debian's or the one named in KANGNI_CHROMIUM."""
    path = os.environ.get("KANGNI_CHROMIUM") or shutil.which("chromium")
    if path is None:
        message = "There is no Chromium here: install it, or name it in KANGNI_CHROMIUM."
        raise SystemExit(message)
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*QUIET]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield started
        finally:
            started.close()


def entered(browser: Browser, workbench: Workbench, *, width: int = 1440, height: int = 900) -> Page:
    """Return a window of its own that has entered with the token."""
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(workbench.enter)
    page.wait_for_url(lambda address: "/enter" not in address)
    return page


def places() -> tuple[str, ...]:
    """Return the places of a study that the workbench has, in the order of the row at the left."""
    found = (door.path.split("/")[3] for door in DOORS if door.method == "GET" and door.path.startswith("/studies/"))
    return tuple(dict.fromkeys(place for place in found if place not in TO_SCRIPTS))
