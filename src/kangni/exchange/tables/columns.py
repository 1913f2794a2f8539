"""Which tables there are, what their columns are called and what each of them says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ASKED_FORMATS", "FORMATS", "AskedKind", "Column", "Format", "TableKind"]


class TableKind(StrEnum):
    """The tables that come in and go out, in the order in which they build on each other."""

    PARTICIPANTS = "participants"
    CODEBOOK = "codebook"
    RESTRICTIONS = "restrictions"
    CODINGS = "codings"
    CLAIMS = "claims"
    EPISODES = "episodes"
    SUGGESTIONS = "suggestions"
    MEMOS = "memos"
    DECISIONS = "decisions"
    ADVICE = "advice"


class AskedKind(StrEnum):
    """The tables that come along with one question and are not stored."""

    CROSSWALK = "crosswalk"
    ANSWERS = "answers"
    COSTS = "costs"


@dataclass(frozen=True, slots=True)
class Column:
    """A documented column; `also` are other headings that are understood as it.

    Some only come in. A required one by which the table is recognised may have something that stands in for it.
    """

    name: str
    says: str
    required: bool = False
    also: tuple[str, ...] = ()
    goes_out: bool = True
    has_stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """The columns of one table; an `open` one takes any further column as an attribute."""

    kind: TableKind | AskedKind
    says: str
    columns: tuple[Column, ...]
    open: bool = False

    def required(self) -> tuple[str, ...]:
        """Return the columns by which the table is recognised."""
        return tuple(column.name for column in self.columns if column.required)

    def indispensable(self) -> tuple[str, ...]:
        """Return the columns that the table cannot do without."""
        return tuple(column.name for column in self.columns if column.required and not column.has_stand_in)

    def outgoing(self) -> tuple[str, ...]:
        """Return the columns of the table on its way out."""
        return tuple(column.name for column in self.columns if column.goes_out)


_DOCUMENT = Column("doc", "Handle of the document that holds the words, such as P01.zh.", also=("document", "文本"))
_START = Column("start", "Where the words begin: characters (code points) of the document before them.", also=("起",))
_END = Column("end", "Where the words end: characters of the document before the first one after them.", also=("止",))
_QUOTE = Column(
    "quote",
    "The words. With a span they must be what stands there; an empty cell is not compared.",
    also=("text", "words", "引文", "原文"),
)
_CODE = Column("code_id", "Handle of the code, such as ENV.O01.", also=("code", "编码"))
_VOICE = Column("voice", "Whose view it is: a voice of the framework. Empty: own.", also=("声音",))
_STANCE = Column("stance", "Whether the speaker holds it: a stance of the framework. Empty: holds.", also=("立场",))
_WITHHELD = Column("withheld", "Why an export leaves the quote empty; ignored on the way in.")
_PLACE = (
    Column("place_file", "For words that came from a table without a text: the file. Empty: this file."),
    Column("place_row", "For words that came from a table without a text: the row. Empty: this row."),
)


def _needed(column: Column) -> Column:
    return Column(column.name, column.says, required=True, also=column.also)


def _coder(says: str) -> Column:
    return Column("coder", says, required=True, also=("编码者",))


_FORMATS = (
    Format(
        TableKind.PARTICIPANTS,
        "One row for each participant. Every further column is an attribute; a column of numbers, of dates "
        "(2025-11-04) or of yes and no is typed as such, any other is text, and an empty cell says nothing.",
        (
            Column(
                "id", "The pseudonym, such as P01.", required=True, also=("participant", "participant_id", "受访者")
            ),
            Column(
                "consent_scope",
                "What was released, joined by semicolons: analysis, quote, quote_after_review, share, ai, audio, "
                "recontact, until 2027-12-31; none where nothing was. Empty: no record.",
                also=("consent", "知情同意"),
            ),
            Column("fictional", "yes where the person is invented; the study is then labelled so.", also=("虚构",)),
        ),
        open=True,
    ),
    Format(
        TableKind.CODEBOOK,
        "One row for each code, in the order of the codebook. For a code that the study has, the columns given "
        "replace what stood there.",
        (
            _needed(_CODE),
            Column("parent_id", "Handle of the code above, in this table or the study. Empty: none.", also=("parent",)),
            Column("name_en", "Name in English.", also=("name",)),
            Column("name_zh", "Name in Chinese.", also=("名称",)),
            Column("definition_en", "What it means, in English.", also=("definition",)),
            Column("definition_zh", "What it means, in Chinese.", also=("定义",)),
            Column("use_when_en", "When to use it, in English."),
            Column("use_when_zh", "When to use it, in Chinese."),
            Column("do_not_use_en", "When not to use it, in English."),
            Column("do_not_use_zh", "When not to use it, in Chinese."),
            Column("polarity", "A polarity of the framework, such as risk. Empty: none.", also=("极性",)),
            Column("level", "A level of the framework, such as organisation. Empty: none.", also=("层面",)),
            Column(
                "construct",
                "A construct of the framework, by id or by its name in codebooks, such as K1 stressor. Empty: none.",
                also=("kumpfer_construct", "构念"),
            ),
            Column("illustrative_quote_zh", "An example in Chinese."),
            Column("illustrative_quote_en", "An example in English."),
            Column("cue_words_zh", "Words that hint at it, joined by semicolons.", also=("cue_words",)),
            Column("basis", "Where the code comes from."),
        ),
    ),
    Format(
        TableKind.RESTRICTIONS,
        "One row for each rule on showing a participant's words.",
        (
            Column("kind", "apart (two people never under one heading) or blur (counted, words withheld).", True),
            Column("participant", "Whose words.", required=True),
            Column("other_participant", "For apart: the other one."),
            Column("code_id", "For blur: the code whose passages are withheld."),
            Column("reason", "Why."),
            Column("doc", "For blur of one passage: the document."),
            Column("start", "For blur of one passage: where it begins."),
            Column("end", "For blur of one passage: where it ends."),
        ),
    ),
    Format(
        TableKind.CODINGS,
        "One row for each coding. Coders who are new are made, and are noted as done with the documents they coded. "
        "A row without a document keeps its quote and its place in the table instead of a span. Instead of a span a "
        "row may name a turn or a question: then it covers the words of that turn, or of the answer.",
        (
            Column(
                "coder",
                "Handle of who coded. A table that is said to hold codings may lack it: then it is who brings it in.",
                required=True,
                also=("编码者",),
                has_stand_in=True,
            ),
            _DOCUMENT,
            _START,
            _END,
            _QUOTE,
            _needed(_CODE),
            Column(
                "turn",
                "Instead of start and end: the number of a turn. With a quote that stands there once, only its words.",
                also=("话轮",),
                goes_out=False,
            ),
            Column(
                "question",
                "Instead of start and end: what the interviewer asks, by its words, or by number (Q3) among the "
                "questions that more than half of the transcripts have in the same words; where none recurs, among the "
                "interviewer's turns of the document.",
                also=("问题",),
                goes_out=False,
            ),
            Column("polarity_override", "A polarity of the framework against the code's own. Empty: the code's."),
            Column("level_override", "A level of the framework against the code's own. Empty: the code's."),
            Column("reason", "Why polarity or level differ; needed where one of them is set."),
            Column("memo", "A note on this coding."),
            _VOICE,
            _STANCE,
            Column("time", "then or now. Empty: not said.", also=("时间",)),
            Column("draft", "yes where nobody has adopted the coding yet. Empty: no."),
            Column("released", "yes where the speaker has reviewed these words for quoting. Empty: no."),
            *_PLACE,
            _WITHHELD,
        ),
    ),
    Format(
        TableKind.CLAIMS,
        "One row for each claim that one thing raises or lowers another. A row without a document keeps its quote and "
        "its place in the table instead of a span, and may say whose claim it is. In a study without a framework "
        "(`--framework none`) causes and effects that are new become codes, and sources participants.",
        (
            Column(
                "claim_id",
                "Handle of the claim, such as C001; unique in the study. Without this column: file and row.",
                required=True,
                has_stand_in=True,
            ),
            Column(
                "coder",
                "Handle of who read it so. Without this column: who brings the table in.",
                required=True,
                also=("编码者",),
                has_stand_in=True,
            ),
            _DOCUMENT,
            _START,
            _END,
            _QUOTE,
            Column("cause", "Handle of the code that acts.", required=True, also=("from",)),
            Column("effect", "Handle of the code acted upon.", required=True, also=("to",)),
            Column("sign", "+ where the cause raises its effect, - where it lowers it.", required=True),
            Column("strength", "1, 2 or 3. Empty: none was given."),
            _VOICE,
            Column("note", "A note."),
            _STANCE,
            Column(
                "participant",
                "Whose claim it is, in a row without a document; a text says by itself who speaks.",
                also=("source", "受访者"),
            ),
            *_PLACE,
            _WITHHELD,
        ),
    ),
    Format(
        TableKind.EPISODES,
        "One row for each moment; the rows of one episode share its handle.",
        (
            Column("episode_id", "Handle of the episode, such as E01; unique in the study.", required=True),
            _coder("Handle of who read it so; the same in all rows of an episode."),
            _needed(_DOCUMENT),
            Column("label", "What the episode is about; the same in all its rows."),
            Column("order", "The moment's place in the order of events: whole numbers, each once.", required=True),
            Column("stage", "A stage of the framework, such as stressor.", required=True),
            Column("code_id", "Handle of the code. Empty, without a span: not told."),
            _START,
            _END,
            _QUOTE,
            Column("outcome", "An outcome of the framework, in one row of the episode. Empty in all: it is open."),
            Column("state", "closed, open or disputed. Empty: closed with an outcome, open without."),
            _WITHHELD,
        ),
    ),
    Format(
        TableKind.SUGGESTIONS,
        "One row for each suggestion coding that somebody tied to levers; the coding itself must be in the study.",
        (
            _coder("Handle of who coded the suggestion."),
            Column("tied_by", "Handle of who tied it.", required=True),
            _needed(_DOCUMENT),
            _needed(_START),
            _needed(_END),
            _QUOTE,
            _needed(_CODE),
            Column(
                "levers",
                "Levers, joined by semicolons: families of the framework, or codes that are levers by themselves. "
                "Empty: none.",
                required=True,
            ),
            Column("declines", "yes where the words decline to suggest anything. Empty: no."),
            Column("note", "A note."),
            Column(
                "state",
                "draft for a lever that cue words propose, refused for one that somebody refused; neither counts. "
                "Empty: tied.",
            ),
            _WITHHELD,
        ),
    ),
    Format(
        TableKind.MEMOS,
        "One row for each memo.",
        (
            Column("target", "What it is on: a handle. Empty: the study.", required=True),
            Column("author", "Handle of who wrote it.", required=True),
            Column("kind", "reflexive, analytic or methodological.", required=True),
            Column("text_zh", "The memo in Chinese."),
            Column("text_en", "The memo in English.", also=("text",)),
            Column(
                "target_kind",
                "study, document, code, participant, claim, episode or coding. Empty: whatever has that handle. "
                "A coding is named by coder, document, span and code between bars: A | P01.zh | 351-371 | STR.O01.",
            ),
            Column("participant", "For a memo on one person's one factor: the participant."),
            Column("written", "When, in UTC, such as 2025-11-04T10:00:00+00:00. Empty: unknown."),
        ),
    ),
    Format(
        TableKind.DECISIONS,
        "One row for each decision on a passage that coders had read differently. It is on a turn or on a span. Coders "
        "who are new are made; a decision that the study has is not doubled.",
        (
            _needed(_DOCUMENT),
            Column("turn", "Number of the turn, as the agreement lists it. Empty: the decision is on a span."),
            _START,
            _END,
            _QUOTE,
            Column(
                "readings",
                "How each coder had read it: coder, colon, code, joined by semicolons; no code for seeing nothing: "
                "A: ENV.O01; B:. A sign ; : or \\ in a name has a backslash before it.",
                required=True,
            ),
            Column("outcome", "keep, change or both_stand.", required=True),
            Column("decided_by", "Handles of who decided, joined by semicolons.", required=True),
            Column("reason", "Why.", required=True),
            Column("change", "What was changed, in free words."),
            Column("codebook_change", "How the codebook followed, in free words."),
            Column("at", "When, in UTC, such as 2026-03-01T10:00:00+00:00.", required=True),
            _WITHHELD,
        ),
    ),
    Format(
        TableKind.ADVICE,
        "One row for each lever that was adopted or declined, with what it rested on then. A row replaces what the "
        "study has on the same lever and addressee. Coders who are new are made.",
        (
            Column("lever", "Id of the lever.", required=True, also=("着力点",)),
            Column("addressee", "An addressee of the framework. Empty: none.", required=True, also=("对象",)),
            Column("state", "adopted or declined.", required=True),
            Column("words_en", "The words in English.", also=("words",)),
            Column("words_zh", "The words in Chinese."),
            Column("reason", "Why. A declined one needs it."),
            Column("decided_by", "Handle of who decided.", required=True),
            Column("at", "When, in UTC, such as 2026-03-01T10:00:00+00:00.", required=True),
            Column("n", "Then: participants who counted."),
            Column("askers", "Then: who asked for it, joined by semicolons."),
            Column("claimers", "Then: who credited it with help, joined by semicolons."),
            Column("against", "Then: who was against it, joined by semicolons."),
            Column("effect", "Then: median effect in unit dips. Empty: undefined."),
            Column("low", "Then: 5 % of the effect."),
            Column("high", "Then: 95 % of the effect."),
            Column("reach", "Then: share of maps with a path."),
            Column("certainty", "Then: share of these that agree on the direction."),
            Column("breadth", "Then: broad, middling or thin."),
            Column("marks", "Then: further words, joined by semicolons."),
            Column("members", "Members of the ensemble."),
            Column("seed", "Seed of the ensemble."),
            Column(
                "evidence",
                "The passages then, as JSON: part (asks, credits, against), document, start, end, code; for words from "
                "a table without a text part, file, row, quote, code.",
            ),
        ),
    ),
)

_ASKED_FORMATS = (
    Format(
        AskedKind.CROSSWALK,
        "For `kangni compare --with`: one row for each pair of codes of two studies that stand for the same. A code "
        "may stand in several rows: all codes that rows tie together are counted as one.",
        (
            Column("first_code", "Handle of a code of the first study. Empty: it has none for this.", required=True),
            Column("second_code", "Handle of a code of the other study. Empty: it has none for this.", required=True),
            Column("note", "Why they are taken as the same, or why there is no partner.", also=("说明",)),
        ),
    ),
    Format(
        AskedKind.ANSWERS,
        "For `kangni scale`: one row for each participant and wave. Every further column is an item, headed by its "
        "number; an empty cell is not answered.",
        (
            Column("participant", "Handle of who answered.", required=True, also=("id", "participant_id", "受访者")),
            Column("wave", "When, such as 1 or 2026-03. Empty: there is one wave.", also=("波次",)),
        ),
        open=True,
    ),
    Format(
        AskedKind.COSTS,
        "For `kangni advise --costs`: one row for each lever that a budget may be spent on, all in one unit.",
        (
            Column("lever", "Id or name of the lever.", required=True, also=("着力点",)),
            Column("cost", "A number above 0: money, days, points of effort.", required=True, also=("成本",)),
            Column("note", "Where the cost comes from.", also=("说明",)),
        ),
    ),
)

FORMATS: Mapping[TableKind, Format] = {TableKind(form.kind): form for form in _FORMATS}
ASKED_FORMATS: Mapping[AskedKind, Format] = {AskedKind(form.kind): form for form in _ASKED_FORMATS}
