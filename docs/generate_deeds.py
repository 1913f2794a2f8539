"""The reference page on deeds: what one can do with a study, from Python and from the command line."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

import kangni
from kangni.cli.main import EXIT_CODES
from kangni.cli.summaries import SUMMARIES

__all__ = ["FACE", "PYTHON_ONLY", "deeds_page"]

HEAD = """\
# Deeds

Written from the code by `make docs`, and held to it by a test.

Each deed has a Python face and a command; both call the same function in `kangni.app`. A deed that changes a study is
one transaction and one entry of its history, and `undo` takes it back. `kangni COMMAND --help` tells the options of a
command with examples, `help(kangni.Study.NAME)` the arguments of a method.

* Every command that asks takes `--json`: `deed`, `study`, `revision`, `settings`, `result` and `cautions`, with all
  digits; an undefined number is `{"undefined": reason}`, and a mistake is `{"error": ...}`. Most take `--csv FILE` too.
* Exit codes: CODES.
* Who acts: `--coder`, else the environment variable `KANGNI_CODER`, else `kangni setting coder`, else `me`.
* The language of messages: `KANGNI_LANGUAGE`, else `kangni setting language`, else the shell's.
"""

# The Python face of each command; a test asks every command for one, and every public method for a line here or below.
FACE = {
    "demo": "kangni.make_demo",
    "new": "kangni.new",
    "import": "Study.bring_in",
    "merge": "Study.merge",
    "overview": "Study.overview",
    "team": "Study.team",
    "search": "Study.search",
    "roles": "Study.set_roles",
    "codebook": "Study.code_uses",
    "add-code": "Study.create_code",
    "define-code": "Study.define_code",
    "move-code": "Study.move_code",
    "merge-codes": "Study.merge_codes",
    "remove-code": "Study.remove_code",
    "correct": "Study.correct",
    "code": "Study.draft_codings",
    "drafts": "Study.drafts",
    "adopt": "Study.adopt",
    "refuse": "Study.refuse",
    "seen": "Study.declare_seen",
    "consent": "Study.record_consent",
    "decide": "Study.decide",
    "decisions": "Study.decisions",
    "mode": "Study.set_mode",
    "plan-agreement": "Study.plan_agreement",
    "release": "Study.release",
    "agreement": "Study.agreement",
    "saturation": "Study.saturation",
    "factors": "Study.factors",
    "matrix": "Study.factors",
    "contention": "Study.contention",
    "cooccurrence": "Study.cooccurrence",
    "compare": "Study.compare",
    "scales": "kangni.scales",
    "scale": "Study.score_scale",
    "process": "Study.process",
    "map": "Study.map",
    "paths": "Study.paths",
    "centrality": "Study.centrality",
    "link-agreement": "Study.link_agreement",
    "loops": "Study.loops",
    "press": "Study.press_signs",
    "simulate": "Study.simulate",
    "suggestions": "Study.suggestions",
    "tie": "Study.tie",
    "untie": "Study.untie",
    "advise": "Study.advise",
    "recommend": "Study.recommend",
    "reword": "Study.reword",
    "decline": "Study.decline",
    "recommendations": "Study.recommendations",
    "evidence": "Study.analysis",
    "retrieve": "Study.retrieve",
    "context": "Study.words_in_context",
    "words": "Study.word_counts",
    "summarise": "Study.summarise_cell",
    "report": "Study.report",
    "export": "Study.export",
    "undo": "Study.undo",
    "redo": "Study.redo",
    "history": "Study.history",
    "backup": "Study.backup",
    "doctor": "kangni.examine",
    "setting": "",
    "open": "",
}
# What only Python has: coding by hand, until there is a window to do it in, and looking at an open study.
PYTHON_ONLY = (
    "Study.attributes",
    "Study.heard",
    "Study.last_deed",
    "kangni.plan_agreement",
    "kangni.agreement_of_table",
    "Study.compare_with",
    "Study.forget_kept",
    "Study.fuzzy",
    "Study.map_difference",
    "Study.import_project",
    "Study.import_read",
    "Study.export_project",
    "Study.export_bundle",
    "Study.export_tables",
    "Study.export_people",
    "Study.export_map",
    "Study.export_package",
    "Study.backups",
    "Study.examine",
    "Study.report_page",
    "Study.report_chapters",
    "Study.withheld_from_readers",
    "Study.retrievals",
    "Study.save_retrieval",
    "Study.forget_retrieval",
    "Study.quotes_file",
    "Study.export_quotes",
    "Study.keep_scores",
    "Study.draft_ties",
    "Study.tell_saturation",
    "Study.apply_code",
    "Study.remove_codings",
    "Study.coded_passages",
    "Study.split_code",
    "Study.attributes",
    "Study.heard",
    "Study.speakers",
    "Study.read",
    "Study.codebook",
    "Study.framework",
    "Study.hash",
    "Study.move_coding",
    "Study.transcripts",
    "Study.recode",
    "Study.remove_own_codings",
    "Study.tell_moment",
    "Study.read_coding",
    "Study.note_coding",
    "Study.make_claim",
    "Study.change_claim",
    "Study.remove_claims",
    "Study.begin_episode",
    "Study.add_moment",
    "Study.remove_moment",
    "Study.end_episode",
    "Study.remove_episodes",
    "Study.acting",
    "Study.coder",
    "Study.is_read_only",
    "Study.path",
    "Study.revision",
    "Study.close",
)
NOTES = {
    "agreement": "`kangni.agreement_of_table(path)` for `--table`",
    "compare": "`study.compare_with(other, crosswalk)` for `--with`",
    "import": "`study.import_project(path)` for one project",
    "export": "`study.export_project(path)` for the whole study, `study.export_bundle(path)` as a bundle, "
    "`study.export_tables(folder)`, `export_people`, `export_map`, `export_package`",
    "retrieve": "`study.save_retrieval(name, conditions)` for `--save`, `study.forget_retrieval(name)` for `--forget`, "
    "`study.export_quotes(conditions, path)` for `--to`",
    "scale": "`study.keep_scores(scores)` for `--keep`",
    "map": "`study.map_difference(...)` for `--against`",
    "saturation": "`study.tell_saturation(told)` for `--in-report`",
    "matrix": "`.matrix` of what it returns",
    "simulate": "`study.fuzzy(...)` for a `--rule` of fuzzy cognitive maps",
    "evidence": "`.evidence(key)` of what it returns",
    "plan-agreement": "or `kangni.plan_agreement(...)`, without a study",
    "suggestions": "`study.draft_ties()` for `--from-cue-words`",
    "open": "`kangni.open(path)`, without pages",
    "setting": "the arguments `coder` and `language` of `kangni.open`",
}


def deeds_page() -> str:
    """Return the page as the code has it."""
    codes = ", ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES.items())
    parts = [HEAD.replace("CODES", codes)]
    for heading, commands in SUMMARIES:
        rows = [(summary, _face(name), f"`kangni {name}`") for name, summary in commands]
        parts.append(f"## {heading}\n\n{_table(('deed', 'Python', 'command line'), rows)}")
    rows = [(_first_line(face), _call(face), "") for face in PYTHON_ONLY]
    parts.append(f"## From Python only\n\n{_table(('deed', 'Python', 'command line'), rows)}")
    return "\n".join(parts)


def _found(face: str) -> object:
    """Return what a name such as `Study.adopt` or `kangni.new` stands for."""
    owner, _, name = face.partition(".")
    return getattr(kangni if owner == "kangni" else kangni.Study, name)


def _face(command: str) -> str:
    call = _call(FACE[command]) if FACE[command] else ""
    return ", ".join(part for part in (call, NOTES.get(command, "")) if part)


def _call(face: str) -> str:
    thing = _found(face)
    shown = face.replace("Study.", "study.")
    if not callable(thing):
        return f"`{shown}`"
    names = [name for name in inspect.signature(thing).parameters if name not in {"self", "new_id", "progress"}]
    return f"`{shown}({', '.join(names)})`"


def _first_line(face: str) -> str:
    return (inspect.getdoc(_found(face)) or "").split("\n")[0]


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headings, ("---",) * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
