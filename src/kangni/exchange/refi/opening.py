"""Files with projects, codebooks and bundles, open while what was read of them is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kangni.core.bundle import StudySettings
from kangni.core.framework import Framework
from kangni.exchange.bundle import LARGEST_BUNDLE, SUFFIX, HashOf, read_bundle
from kangni.exchange.files import open_file, read_file
from kangni.exchange.refi.offsets import convention_from
from kangni.exchange.refi.places import LARGEST_TEXT
from kangni.exchange.refi.reading import ReadProject, read_codebook, read_project

__all__ = ["read_projects"]

_CODEBOOK = ".qdc"


@contextmanager
def read_projects(
    paths: Iterable[Path], *, settings: StudySettings, framework: Framework, hash_of: HashOf, offsets: str = ""
) -> Iterator[list[ReadProject]]:
    """Read projects (.qdpx), codebooks (.qdc) and bundles; their media can be copied as long as the block lasts.

    `hash_of` gives the hash of a study, by which a bundle is known to be whole.
    """
    way = convention_from(offsets) if offsets else None
    with ExitStack() as stack:
        read = []
        for path in paths:
            if path.suffix.lower() == _CODEBOOK:
                content = read_file(path, largest=LARGEST_TEXT)
                read.append(read_codebook(path.name, content, settings=settings, framework=framework))
            elif path.suffix.lower() == SUFFIX:
                read.append(read_bundle(path.name, read_file(path, largest=LARGEST_BUNDLE), hash_of=hash_of))
            else:
                file = stack.enter_context(open_file(path))
                read.append(read_project(path.name, file, settings=settings, framework=framework, offsets=way))
        yield read
