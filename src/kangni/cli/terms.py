"""Words that results carry as values and the command line shows: marked here, so that the catalogue has them."""

from __future__ import annotations

from kangni.core.errors import N_

__all__ = ["TERMS"]

TERMS = (
    # coefficients and kinds of disagreement
    N_("percent"),
    N_("kappa"),
    N_("alpha"),
    N_("ac1"),
    N_("fleiss"),
    N_("brennan_prediger"),
    N_("u_alpha"),
    N_("f1"),
    N_("character_f1"),
    N_("gamma"),
    N_("kappa_linear"),
    N_("kappa_quadratic"),
    N_("ac2_linear"),
    N_("ac2_quadratic"),
    N_("alpha_same_set"),
    N_("alpha_jaccard"),
    N_("alpha_masi"),
    N_("missed"),
    N_("different code"),
    # verdicts of saturation
    N_("saturated"),
    N_("not reached"),
    # parts of the table of a simulation
    N_("drop"),
    N_("growth"),
    N_("press"),
    N_("drives"),
    N_("holds"),
    N_("outcome"),
    # what the same stressor did the second time
    N_("better"),
    N_("the same"),
    N_("worse"),
    # loops
    N_("reinforcing"),
    N_("balancing"),
    N_("open"),
    N_("vicious"),
    N_("virtuous"),
    # scales: how they are scored, and what leave they ask for
    N_("sum"),
    N_("mean"),
    N_("no leave needed, cite"),
    N_("free if the printed conditions are kept"),
    N_("free for research or teaching, else ask"),
    N_("write to the authors first"),
    # sides of a comparison of two studies
    N_("first"),
    N_("second"),
    # deeds
    N_("keep scores"),
    N_("import"),
    N_("set roles"),
    N_("apply code"),
    N_("remove codings"),
    N_("draft codings"),
    N_("adopt drafts"),
    N_("refuse drafts"),
    N_("declare seen"),
    N_("record consent"),
    N_("release words"),
    N_("waive consent"),
    N_("tell saturation"),
    N_("undo"),
    N_("redo"),
    # kinds of records in the history
    N_("settings"),
    N_("framework"),
    N_("participant"),
    N_("coder"),
    N_("document"),
    N_("assignment"),
    N_("restriction"),
    N_("coding"),
    N_("claim"),
    N_("episode"),
    N_("suggestion"),
    N_("memo"),
    # findings of the doctor
    N_("fine"),
    N_("note"),
    N_("fault"),
    # roles of speakers
    N_("interviewer"),
    N_("other"),
    N_(" (fictional)"),
    N_("(fictional)"),
    # kinds of tables and files
    N_("codebook"),
    N_("restrictions"),
    # what click says
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("default: {default}"),
    N_("Aborted!"),
)
