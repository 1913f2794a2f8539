"""The report: written as a file, or as a page to look at before it goes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kangni.language import Language
from kangni.methods.chance import DEFAULT_SEED
from kangni.study.asking import today
from kangni.study.explaining import MEMBERS, silent
from kangni.study.taking_out import TakingOut

if TYPE_CHECKING:
    from kangni.app.groups import Cut
    from kangni.core.ports import Progressing
    from kangni.results.answer import Answer
    from kangni.results.quotes import Quote
    from kangni.results.withheld import WithheldWords
    from kangni.study.shown import Shown

__all__ = ["Telling"]


class Telling(TakingOut):
    """Tells what was found, as part of an open study."""

    def report(
        self,
        path: str | Path,
        *,
        language: Language | None = None,
        members: int = MEMBERS,
        seed: int = DEFAULT_SEED,
        workers: int = 1,
        waived: Mapping[str, str] | None = None,
        by: str = "",
        cut: Sequence[Cut] = (),
        groups: Sequence[str] = (),
        left_out: Collection[str] = (),
        progress: Progressing = silent,
    ) -> Path:
        """Write the whole picture as one HTML file for readers outside the study and return its path.

        Words that a participant has not released are withheld; `waived` sets that aside by name, with the reason. `by`,
        `cut` and `groups` ask for a chapter that compares groups, as in `compare`; groups of fewer than five people get
        no figures there. Scores that were kept have a chapter of their own. `left_out` names chapters that stay out.
        """
        from kangni.app.groups import GroupsBy
        from kangni.app.report import findings
        from kangni.exchange.files import check_place
        from kangni.reports.html import check_chapters, render

        waived = dict(waived or {})
        check_place(Path(path))
        check_chapters(left_out)
        with self._store.read() as read:
            found = findings(
                read,
                read.columns(),
                language=language or self._language,
                on=today(),
                members=members,
                seed=seed,
                workers=workers,
                waived=tuple(waived),
                by=GroupsBy(by, tuple(cut), tuple(groups)) if by else None,
                progress=progress,
            )
            content = render(found, left_out=left_out)
        self._let_out(Path(path), content.encode(), what="report", waived=waived)
        return Path(path)

    def report_page(self, *, language: Language | None = None, by: str = "", left_out: Collection[str] = ()) -> str:
        """Return the report as `report` writes it, to look at; what it says is remembered until the study changes."""
        from kangni.app.consent import Audience, policy
        from kangni.app.evidence import Quoter
        from kangni.app.groups import GroupsBy
        from kangni.app.report import findings
        from kangni.reports.html import check_chapters, render

        language = language or self._language
        check_chapters(left_out)
        with self._store.read() as read:
            asked = (read.revision, today(), language, by)
            found = self._findings.get(asked)
            if found is None:
                groups = GroupsBy(by) if by else None
                found = findings(read, read.columns(), language=language, on=today(), members=MEMBERS, by=groups)
                self._findings.clear()  # they hold whole ensembles
                self._findings[asked] = found
            quoter = Quoter(read, policy(read, audience=Audience.READER, on=today()), language=language)

            def opens(answer: Answer, key: str) -> tuple[Quote, ...]:
                return quoter.quotes(answer.evidence(key))

            return render(replace(found, open_evidence=opens), left_out=left_out)

    def report_chapters(self, *, by: str = "") -> tuple[tuple[str, str], ...]:
        """Return the chapters of this study's report, each with its title as a message id."""
        from kangni.app.kept_scores import kept_scores
        from kangni.reports.html import CHAPTERS

        with self._store.read() as read:
            settings = read.settings()
            has_scores = bool(kept_scores(read, read.columns(), on=today(), seed=DEFAULT_SEED))
        asked = {
            "comparison": bool(by),
            "scales": has_scores,
            "agreement": settings.agreement != "off",
            "saturation": settings.saturation,
        }
        return tuple((name, title) for name, title in CHAPTERS.items() if asked.get(name, True))

    def withheld_from_readers(self) -> Shown[WithheldWords]:
        """Say whose words a report leaves out, and why."""
        from kangni.app.withheld import withheld_from_readers

        return self._ask(("withheld",), lambda read, _columns: withheld_from_readers(read, on=today()))
