"""The deed that brings in transcripts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kangni.app.import_report import report, with_comments_left
from kangni.app.incoming import Incoming, People, read_incoming, with_participants
from kangni.app.remarks import Comments, memos_of
from kangni.app.translations import Pair, Text, pair_translations
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.episodes import Episode
from kangni.core.errors import FileFault
from kangni.core.names import DocumentId, ParticipantId, fold_handle
from kangni.core.people import Participant
from kangni.core.ports import NewId, Progressing, Writer
from kangni.core.text import Document, Source, Span, Turn
from kangni.exchange.documents.transcript import Changes
from kangni.results.answer import Setting
from kangni.results.imports import ImportReport

__all__ = ["import_documents"]


def import_documents(
    write: Writer,
    files: Iterable[tuple[str, bytes]],
    *,
    new_id: NewId,
    encoding: str | None = None,
    language: str | None = None,
    changes: Changes = "accept",
    comments: Comments = "leave",
    strict: bool = True,
    unread: Sequence[FileFault] = (),
    progress: Progressing | None = None,
) -> ImportReport:
    """Bring in transcripts, each a name and its bytes, and report what was found, guessed, made and left out.

    `encoding` overrides what would be detected. `language` holds for files whose name tells none (`P01.zh.txt` does). A
    file that is in the study already is passed over. Participants come from the file name and, turn by turn, from
    labels that are a participant's handle; texts whose names differ in the language only become translations.
    `changes` says what becomes of tracked changes, `comments` whether those in the margin become memos. Unless
    `strict`, a file that cannot be taken keeps no other one out; `unread` are such as could not even be read.

    Raises
    ------
    KangniError
        The one faulty file's own error, or `FaultyFiles` with the error of each; then nothing is stored.
    """
    known = write.all(Participant)
    found = read_incoming(
        write, files, new_id=new_id, encoding=encoding, language=language, changes=changes, progress=progress
    )
    found = replace(found, faults=(*unread, *found.faults))
    found.check(strict=strict)
    incoming = with_participants(found.incoming, [person.handle for person in known])
    made = _missing_participants(incoming, known, new_id)
    people = {fold_handle(person.handle): person for person in (*known, *made)}
    pairs, barred = _pairs(write, incoming)
    _store(write, incoming, people, pairs, made)
    memos = memos_of(write, incoming, new_id=new_id) if comments == "memo" else []
    write.add(memos)
    told = report(incoming, found.same, people, pairs, made=made, barred=barred, faults=found.faults)
    return replace(
        told if comments == "memo" else with_comments_left(told, incoming),
        memos=len(memos),
        settings=(
            Setting("encoding", encoding or "detected"),
            Setting("language", language or "detected"),
            Setting("tracked changes", changes),
            Setting("comments", comments),
        ),
        revision=write.revision,
    )


def _missing_participants(
    incoming: Sequence[Incoming], known: Sequence[Participant], new_id: NewId
) -> list[Participant]:
    present = {fold_handle(person.handle) for person in known}
    made = dict[str, Participant]()
    for each in incoming:
        folded = fold_handle(each.participant)
        if folded and folded not in present and folded not in made:
            made[folded] = Participant(ParticipantId(new_id()), each.participant)
    return list(made.values())


def _pairs(write: Writer, incoming: Sequence[Incoming]) -> tuple[dict[DocumentId, Pair], list[Pair]]:
    """Return the new pairs by the translation's id, and those that codings on the translation bar."""
    stored = {head.id: head for head in write.document_heads()}
    texts = [Text(head.id, head.handle, head.turns) for head in stored.values()]
    texts += [Text(each.id, each.name.handle, len(each.found.turns)) for each in incoming]
    new = {each.id for each in incoming}
    pairs, barred = dict[DocumentId, Pair](), list[Pair]()
    for pair in pair_translations(texts, language=write.settings().language):
        head = stored.get(pair.translation.id)
        if new.isdisjoint({pair.original.id, pair.translation.id}) or (head is not None and head.translation_of):
            continue
        if head is not None and any(write.in_document(kind, head.id) for kind in (Coding, Claim, Episode)):
            barred.append(pair)
        else:
            pairs[pair.translation.id] = pair
    return pairs, barred


def _store(
    write: Writer,
    incoming: Sequence[Incoming],
    people: People,
    pairs: Mapping[DocumentId, Pair],
    made: Sequence[Participant],
) -> None:
    write.add(made)
    for each in incoming:
        write.keep_source(each.sha256, each.content)
    write.add([_document(each, people, pairs) for each in incoming])
    new = {each.id for each in incoming}
    stored = [pair for translation, pair in pairs.items() if translation not in new]
    write.replace(
        [replace(write.named(Document, pair.translation.handle), translation_of=pair.original.id) for pair in stored]
    )


def _document(each: Incoming, people: People, pairs: Mapping[DocumentId, Pair]) -> Document:
    encoded = each.found.text.encode()
    pair, main = pairs.get(each.id), people.get(fold_handle(each.participant))
    return Document(
        id=each.id,
        handle=each.name.handle,
        language=each.language,
        text=each.found.text,
        turns=_turns(each, people),
        sha256=each.sha256 if encoded == each.content else hashlib.sha256(encoded).hexdigest(),
        source=Source(each.found.name, each.found.encoding, each.sha256),
        participant=main.id if main is not None else None,
        translation_of=pair.original.id if pair is not None else None,
    )


def _turns(each: Incoming, people: People) -> tuple[Turn, ...]:
    roles = {speaker.label: speaker.role for speaker in each.found.speakers}
    ids = {label: person.id if person is not None else None for label, person in each.whose(people).items()}
    return tuple(
        Turn(
            ordinal,
            Span(turn.start, turn.end) if turn.end > turn.start else None,
            turn.speaker,
            roles[turn.speaker],
            ids.get(turn.speaker),
            turn.seconds,
            turn.page,
        )
        for ordinal, turn in enumerate(each.found.turns, start=1)
    )
