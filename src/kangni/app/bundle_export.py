"""The deed that takes a study out as a bundle: what `project_out` lets out, with its hash."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from kangni.app.consent import Policy
from kangni.app.project_export import files_of, project_out, whole
from kangni.core.bundle import Bundle
from kangni.core.ports import Reader
from kangni.exchange.refi.profiles import Target
from kangni.results.projects import BundleExport

__all__ = ["BundleOut", "bundle_out"]


@dataclass(frozen=True, slots=True)
class BundleOut:
    """A study as it may leave, the SHA-256 of the files that go with it, and what is told of that."""

    records: Bundle
    files: frozenset[str]
    told: BundleExport


def bundle_out(read: Reader, rules: Policy, *, file: str, hash_of: Callable[[Bundle], str]) -> BundleOut:
    """Return all records of a study with the words that `rules` let out; `hash_of` gives the hash of a study."""
    out = project_out(read, rules, file=file, target=Target.STANDARD)
    told = {field.name: getattr(out.told, field.name) for field in dataclasses.fields(out.told)}
    own = {"target": "bundle", "beside": (), "settings": ()}
    answer = BundleExport(**{**told, **own}, hash=hash_of(out.records), is_whole=out.records == whole(read))
    covered = {each.document for each in out.told.withheld}
    return BundleOut(out.records, files_of(out.records, covered=covered), answer)
