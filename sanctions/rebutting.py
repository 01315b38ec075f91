"""The appointing authority's rebuttal, and the answer by letter."""

from datetime import datetime

from django.utils import timezone

from letters import actions as letters
from letters.models import LetterKind
from sanctions.models import Rebuttal, Recommendation
from sanctions.names import addressee_of
from workflow.ledger import unit_of_work
from workflow.transitions import perform

# A letter says what it says in Indonesian, whatever its writer reads.
SAID = {Rebuttal.Answer.UPHELD: "Rekomendasi tetap berlaku", Rebuttal.Answer.SUPERSEDED: "Rekomendasi diganti"}


def rebut(recommendation, *, by, note, letter_number="", letter_date=None, at=None) -> None:
    """The appointing authority contests it, with reasons and its own letter."""
    at = at or timezone.now()
    with unit_of_work():
        subject = perform(recommendation.rebut, by=by, at=at, note=note)
        Rebuttal.objects.create(
            recommendation=subject, letter_number=letter_number, letter_date=letter_date, text=note, by=by, at=at
        )


def uphold(recommendation, *, by, note, at=None) -> None:
    """The rebuttal does not convince: the recommendation stands, and the authority is answered by letter."""
    at = at or timezone.now()
    with unit_of_work():
        subject = perform(recommendation.uphold, by=by, at=at, note=note)
        _answer(subject, Rebuttal.Answer.UPHELD, note, by, at)


def end(recommendation, *, by, note, at: datetime) -> Recommendation:
    """The rebuttal convinces: this recommendation ends, with a letter that says so."""
    with unit_of_work():
        subject = perform(recommendation.supersede, by=by, at=at, note=note)
        _answer(subject, Rebuttal.Answer.SUPERSEDED, note, by, at)
    return subject


def _answer(subject: Recommendation, answer: Rebuttal.Answer, note: str, by, at: datetime) -> None:
    rebuttal = subject.rebuttals.filter(answer="").order_by("pk").last()
    if rebuttal is None:  # from before rebuttals had a row of their own
        return
    rebuttal.answer, rebuttal.answer_text = answer, note
    rebuttal.answered_by, rebuttal.answered_at = by, at
    rebuttal.letter = letters.write(
        kind=LetterKind.REBUTTAL_ANSWER,
        access=subject.access,
        subject=subject,
        facts={
            "reference": subject.reference,
            "letter_number": rebuttal.letter_number or "(tanpa nomor)",
            "outcome": SAID[answer],
            "reasons": note,
        },
        by=by,
        at=at,
        to=subject.access.agency,
        addressee=addressee_of(subject.access.agency),
    )
    rebuttal.save()
