"""The questions one can ask of an open study, each answered by one deed and opened to its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Literal, TypeVar

from kangni.app.consent import Audience, Policy, policy, unrestricted
from kangni.core.ports import Reader
from kangni.language import Language
from kangni.methods.chance import DEFAULT_SEED
from kangni.results.answer import Answer
from kangni.results.quotes import Quote
from kangni.study.shown import Shown, ShownFactors

if TYPE_CHECKING:
    from kangni.app.heard import Heard
    from kangni.app.transcripts import TranscriptRow
    from kangni.methods.columns import ColumnSource
    from kangni.methods.proportions import ShareInterval
    from kangni.reports.figure import Figure
    from kangni.reports.findings import Findings
    from kangni.results.agreement import AgreementResult, AgreementUnit, CodeScope, Coefficient
    from kangni.results.contention import Contention
    from kangni.results.cooccurrence import CoOccurrence, Unit
    from kangni.results.decisions import Decisions
    from kangni.results.factors import FactorTable
    from kangni.results.overview import Overview
    from kangni.results.plan import AgreementPlan
    from kangni.results.process import Process
    from kangni.results.saturation import Saturation
    from kangni.storage.store import SqliteStore

__all__ = ["Asking", "today"]

AnswerType = TypeVar("AnswerType", bound=Answer)
Known = TypeVar("Known")


REMEMBERED = 64  # answers kept while a study is open


class Asking:
    """Answers questions about a study and remembers the answers until the study changes."""

    def __init__(self, store: SqliteStore, *, language: Language) -> None:
        self._store = store
        self._language = language
        self._remembered: dict[tuple[object, ...], object] = {}
        self._remembering = Lock()
        self._findings: dict[tuple[object, ...], Findings] = {}
        self._rules: dict[tuple[int, date], Policy] = {}

    def overview(self) -> Shown[Overview]:
        """Say where the study stands."""
        from kangni.app.overview import overview

        return self._ask(("overview",), overview)

    def transcripts(self) -> tuple[TranscriptRow, ...]:
        """List the transcripts, with where in each of them codings lie."""
        from kangni.app.transcripts import list_transcripts

        with self._store.read() as read:
            return list_transcripts(read, read.columns())

    def heard(self) -> Heard:
        """List the participants with what is known of them and the transcripts in which they are heard."""
        from kangni.app.heard import list_heard

        with self._store.read() as read:
            return list_heard(read, read.columns())

    def agreement(
        self,
        *,
        coders: Sequence[str] = (),
        unit: AgreementUnit = "turn",
        window: int = 200,
        by: CodeScope = "code",
        codes: Sequence[str] = (),
        coefficient: Coefficient | None = None,
        at: Literal["now", "done"] | None = None,
        boundary: float = 0.5,
        seed: int = DEFAULT_SEED,
    ) -> Shown[AgreementResult]:
        """Ask whether coders read alike, in participants' turns; all who have seen a common document by default.

        Parameters
        ----------
        coders
            Who is compared.
        unit
            "turn", "sentence" and "window" (of `window` characters) cut participants' words into units; "character"
            counts every character, and "span" compares the spans themselves.
        by
            "code" by "code", by "group" (a code and all below it as one), or "all" as one.
        codes
            Some codes only.
        coefficient
            The one that `figure` shows. Gamma of spans takes chance and time and is computed where it is named.
        at
            "done" compares what each had coded when they declared a document done, "now" what stands now; by default
            the study's mode decides.
        boundary
            Bounds are read differently where more than this share of the words that either coder marked is not marked
            by both.
        """
        from kangni.app.agreement import agreement

        return self._ask(
            ("agreement", tuple(coders), unit, window, by, tuple(codes), coefficient, at, boundary, seed),
            lambda read, columns: agreement(
                read,
                columns,
                on=today(),
                coders=coders,
                unit=unit,
                window=window,
                by=by,
                codes=codes,
                coefficient=coefficient,
                at=at,
                boundary=boundary,
                seed=seed,
            ),
        )

    def decisions(self, *, document: str = "") -> Shown[Decisions]:
        """Return what was decided on passages that coders had read differently, the first decision first."""
        from kangni.app.decisions import list_decisions

        return self._ask(("decisions", document), lambda read, _columns: list_decisions(read, document=document))

    def plan_agreement(
        self, *, width: float = 0.2, coders: Sequence[str] = (), code: str = "", seed: int = DEFAULT_SEED
    ) -> Shown[AgreementPlan]:
        """Plan, from the interviews that two people have coded, how many they must code for an interval this wide."""
        from kangni.app.plan import plan_from_study

        return self._ask(
            ("plan-agreement", width, tuple(coders), code, seed),
            lambda read, columns: plan_from_study(
                read, columns, on=today(), width=width, coders=coders, code=code, seed=seed
            ),
        )

    def saturation(
        self, *, base: int = 4, run: int = 2, threshold: float = 0.05, reading: str = "any", seed: int = DEFAULT_SEED
    ) -> Shown[Saturation]:
        """Ask whether more interviews would still bring new codes (Guest, Namey and Chen 2020)."""
        from kangni.app.saturation import saturation

        return self._ask(
            ("saturation", base, run, threshold, reading, seed),
            lambda read, columns: saturation(
                read, columns, on=today(), base=base, run=run, threshold=threshold, reading=reading, seed=seed
            ),
        )

    def factors(
        self, *, reading: str = "any", interval: ShareInterval = "wilson", seed: int = DEFAULT_SEED
    ) -> ShownFactors:
        """Ask what pushes and what holds, people before quotes."""
        from kangni.app.factors import factors

        result = self._answer(
            ("factors", reading, interval, seed),
            lambda read, columns: factors(read, columns, on=today(), reading=reading, interval=interval, seed=seed),
        )
        return ShownFactors(
            result,
            open_evidence=self._open_evidence,
            draw=self._draw,
            draw_matrix=self._draw_matrix,
            language=self._language,
        )

    def contention(self, *, reading: str = "any") -> Shown[Contention]:
        """Ask who is pushed and who is held, side by side and never subtracted."""
        from kangni.app.contention import contention

        return self._ask(
            ("contention", reading), lambda read, columns: contention(read, columns, on=today(), reading=reading)
        )

    def cooccurrence(
        self, *, reading: str = "any", unit: Unit = "turn", window: int = 3, seed: int = DEFAULT_SEED
    ) -> Shown[CoOccurrence]:
        """Ask which codes stand together: in a turn, a window of turns, the same words, an episode, or in sequence."""
        question = ("cooccurrence", reading, unit, window, seed)
        if unit == "sequence":
            from kangni.app.sequences import sequences

            return self._ask(
                question,
                lambda read, columns: sequences(read, columns, on=today(), reading=reading, window=window, seed=seed),
            )
        from kangni.app.cooccurrence import cooccurrence

        return self._ask(
            question,
            lambda read, columns: cooccurrence(read, columns, on=today(), reading=reading, unit=unit, window=window),
        )

    def process(self, *, reading: str = "any") -> Shown[Process]:
        """Ask how the episodes went through the stages and how they ended."""
        from kangni.app.process import process

        return self._ask(
            ("process", reading), lambda read, columns: process(read, columns, on=today(), reading=reading)
        )

    def _ask(
        self, question: tuple[object, ...], compute: Callable[[Reader, ColumnSource], AnswerType]
    ) -> Shown[AnswerType]:
        return Shown(
            self._answer(question, compute),
            open_evidence=self._open_evidence,
            draw=self._draw,
            language=self._language,
        )

    def _answer(
        self, question: tuple[object, ...], compute: Callable[[Reader, ColumnSource], AnswerType]
    ) -> AnswerType:
        with self._store.read() as read:
            return self._known(read, question, lambda: compute(read, read.columns()))

    def _known(self, read: Reader, question: tuple[object, ...], compute: Callable[[], Known]) -> Known:
        """Return what was found before at this revision, or find it now; two who ask at once may both compute."""
        asked = (read.revision, today(), *question)
        with self._remembering:
            known = self._remembered.get(asked)
        if known is None:
            known = compute()
            with self._remembering:
                while len(self._remembered) >= REMEMBERED:
                    del self._remembered[next(iter(self._remembered))]
                self._remembered[asked] = known
        return known  # type: ignore[return-value]  # the question names the kind of answer

    def _draw(self, result: Answer) -> Figure:
        from kangni.reports.drawing import draw

        with self._store.read() as read:
            return draw(result, read.framework(), language=self._language)

    def _draw_matrix(self, table: FactorTable) -> Figure:
        from kangni.reports.figures.matrix import matrix

        with self._store.read() as read:
            return matrix(table, read.framework(), language=self._language)

    def _open_evidence(self, result: Answer, key: str, everything: bool) -> tuple[Quote, ...]:  # noqa: FBT001 - OpenEvidence
        from kangni.app.evidence import Quoter

        evidence = result.evidence(key)
        with self._store.read() as read:
            rules = unrestricted(today()) if everything else self._rules_of(read)
            return Quoter(read, rules, language=self._language).quotes(evidence)

    def _rules_of(self, read: Reader) -> Policy:
        """Return the rules on showing as they stand, collected once a revision and day."""
        asked = (read.revision, today())
        if asked not in self._rules:
            self._rules = {asked: policy(read, audience=Audience.TEAM, on=today())}
        return self._rules[asked]


def today() -> date:
    """Return the day on which consent is asked for."""
    return date.today()  # noqa: DTZ011 - consent ends on a day of the researcher's own calendar
