"""One line for each command, in the order of the work: what `kangni --help` shows without loading the commands."""

from __future__ import annotations

from kangni.cli.language import _

__all__ = ["SUMMARIES", "summary"]

SUMMARIES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        _("Begin"),
        (
            ("demo", _("Make the fictional demo study, run the whole chain, open it in the workbench.")),
            ("open", _("Open the workbench in the browser.")),
            ("new", _("Make an empty study with a framework.")),
            ("import", _("Bring in transcripts, tables and projects of other programs.")),
            ("merge", _("Join what somebody else did in a copy of the study.")),
            ("overview", _("Say where the study stands.")),
        ),
    ),
    (
        _("Read and code"),
        (
            ("search", _("Find words, with who says them.")),
            ("roles", _("Show or correct who speaks in the transcripts.")),
            ("correct", _("Correct typing errors in a transcript; its codings follow their words.")),
            ("codebook", _("List the codes, with how they are used.")),
            ("add-code", _("Add a code to the codebook.")),
            ("define-code", _("Change what a code is called and means.")),
            ("move-code", _("Put a code below another one.")),
            ("merge-codes", _("Make two codes one, or see what that would do.")),
            ("remove-code", _("Take away a code on which nothing rests.")),
            ("code", _("Code every hit of a search as a draft.")),
            ("drafts", _("List the drafts that wait for a person.")),
            ("adopt", _("Adopt drafts: one, some or all.")),
            ("refuse", _("Refuse drafts: one, some or all.")),
            ("tie", _("Tie what somebody proposes to the levers it names.")),
            ("untie", _("Untie it, or refuse a draft of a tie.")),
            ("recommend", _("Adopt a lever as a recommendation, in your words.")),
            ("reword", _("Change the words of a recommendation.")),
            ("decline", _("Decline a lever, with the reason.")),
            ("seen", _("Declare transcripts finished by a coder.")),
            ("decide", _("Decide on a passage that coders read differently.")),
            ("consent", _("Record what a participant released.")),
            ("release", _("Mark a participant's words as reviewed for quoting.")),
        ),
    ),
    (
        _("Ask"),
        (
            ("agreement", _("Do the coders read alike?")),
            ("decisions", _("What was decided on passages read differently?")),
            ("plan-agreement", _("How many interviews must two people code?")),
            ("saturation", _("Have we heard enough?")),
            ("factors", _("What pushes and what holds?")),
            ("matrix", _("Which participant names which factor?")),
            ("contention", _("Who is pushed, and who is held?")),
            ("cooccurrence", _("Which codes stand together?")),
            ("compare", _("Which people name what more often?")),
            ("scales", _("Which standard scales can be scored?")),
            ("scale", _("How do people answer a standard scale, beside what they say?")),
            ("process", _("How did the episodes go?")),
            ("map", _("What leads to what, in whose words, and where do two maps differ?")),
            ("paths", _("By which ways does this lead to that, and who carries it?")),
            ("centrality", _("What drives, what is driven, what passes it on?")),
            ("link-agreement", _("Do two coders find the same links?")),
            ("loops", _("Which circles do people tell?")),
            ("press", _("Which way does it go under a lasting press?")),
            ("simulate", _("What happens when it presses?")),
            ("suggestions", _("What do people propose, and to which lever is it tied?")),
            ("advise", _("What would help, and who can do it?")),
            ("recommendations", _("What was adopted or declined, and does it still hold?")),
            ("evidence", _("Open a number to the words it rests on.")),
            ("retrieve", _("Which words say this? Quotes by codes, people, coders and words.")),
            ("context", _("Where are these words said, and what stands next to them?")),
            ("words", _("Which words are said, how often and by how many?")),
            ("summarise", _("Write what a participant says on a code, in a few words.")),
        ),
    ),
    (
        _("Tell"),
        (
            ("report", _("Write the report as one HTML file.")),
            ("export", _("Write tables, or the whole study as a project for other programs.")),
        ),
    ),
    (
        _("Look after the study"),
        (
            ("undo", _("Take back your last deed.")),
            ("redo", _("Do again what you took back.")),
            ("history", _("Show who did what.")),
            ("backup", _("Make a verified copy beside the study.")),
            ("doctor", _("Examine a study file and this installation.")),
            ("team", _("Who works on the study, what was released, and what is kept back?")),
            ("mode", _("Show or say what agreement is to the study: off, dialogue, reliability.")),
            ("setting", _("Show or keep who you are and which language you read.")),
        ),
    ),
)


def summary(command: str) -> str:
    """Return the one line about a command."""
    return next(line for _heading, names in SUMMARIES for name, line in names if name == command)
