"""The deeds that take a study's tables, maps and people out for archives and other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kangni.core.errors import UnknownTerm
from kangni.core.people import Participant
from kangni.language import as_language, translations
from kangni.study.asking import today
from kangni.study.doing import Doing
from kangni.study.explaining import Explaining

if TYPE_CHECKING:
    from kangni.app.taking_out import TakenOut
    from kangni.exchange.tables.grid import Table
    from kangni.exchange.tables.sheet import TableFile

__all__ = ["GRAPH_FILES", "QUOTE_FILES", "TABLE_FILES", "TakingOut", "suffix_of"]

TABLE_FILES: Mapping[str, TableFile] = {
    ".csv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".parquet": "parquet", ".sav": "sav",
}  # fmt: skip
QUOTE_FILES: Mapping[str, Literal["csv", "xlsx"]] = {".csv": "csv", ".xlsx": "xlsx"}
GRAPH_FILES: Mapping[str, Literal["graphml", "gexf", "csv"]] = {".graphml": "graphml", ".gexf": "gexf", ".zip": "csv"}


class TakingOut(Doing, Explaining):
    """Takes tables, maps and packages out; what was not released stays."""

    def export(
        self, kind: str, path: str | Path, *, waived: Mapping[str, str] | None = None, dry_run: bool = False
    ) -> int:
        """Write all records of a kind in the documented columns and return how many rows.

        The suffix decides: .csv, .xlsx, .jsonl, .parquet or .sav (SPSS). Words that a participant has not released
        stay out, with the reason in the column `withheld`. `waived` names participants for whom the researcher sets
        that aside, each with the reason, which is kept in the history.
        """
        from kangni.exchange.tables.sheet import write_table

        path, waived = Path(path), dict(waived or {})
        file_format = TABLE_FILES[suffix_of(path, TABLE_FILES)]
        table = self._table(kind, tuple(waived))
        content = write_table(table, file_format)
        if not dry_run:
            self._let_out(path, content, what=kind, waived=waived)
        return len(tuple(table.rows))

    def export_tables(
        self,
        folder: str | Path,
        *,
        file_format: TableFile = "csv",
        waived: Mapping[str, str] | None = None,
        dry_run: bool = False,
    ) -> int:
        """Write every table that has rows into a new folder, with a data dictionary, and return how many tables."""
        from kangni.exchange.files import write_folder
        from kangni.exchange.tables.columns import TableKind
        from kangni.exchange.tables.sheet import write_table
        from kangni.exchange.tables.typed import dictionary

        waived = dict(waived or {})
        found = [table for kind in TableKind if tuple((table := self._table(kind, tuple(waived))).rows)]
        members = {f"{table.name}.{file_format}": write_table(table, file_format) for table in found}
        members["data-dictionary.csv"] = write_table(dictionary(found), "csv")
        if not dry_run:
            with self._waiving("tables", waived):
                write_folder(Path(folder), members)
        return len(found)

    def export_people(self, path: str | Path, *, reading: str = "any", dry_run: bool = False) -> int:
        """Write one row a participant, with attributes and quotes by factor, for R, SPSS and the like.

        The file holds numbers and attributes, no words. Returns how many rows.
        """
        from kangni.app.taking_out import people_table
        from kangni.exchange.tables.sheet import write_table

        path = Path(path)
        file_format = TABLE_FILES[suffix_of(path, TABLE_FILES)]
        found = self.factors(reading=reading).result
        with self._store.read() as read:
            table = people_table(found, read.all(Participant))
        content = write_table(table, file_format)
        if not dry_run:
            self._let_out(path, content, what="people", waived={})
        return len(tuple(table.rows))

    def export_map(self, path: str | Path, *, least_sources: int = 1, dry_run: bool = False) -> int:
        """Write the map of all participants as .graphml, .gexf, or .zip with two tables, and return how many links."""
        from kangni.app.taking_out import map_graph
        from kangni.exchange.graphs import write_graph

        path = Path(path)
        file_format = GRAPH_FILES[suffix_of(path, GRAPH_FILES)]
        graph = map_graph(self.map(least_sources=least_sources).result, language=self._language)
        content = write_graph(graph, file_format)
        if not dry_run:
            self._let_out(path, content, what="map", waived={})
        return len(graph.ties)

    def export_package(
        self, folder: str | Path, *, waived: Mapping[str, str] | None = None, dry_run: bool = False
    ) -> TakenOut:
        """Write a new folder to archive: all tables, texts, a data dictionary and a README.

        Words, and attributes of people, that were not released for sharing are covered or left out, and counted.
        """
        from kangni.app.consent import Audience, policy
        from kangni.app.taking_out import archive
        from kangni.exchange.files import write_folder

        waived = dict(waived or {})
        translate = translations(as_language(self._language)).gettext
        with self._store.read() as read:
            rules = policy(read, audience=Audience.ARCHIVE, on=today(), waived=tuple(waived))
            columns = read.columns()
            out = archive(read, columns, rules, on=today(), version=version("kangni"), translate=translate)
        if not dry_run:
            with self._waiving("package", waived):
                write_folder(Path(folder), out.package)
        return out

    def _table(self, kind: str, waived: tuple[str, ...]) -> Table:
        from kangni.app.consent import Audience, policy
        from kangni.app.tables import export_table
        from kangni.exchange.tables.columns import TableKind

        with self._store.read() as read:
            rules = policy(read, audience=Audience.ARCHIVE, on=today(), waived=waived)
            table = export_table(read, read.columns(), TableKind(kind), withheld=rules.withheld)
            return replace(table, rows=tuple(table.rows))

    def _let_out(self, path: Path, content: bytes, *, what: str, waived: Mapping[str, str]) -> None:
        """Write a file for readers outside; a waiver is noted together with it, or neither happens."""
        from kangni.exchange.files import write_file

        with self._waiving(what, waived):
            write_file(path, content)

    @contextmanager
    def _waiving(self, what: str, waived: Mapping[str, str]) -> Iterator[None]:
        """Note whose consent is set aside, if anybody's, together with what is done inside."""
        if not waived:
            yield
            return
        with self._deed("waive consent", {"for": what, **waived}) as write:
            write.note()
            yield


def suffix_of(path: Path, known: Mapping[str, object]) -> str:
    """Return how a file's name ends, as one of those that are known.

    Raises
    ------
    UnknownTerm
    """
    suffix = path.suffix.lower()
    if suffix not in known:
        raise UnknownTerm("type of file", path.name, ", ".join(known))
    return suffix
