"""The questions that set people side by side: groups of one study, two studies, scores beside codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kangni.methods.chance import DEFAULT_SEED
from kangni.results.answer import Answer
from kangni.results.quotes import Quote
from kangni.study.asking import today
from kangni.study.explaining import Explaining
from kangni.study.shown import Shown

if TYPE_CHECKING:
    from kangni.app.groups import Cut
    from kangni.app.scale_form import Turned
    from kangni.app.scale_statement import MissingScores
    from kangni.methods.reliability import MissingAnswers
    from kangni.results.comparison import AttributeRow, Comparison
    from kangni.results.scales import ScaleScores
    from kangni.results.studies import StudyComparison

__all__ = ["Comparing"]


class Comparing(Explaining):
    """Compares, as part of an open study."""

    def attributes(self) -> tuple[AttributeRow, ...]:
        """Return by which attributes participants can be compared, those first whose groups are largest."""
        from kangni.app.attributes import attributes_of

        with self._store.read() as read:
            return attributes_of(read)

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

    def score_scale(
        self,
        answers: str | Path,
        *,
        scale: str,
        order: str = "",
        anchor: str = "",
        coding: str = "",
        turned: Turned = "",
        missing: MissingScores = "authors",
        alpha_missing: MissingAnswers = "listwise",
        by: str = "",
        cut: Sequence[Cut] = (),
        wave: str | None = None,
        reliability: float | None = None,
        reading: str = "any",
        mapping: Mapping[str, str] | None = None,
        sheet: str = "",
        seed: int = DEFAULT_SEED,
    ) -> Shown[ScaleScores]:
        """Score answers to a standard scale; nothing is stored, and nothing about the form is guessed.

        Parameters
        ----------
        answers
            A table (.csv, .xlsx) with `participant`, `wave` where there are several, and a column for each item, headed
            by its number.
        scale
            Such as "OLBI"; `kangni.scales()` lists them.
        order, anchor
            Which form it was, for scales whose forms differ.
        coding
            The numbers of the two ends, the lower label's first, such as "1-5" or "4-0"; the scale's own by default.
        turned
            "yes" where reversed items come turned round already, "no" where they stand as ticked.
        missing
            "authors" for their rule, "person_mean" for a person's own mean where at least half of the items are there.
        alpha_missing
            "listwise" or "pairwise".
        by, cut
            Groups, as in `compare`.
        wave
            Whose scores stand beside the coded factors; the first by default.
        reliability
            Of the index of change, such as a retest correlation; alpha in the earlier wave by default.
        reading
            A coder's handle, "any" or "all".
        mapping, sheet
            Which heading stands for which column, and which sheet of a workbook.
        seed
            Of chance.

        Raises
        ------
        FormUnstated, HalvesContradict, ItemsMismatch, FaultyTable, ScaleExcluded, UnknownName
        """
        from kangni.app.scale_form import Form
        from kangni.app.scales import score_scale
        from kangni.exchange.files import read_files
        from kangni.exchange.tables.sheet import read_sheet

        name, content = read_files([Path(answers)])[0]
        table = read_sheet(name, content, sheet=sheet)
        with self._store.read() as read:
            found = score_scale(
                read,
                read.columns(),
                table,
                on=today(),
                scale=scale,
                form=Form(order=order, anchor=anchor, coding=coding, turned=turned),
                missing=missing,
                alpha_missing=alpha_missing,
                by=by,
                cut=cut,
                wave=wave,
                reliability=reliability,
                reading=reading,
                mapping=mapping,
                seed=seed,
            )
        return Shown(found, open_evidence=self._open_evidence, draw=self._draw, language=self._language)
