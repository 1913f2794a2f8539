"""What is told of an import: its files, its speakers, and what was guessed, made, passed over or left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kangni.app.incoming import Incoming, People, SameFile
from kangni.app.translations import Pair
from kangni.core.errors import N_, FileFault
from kangni.core.names import DocumentId, fold_handle
from kangni.core.people import Participant
from kangni.core.text import Role
from kangni.exchange.documents.left_out import COMMENTS
from kangni.results.answer import Caution
from kangni.results.imports import FileRefused, ImportedFile, ImportReport, Loss
from kangni.results.speakers import SpeakerLine

__all__ = ["report", "with_comments_left"]

SAME_FILE = N_("{file}: is {document} already and was passed over")
NEW_PARTICIPANTS = N_("{count} participants were not known and were made; no consent is recorded for them")
COUNTED_AS = N_("{file}: the words of {speakers} count as {participant}'s; if they are not, say whose they are")
NO_MAIN = N_("{file}: several participants speak, and none of them is the main one")
UNEVEN = N_("{original} has {turns} turns and its translation {translation} {others}: they were not matched")
BARRED = N_("{translation}: is coded already and was not made the translation of {original}")


def report(
    incoming: Sequence[Incoming],
    same: Sequence[SameFile],
    people: People,
    pairs: Mapping[DocumentId, Pair],
    *,
    made: Sequence[Participant],
    barred: Sequence[Pair],
    faults: Sequence[FileFault] = (),
) -> ImportReport:
    """Tell what an import found."""
    uneven = [pair.uneven for pair in pairs.values() if pair.uneven is not None]
    return ImportReport(
        files=(
            *(_file(each, pairs) for each in incoming),
            *(ImportedFile(file=each.file, document=each.document, same_as=each.document) for each in same),
        ),
        speakers=tuple(line for each in incoming for line in _speakers(each, people)),
        losses=tuple(loss for each in incoming for loss in each.found.losses),
        uneven=tuple(uneven),
        new_participants=tuple(person.handle for person in made),
        refused=tuple(map(_refused, faults)),
        cautions=(
            *(Caution(SAME_FILE, (("file", each.file), ("document", each.document))) for each in same),
            *_about_files(incoming, people),
            *((Caution(NEW_PARTICIPANTS, (("count", len(made)),)),) if made else ()),
            *_about_pairs(pairs, barred),
        ),
    )


def with_comments_left(told: ImportReport, incoming: Sequence[Incoming]) -> ImportReport:
    """Add the comments in margins that were left out to the losses."""
    left = [Loss(COMMENTS, len(each.found.remarks), file=each.found.name) for each in incoming if each.found.remarks]
    return replace(told, losses=(*told.losses, *left))


def _refused(fault: FileFault) -> FileRefused:
    facts = tuple(
        (name, value if isinstance(value, int | float) else str(value)) for name, value in fault.error.facts().items()
    )
    return FileRefused(fault.file, Caution(fault.error.message, facts))


def _file(each: Incoming, pairs: Mapping[DocumentId, Pair]) -> ImportedFile:
    turns = Counter[Role]()
    for speaker in each.found.speakers:
        turns[speaker.role] += speaker.turns
    pair = pairs.get(each.id)
    first = each.found.turns[0].start if each.found.turns else 0
    return ImportedFile(
        file=each.found.name,
        document=each.name.handle,
        language=each.language,
        encoding=each.found.encoding,
        participant=each.participant,
        translation_of=pair.original.handle if pair is not None else "",
        characters=len(each.found.text),
        turns=len(each.found.turns),
        interviewer_turns=turns[Role.INTERVIEWER],
        participant_turns=turns[Role.PARTICIPANT],
        other_turns=turns[Role.OTHER],
        head_lines=each.found.text.count("\n", 0, first),
        sample=each.found.sample,
    )


def _speakers(each: Incoming, people: People) -> Iterator[SpeakerLine]:
    whose = each.whose(people)
    for speaker in each.found.speakers:
        person = whose.get(speaker.label)
        yield SpeakerLine(
            document=each.name.handle,
            speaker=speaker.label,
            role=speaker.role.value,
            participant=person.handle if person is not None else "",
            turns=speaker.turns,
            characters=speaker.characters,
            reason=speaker.reason,
        )


def _about_files(incoming: Sequence[Incoming], people: People) -> Iterator[Caution]:
    for each in incoming:
        file, participant = ("file", each.found.name), each.participant
        yield from each.found.cautions
        if not participant:
            yield Caution(NO_MAIN, (file,))
        if strangers := _strangers(each, people):
            yield Caution(COUNTED_AS, (file, ("speakers", ", ".join(strangers)), ("participant", participant)))


def _about_pairs(pairs: Mapping[DocumentId, Pair], barred: Sequence[Pair]) -> Iterator[Caution]:
    for pair in pairs.values():
        if pair.uneven is not None:
            original, translation = ("original", pair.original.handle), ("translation", pair.translation.handle)
            yield Caution(
                UNEVEN, (original, translation, ("turns", pair.original.turns), ("others", pair.translation.turns))
            )
    for pair in barred:
        yield Caution(BARRED, (("translation", pair.translation.handle), ("original", pair.original.handle)))


def _strangers(each: Incoming, people: People) -> list[str]:
    """Return the speakers that may be somebody else: several in one file, or one whose code is no handle."""
    codes = {speaker.label for speaker in each.found.speakers if speaker.is_code}
    labels = [label for label in each.participant_labels if fold_handle(label) not in people]
    return labels if len(labels) > 1 or codes.intersection(labels) else []
