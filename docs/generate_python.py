"""The reference page on Python, read off signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import Field, fields
from typing import cast, get_args, get_type_hints

import kangni
from kangni.reports.figure import Figure
from kangni.results.advice import Advice
from kangni.results.agreement import AgreementResult
from kangni.results.answer import Answer
from kangni.results.centrality import Centrality
from kangni.results.comparison import Comparison
from kangni.results.contention import Contention
from kangni.results.cooccurrence import CoOccurrence
from kangni.results.decisions import Decisions
from kangni.results.factors import FactorTable
from kangni.results.fuzzy import FuzzySimulation
from kangni.results.link_agreement import LinkAgreement
from kangni.results.loops import Loops
from kangni.results.map_difference import MapDifference
from kangni.results.maps import CausalMap
from kangni.results.overview import Overview
from kangni.results.paths import Paths
from kangni.results.plan import AgreementPlan
from kangni.results.press import PressSigns
from kangni.results.process import Process
from kangni.results.quotes import Quote
from kangni.results.recommendations import Recommendations
from kangni.results.saturation import Saturation
from kangni.results.scales import ScaleScores
from kangni.results.simulation import Simulation
from kangni.results.studies import StudyComparison
from kangni.results.suggestions import Suggestions
from kangni.study import Shown, ShownMap, Study

__all__ = ["python_page"]

WIDTH = 110  # of a signature on one line
HEAD = """\
# Python

Written from the code by `make docs`, and held to it by a test. How to work with it:
[from Python](../how-to/work-from-python.md).

Every question returns a result in a handle, `Shown`: what the result knows is an attribute, `rows()` its table,
`to_frame()` a pandas data frame (`pip install "kangni[frames]"`), `figure()` its picture where it has one,
`evidence(key)` the words behind a number, `to_dict()` all of it as plain values. A number that is undefined is
`kangni.core.undefined.Undefined` with its `reason`; in a data frame it is a missing value. Mistakes are exceptions
below `kangni.core.errors.KangniError`, with a sentence, a hint and their facts.
"""

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "The file",
        (
            "path",
            "close",
            "read",
            "revision",
            "is_read_only",
            "coder",
            "acting",
            "framework",
            "codebook",
            "hash",
            "backups",
            "examine",
            "history",
            "last_deed",
            "undo",
            "redo",
            "backup",
        ),
    ),
    (
        "Bringing in and taking out",
        (
            "bring_in",
            "export",
            "import_project",
            "import_read",
            "export_project",
            "export_tables",
            "export_people",
            "export_map",
            "export_package",
            "export_bundle",
            "merge",
            "report",
            "report_page",
            "report_chapters",
            "withheld_from_readers",
            "transcripts",
            "heard",
            "speakers",
            "set_roles",
            "search",
        ),
    ),
    (
        "Finding words again",
        (
            "retrieve",
            "retrievals",
            "save_retrieval",
            "forget_retrieval",
            "summarise_cell",
            "words_in_context",
            "word_counts",
            "quotes_file",
            "export_quotes",
        ),
    ),
    (
        "Coding",
        (
            "create_code",
            "define_code",
            "move_code",
            "merge_codes",
            "split_code",
            "remove_code",
            "correct",
            "code_uses",
            "coded_passages",
            "draft_codings",
            "apply_code",
            "move_coding",
            "recode",
            "read_coding",
            "note_coding",
            "remove_codings",
            "remove_own_codings",
            "drafts",
            "adopt",
            "refuse",
            "make_claim",
            "change_claim",
            "remove_claims",
            "begin_episode",
            "add_moment",
            "tell_moment",
            "remove_moment",
            "end_episode",
            "remove_episodes",
        ),
    ),
    ("What people propose", ("tie", "untie", "draft_ties", "recommend", "reword", "decline")),
    ("Talking about it", ("set_mode", "decide", "decisions", "plan_agreement", "tell_saturation")),
    ("People", ("team", "declare_seen", "record_consent", "release")),
    (
        "Questions",
        (
            "overview",
            "agreement",
            "saturation",
            "factors",
            "contention",
            "cooccurrence",
            "compare",
            "compare_with",
            "score_scale",
            "keep_scores",
            "process",
            "map",
            "paths",
            "centrality",
            "map_difference",
            "link_agreement",
            "loops",
            "press_signs",
            "simulate",
            "fuzzy",
            "forget_kept",
            "suggestions",
            "advise",
            "recommendations",
            "analysis",
        ),
    ),
)

ANSWERS: tuple[tuple[str, type[Answer], str], ...] = (
    ("overview", Overview, ""),
    ("agreement", AgreementResult, "agreement.md"),
    ("decisions", Decisions, "agreement.md"),
    ("plan_agreement", AgreementPlan, "agreement.md"),
    ("saturation", Saturation, "saturation.md"),
    ("factors", FactorTable, "factors.md"),
    ("contention", Contention, "factors.md"),
    ("cooccurrence", CoOccurrence, "cooccurrence.md"),
    ("compare", Comparison, "comparison.md"),
    ("compare_with", StudyComparison, "comparison.md"),
    ("score_scale", ScaleScores, "scales.md"),
    ("process", Process, "process.md"),
    ("map", CausalMap, "map.md"),
    ("paths", Paths, "map.md"),
    ("centrality", Centrality, "map.md"),
    ("map_difference", MapDifference, "map.md"),
    ("link_agreement", LinkAgreement, "map.md"),
    ("loops", Loops, "loops.md"),
    ("press_signs", PressSigns, "press.md"),
    ("simulate", Simulation, "balance.md"),
    ("fuzzy", FuzzySimulation, "fuzzy.md"),
    ("suggestions", Suggestions, ""),
    ("advise", Advice, "advice.md"),
    ("recommendations", Recommendations, "advice.md"),
)


def python_page() -> str:
    """Return the page as Markdown: functions, the study's methods, handles and results."""
    return "\n".join([HEAD, *_functions(), *_methods(), *_handles(), *_answers()])


def _functions() -> Iterator[str]:
    yield "## Opening and making\n"
    for name in ("open", "new", "make_demo", "examine", "plan_agreement", "agreement_of_table", "scales"):
        yield from _entry(f"kangni.{name}", getattr(kangni, name))


def _methods() -> Iterator[str]:
    named = {name for _, names in GROUPS for name in names}
    public = {name for kind in Study.__mro__[:-1] for name in vars(kind) if not name.startswith("_")}
    assert named == public, f"put into a group: {sorted(named ^ public)}"
    for heading, names in GROUPS:
        yield f"## Study: {heading[0].lower()}{heading[1:]}\n"
        for name in names:
            member = inspect.getattr_static(Study, name)
            if isinstance(member, property):
                yield f"### study.{name}\n"
                yield f"{_paragraphs(member)}\n"
            else:
                yield from _entry(f"study.{name}", member)


def _handles() -> Iterator[str]:
    for kind, variable in ((Shown, "shown"), (ShownMap, "map"), (Figure, "figure")):
        yield f"## {kind.__name__}\n"
        yield f"{_paragraphs(kind)}\n"
        for name, member in vars(kind).items():
            if inspect.isfunction(member) and not name.startswith("_"):
                yield from _entry(f"{variable}.{name}", member)
    yield "## Quote\n"
    yield f"{_paragraphs(Quote)}\n"
    yield f"Fields: {_fields(Quote)}.\n"


def _answers() -> Iterator[str]:
    yield "## Results\n"
    for name, kind, page in ANSWERS:
        rows = get_args(get_type_hints(kind.rows)["return"])[0]
        yield f"### {kind.__name__}\n"
        yield f"What `study.{name}` returns. {_paragraphs(kind)}\n"
        if page:
            yield f"How it is computed: [{page.removesuffix('.md').replace('-', ' ')}](../methods/{page}).\n"
        yield f"* Attributes: {_fields(kind)}."
        for row in get_args(rows) or (rows,):
            yield f"* Columns of its table (`{row.__name__}`): {_fields(row)}."
        yield f"* `keys()`: {' '.join(_paragraphs(kind.keys).split())}\n"


def _entry(name: str, function: Callable[..., object]) -> Iterator[str]:
    yield f"### {name}\n"
    yield "```python"
    yield _signature(name, function)
    yield "```\n"
    yield f"{_paragraphs(function)}\n"


def _signature(name: str, function: Callable[..., object]) -> str:
    signature = inspect.signature(function)
    parameters = [p for p in signature.parameters.values() if p.name not in {"self", "new_id"}]
    written = [_parameter(p) for p in parameters]
    for i, parameter in enumerate(parameters):
        if parameter.kind is parameter.KEYWORD_ONLY:
            written.insert(i, "*")
            break
    returned = f" -> {_type(signature.return_annotation)}"
    line = f"{name}({', '.join(written)}){returned}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {each}," for each in written), f"){returned}"])


def _parameter(parameter: inspect.Parameter) -> str:
    default = parameter.default
    shown = "" if default is parameter.empty else f" = {'...' if callable(default) else repr(default)}"
    return f"{parameter.name}: {_type(parameter.annotation)}{shown}"


def _type(annotation: object) -> str:
    return str(annotation).strip("'\"")


def _paragraphs(documented: object) -> str:
    """Return a docstring's sentences; of its sections, Parameters as a list and Raises as a line."""
    text = inspect.getdoc(documented) or ""
    sections = re.split(r"^(\w+)\n-+\n", text, flags=re.MULTILINE)
    told = [sections[0].strip()]
    for heading, body in zip(sections[1::2], sections[2::2], strict=True):
        told.append(_section(heading, body.rstrip()))
    return "\n\n".join(part for part in told if part)


def _section(heading: str, body: str) -> str:
    if heading == "Parameters":
        found = re.findall(r"^(\S[^\n]*)\n((?:[ \t]+[^\n]*\n?)*)", f"{body}\n", flags=re.MULTILINE)
        return "\n".join(f"* `{name.replace(', ', '`, `')}`: {' '.join(says.split())}" for name, says in found)
    if heading == "Raises":
        first, *says = (line.strip() for line in body.splitlines() if line.strip())
        classes = ", ".join(f"`{name}`" for name in first.split(", "))
        return f"Raises {classes}: {' '.join(says)}" if says else f"Raises {classes}."
    return ""


def _fields(kind: type) -> str:
    named = cast("tuple[Field[object], ...]", fields(kind))
    return ", ".join(f"`{each.name}`" for each in named if each.metadata.get("show", True))
