"""The questions that set people side by side: groups of one study, and two studies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kangni.methods.chance import DEFAULT_SEED
from kangni.results.answer import Answer
from kangni.results.quotes import Quote
from kangni.study.asking import Asking, today
from kangni.study.shown import Shown

if TYPE_CHECKING:
    from kangni.app.groups import Cut
    from kangni.results.comparison import Comparison
    from kangni.results.studies import StudyComparison

__all__ = ["Comparing"]


class Comparing(Asking):
    """Compares, as part of an open study."""

    def compare(
        self,
        *,
        by: str,
        cut: Sequence[Cut] = (),
        groups: Sequence[str] = (),
        reading: str = "any",
        barnard: bool = False,
        seed: int = DEFAULT_SEED,
    ) -> Shown[Comparison]:
        """Ask which groups of participants name which factors more often.

        Parameters
        ----------
        by
            An attribute of participants. Words make a group each; numbers and days are cut.
        cut
            Where: `cut=[5, 10]` makes below 5, from 5 to below 10, and from 10 on. Quartiles by default.
        groups
            Compare only these groups; a single one against all others together.
        reading
            A coder's handle, "any" or "all".
        barnard
            Also Barnard's test.
        seed
            Of chance, where groups are too large to count all divisions.

        Raises
        ------
        UnknownName, CutInvalid, NothingToAnalyse
        """
        from kangni.app.comparison import compare

        chosen = tuple(cut), tuple(groups)
        return self._ask(
            ("compare", by, *chosen, reading, barnard, seed),
            lambda read, columns: compare(
                read,
                columns,
                on=today(),
                attribute=by,
                cut=chosen[0],
                groups=chosen[1],
                reading=reading,
                with_barnard=barnard,
                seed=seed,
            ),
        )

    def compare_with(
        self, other: Comparing, *, crosswalk: str | Path | None = None, reading: str = "any"
    ) -> Shown[StudyComparison]:
        """Ask how people of another study differ in what they name.

        Parameters
        ----------
        other
            Another open study.
        crosswalk
            A table (.csv, .xlsx) with `first_code`, `second_code` and `note`: which codes stand for the same. Without
            it, two studies of one framework are paired by the handles of their codes.
        reading
            A coder's handle (of a coder in both), "any" or "all".

        Raises
        ------
        NothingToAnalyse, FaultyTable, FileProblem
        """
        from kangni.app.studies import Material, compare_studies
        from kangni.exchange.files import read_files
        from kangni.exchange.tables.sheet import read_sheet

        sheet = read_sheet(*read_files([Path(crosswalk)])[0]) if crosswalk is not None else None
        with self._store.read() as here, other._store.read() as there:
            found = compare_studies(
                Material(here, here.columns()),
                Material(there, there.columns()),
                sheet,
                on=today(),
                reading=reading,
            )

        def open_either(result: Answer, key: str, everything: bool) -> tuple[Quote, ...]:  # noqa: FBT001 - OpenEvidence
            study = other if key.endswith("/second") else self
            return study._open_evidence(result, key, everything)  # noqa: SLF001 - of its own kind

        return Shown(found, open_evidence=open_either, draw=self._draw, language=self._language)
