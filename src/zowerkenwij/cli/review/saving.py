"""Decisions and rounds to disk: one commit with the rounds and the records of the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zowerkenwij.control.review.decisions import Decision
    from zowerkenwij.model.document import DocumentReview
    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.model.registers import ReviewRound
    from zowerkenwij.store import Location


def refuse_persons(handbook: Handbook, decision: Decision) -> None:
    """Raises NotPossible when a decision names a person: what git holds cannot be taken back."""
    from zowerkenwij.control.review.decisions import NotPossible
    from zowerkenwij.rules.privacy import persons_in

    said = "\n".join((decision.basis, *decision.answers.values()))
    if found := persons_in(handbook, decision.on, said):
        raise NotPossible(
            f"In dit besluit staat {found}. Een besluit blijft altijd bewaard, dus gegevens van "
            "personen mogen er niet in. Noem de rol, bijvoorbeeld 'de directeur'."
        )


def save(
    location: Location, handbook: Handbook, rounds: Iterable[ReviewRound], message: str,
    reviews: Mapping[str, DocumentReview] | None = None,
) -> str | None:  # fmt: skip
    """One commit with the rounds, and the records of documents (by id) with new evidence; None
    when all of it was there already. Refuses (3) when it cannot be written."""
    from zowerkenwij import store
    from zowerkenwij.store.reviews import record_with_reviews, round_file
    from zowerkenwij.store.source_text import decode
    from zowerkenwij.store.transaction import transaction

    files: dict[str, bytes | None] = dict(round_file(handbook, one) for one in rounds)
    read: dict[str, bytes | None] = {}
    for id_, review in (reviews or {}).items():
        document = handbook.by_id[id_]
        read[document.path] = old = (location.root / document.path).read_bytes()
        reviewed = [*document.record.reviews, review]
        try:
            text = record_with_reviews(decode(old)[0].decode("utf-8"), reviewed)
        except ValueError as error:
            raise Refusal(
                f"'{document.path}' is niet goed leesbaar. 'zowerkenwij check' zegt waar. Er is niets gewijzigd."
            ) from error
        files[document.path] = text.encode("utf-8")
    try:
        return transaction(
            location, files, message, read=read, committer=handbook.settings.record.commit_as
        )
    except store.StoreError as error:
        raise Refusal(error.message, 3) from error
