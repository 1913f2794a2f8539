"""Records of a file from outside, with the ids under which the study has what they refer to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from kangni.app.matching import Match
from kangni.core.bundle import Record
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.memos import Memo, MemoTarget
from kangni.core.recommendations import Recommendation
from kangni.core.text import Document

__all__ = ["Remapping"]

Kind = TypeVar("Kind", bound=Record)
Ids = Mapping[Any, UUID]


class Remapping:
    """Gives records the study's ids; `codings` grows while codings are brought in."""

    def __init__(self, match: Match) -> None:
        self.codings: dict[UUID, UUID] = {}
        self._by_field: dict[str, Ids] = {
            "document": match.documents,
            "translation_of": match.documents,
            "code": match.codes,
            "cause": match.codes,
            "effect": match.codes,
            "coder": match.coders,
            "author": match.coders,
            "tied_by": match.coders,
            "participant": match.people,
            "other": match.people,
            "coding": self.codings,
        }
        self._by_target: dict[MemoTarget, Ids] = {
            MemoTarget.DOCUMENT: match.documents,
            MemoTarget.PARTICIPANT: match.people,
            MemoTarget.CODE: match.codes,
            MemoTarget.CODING: self.codings,
        }
        maps = (match.documents, match.codes, match.coders, match.people)
        self.is_needed = any(theirs != ours for each in maps for theirs, ours in each.items())

    def all(self, records: Iterable[Kind]) -> Iterable[Kind]:
        """Return records with the study's ids; the same ones where nothing is known under another id."""
        return map(self.one, records) if self.is_needed or self.codings else records

    def one(self, record: Kind) -> Kind:
        """Return a record with the study's ids."""
        changed: dict[str, Any] = {}
        for field in dataclasses.fields(record):
            ids = self._by_field.get(field.name)
            value = getattr(record, field.name)
            if ids is not None and value is not None and ids.get(value, value) != value:
                changed[field.name] = ids[value]
        return replace(record, **changed, **self._inner(record))

    def _inner(self, record: Record) -> dict[str, Any]:
        """Return what stands deeper inside some kinds."""
        match record:
            case Document():
                return {"turns": tuple(self._part(turn) for turn in record.turns)}
            case Episode():
                return {"moments": tuple(self._part(moment) for moment in record.moments)}
            case Decision():
                coders = self._by_field["coder"]
                return {
                    "readings": tuple(self._part(reading) for reading in record.readings),
                    "decided_by": tuple(coders.get(coder, coder) for coder in record.decided_by),
                }
            case Recommendation():
                decided_by = self._by_field["coder"].get(record.decided_by, record.decided_by)
                return {"decided_by": decided_by, "evidence": tuple(self._part(part) for part in record.evidence)}
            case Memo(target_id=UUID() as target) if record.target in self._by_target:
                return {"target_id": self._by_target[record.target].get(target, target)}
        return {}

    def _part(self, part: Any) -> Any:
        changed = {
            name: self._by_field[name].get(value, value)
            for name in ("participant", "document", "code", "coder")
            if (value := getattr(part, name, None)) is not None
        }
        return replace(part, **changed) if changed else part
