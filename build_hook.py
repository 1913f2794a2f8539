"""Compiles the message catalogues, and for a wheel or sdist also bundles the pages' scripts."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "src/kangni/web/static/build/page.js"


class Hook(BuildHookInterface[Any]):
    """Makes what a package holds and a repository does not."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface
        """Compile the catalogues; bundle the scripts unless this is a checkout, which has `make web` for it."""
        self._compile_catalogues()
        if version != "editable":
            self._bundle()

    def _compile_catalogues(self) -> None:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in Path(self.root, "src/kangni/locale").glob("*/LC_MESSAGES/messages.po"):
            with source.open("rb") as file:
                catalogue = read_po(file)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)

    def _bundle(self) -> None:
        npm, frontend = shutil.which("npm"), Path(self.root, "frontend")
        if npm is None or not frontend.exists():
            if Path(self.root, BUNDLE).exists():
                return  # an sdist brings the bundle along
            message = "npm was not found: install Node 20 or later, or install the published wheel"
            raise RuntimeError(message)
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=frontend, check=True)
        subprocess.run([npm, "run", "build"], cwd=frontend, check=True)
