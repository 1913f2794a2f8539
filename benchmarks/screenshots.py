"""Takes a picture of every page in both languages at two widths, for people to look at."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.window import browser, entered, places, served

import kangni
from kangni.language import LANGUAGES

__all__ = ["main"]

WIDTHS = {1440: 900, 1000: 800}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the pictures of the demo study's pages, or of another study's, to a folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("screenshots"), help="%(default)s by default")
    parser.add_argument("--study", type=Path, help="another study than the demo study")
    parser.add_argument("--only", nargs="*", choices=places(), help="some places")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kangni-screenshots-") as scratch:
        study = asked.study or Path(scratch) / "demo.kangni"
        if asked.study is None:
            kangni.make_demo(study, language="en").close()
        _take(study, asked.only or places(), asked.folder)


def _take(study: Path, wanted: Sequence[str], folder: Path) -> None:
    with served(study) as workbench, browser() as started:
        for width, height in WIDTHS.items():
            page = entered(started, workbench, width=width, height=height)
            for place in wanted:
                for language in LANGUAGES:
                    page.goto(f"{workbench.at(place)}?language={language}")
                    page.wait_for_load_state("networkidle")
                    picture = folder / f"{place}.{language}.{width}.png"
                    page.screenshot(path=picture, full_page=True)
                    print(picture, file=sys.stderr)


if __name__ == "__main__":
    main()
