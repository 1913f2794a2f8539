"""The deeds that find words again: quotes by conditions, words in context, and what is written about a cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kangni.study.asking import today
from kangni.study.taking_out import QUOTE_FILES, TakingOut, suffix_of

if TYPE_CHECKING:
    from typing import Literal

    from kangni.app.search import Speaking
    from kangni.core.memos import Memo
    from kangni.core.retrieval import Conditions, SavedRetrieval
    from kangni.results.retrieval import Retrieval
    from kangni.results.words import Concordance, WordCounts
    from kangni.study.shown import Shown

__all__ = ["Retrieving"]


class Retrieving(TakingOut):
    """Retrieves quotes and words, as part of an open study."""

    def retrieve(self, conditions: Conditions | str, *, by: str = "participant") -> Shown[Retrieval]:
        """Find the quotes that meet conditions, given as such or by the name under which the study keeps them.

        Parameters
        ----------
        conditions
            `kangni.core.retrieval.Conditions(codes=("ENV.O01",), without=("ENV.U02",), where=("age>=35",))`, or a name.
        by
            What the columns of the matrix are: "participant", "code", or an attribute of participants.
        """
        from kangni.app.retrieving import retrieve

        asked = self._conditions(conditions)
        return self._ask(
            ("retrieve", asked, by), lambda read, columns: retrieve(read, columns, asked, on=today(), by=by)
        )

    def retrievals(self) -> tuple[SavedRetrieval, ...]:
        """Return the conditions that the study keeps under names."""
        with self._store.read() as read:
            return read.settings().retrievals

    def save_retrieval(self, name: str, conditions: Conditions) -> SavedRetrieval:
        """Keep conditions in the study under a name; others of that name give way."""
        from kangni.app.saved_retrievals import save_retrieval

        with self._deed("save retrieval", {"name": name}) as write:
            return save_retrieval(write, write.columns(), name, conditions, on=today())

    def forget_retrieval(self, name: str) -> SavedRetrieval:
        """Let go of the conditions of a name."""
        from kangni.app.saved_retrievals import forget_retrieval

        with self._deed("forget retrieval", {"name": name}) as write:
            return forget_retrieval(write, name)

    def summarise_cell(self, code: str, participant: str, text: str, *, was: str | None = None) -> Memo | None:
        """Write this coder's summary of a participant's quotes of a code; an empty one takes it out.

        `was` is the summary that it takes the place of, as one saw it.
        """
        from kangni.app.summaries import summarise_cell

        with self._deed("summarise cell", {"code": code, "participant": participant}) as write:
            return summarise_cell(write, code, participant, text, new_id=self._new_id, clock=self._clock, was=was)

    def words_in_context(
        self, words: str, *, role: Speaking = "participant", width: int = 24, conditions: Conditions | None = None
    ) -> Shown[Concordance]:
        """Show every place of some words with what is said around them, and which words stand next to them.

        Of `conditions` those on people count.
        """
        from kangni.app.words import NOBODY, concordance
        from kangni.study.segmenting import segment

        asked = conditions or NOBODY
        return self._ask(
            ("words in context", words, role, width, asked),
            lambda read, _columns: concordance(read, words, segment=segment, role=role, width=width, conditions=asked),
        )

    def word_counts(
        self,
        *,
        role: Speaking = "participant",
        shortest: int = 2,
        function_words: bool = False,
        conditions: Conditions | None = None,
    ) -> Shown[WordCounts]:
        """Count the words of a role, Chinese ones segmented; those that only hold sentences together if asked for."""
        from kangni.app.words import NOBODY, word_counts
        from kangni.study.segmenting import segment

        asked = conditions or NOBODY
        return self._ask(
            ("word counts", role, shortest, function_words, asked),
            lambda read, _columns: word_counts(
                read,
                segment=segment,
                on=today(),
                role=role,
                shortest=shortest,
                function_words=function_words,
                conditions=asked,
            ),
        )

    def quotes_file(
        self, conditions: Conditions | str, file_format: Literal["csv", "xlsx"], *, waived: tuple[str, ...] = ()
    ) -> bytes:
        """Return quotes as a file for readers outside, without words that were not released."""
        from kangni.app.consent import Audience, policy
        from kangni.app.evidence import Quoter
        from kangni.app.quotes_out import quotes_table
        from kangni.exchange.tables.sheet import write_table

        found = self.retrieve(conditions).result
        with self._store.read() as read:
            rules = policy(read, audience=Audience.READER, on=today(), waived=waived)
            quotes = Quoter(read, rules, language=self._language).quotes(found.evidence("all"))
        return write_table(quotes_table(quotes), file_format)

    def export_quotes(
        self, conditions: Conditions | str, path: str | Path, *, waived: Mapping[str, str] | None = None
    ) -> Path:
        """Write the quotes that meet conditions as .csv or .xlsx, without words that were not released."""
        path, waived = Path(path), dict(waived or {})
        content = self.quotes_file(conditions, QUOTE_FILES[suffix_of(path, QUOTE_FILES)], waived=tuple(waived))
        self._let_out(path, content, what="quotes", waived=waived)
        return path

    def _conditions(self, conditions: Conditions | str) -> Conditions:
        from kangni.app.saved_retrievals import retrieval_named

        if not isinstance(conditions, str):
            return conditions
        with self._store.read() as read:
            return retrieval_named(read, conditions).conditions
