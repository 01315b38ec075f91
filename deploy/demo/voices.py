"""What the demo shows of hearings: an answer with a file, a wish for time, a record read back, somebody who did not come."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import Officer
from hearings import actions, answering, outcomes, recording, terms
from hearings.models import Acquittal, Answer, Invitation
from investigations.models import Case, Respondent

SAID = "Itu tidak benar. Pada hari itu saya bertugas di kantor sampai sore, surat tugasnya saya lampirkan."
PAPER = "Surat tugas, ditandatangani sekretaris daerah."
ITEMS = [
    ["Apakah Anda mengetahui dugaan ini?", "Baru dari undangan yang saya terima."],
    ["Siapa yang bersama Anda pada hari itu?", "Dua rekan sekantor. Mereka bersedia dimintai keterangan."],
]


def let_speak(*, now: datetime) -> None:
    """Once each; a second run finds it done."""
    if Answer.objects.exists():
        return
    by = Officer.objects.get(username="pemeriksa")
    sent = Invitation.objects.filter(case__stage__in=Case.WORKING, case__access__authority=by.authority_id)
    rows = list(sent.select_related("case__access__region", "case__access__authority").order_by("-at", "pk"))
    for act, invitation in zip((_answers, _asks_for_time, _stays_away), rows, strict=False):
        _in_time(invitation, by, now)
        act(invitation, by, now)
    _tell_nothing_was_proven(now)


def _answers(invitation: Invitation, by: Officer, now: datetime) -> None:
    actions.renew_code(invitation, by=by, at=now)
    answering.take_file(invitation, upload=SimpleUploadedFile("surat tugas.txt", PAPER.encode()), at=now)
    words = [SAID, *[""] * (len(invitation.questions) - 1)]
    answering.submit(invitation, words=words, more="Dua rekan sekantor bersedia memberi keterangan.", at=now)
    said = recording.Heard(
        heard=invitation.addressee,
        held_on=terms.day_of(invitation.case, now),
        place="Ruang klarifikasi, lantai 2",
        present=[str(by), "Notulis"],
        items=ITEMS,
    )
    made = recording.write_down(invitation.case, by=by, said=said, invitation=invitation, at=now)
    answering.confirm(made, at=now)


def _asks_for_time(invitation: Invitation, by: Officer, now: datetime) -> None:
    until, reason = invitation.due_date + timedelta(days=7), "Sedang diklat sampai akhir pekan depan."
    actions.note_wish(invitation, by=answering.actor_of(invitation), until=until, reason=reason, at=now)


def _stays_away(invitation: Invitation, by: Officer, now: datetime) -> None:
    actions.note_absence(
        invitation,
        by=by,
        on=terms.day_of(invitation.case, now),
        reason="Tanpa kabar, surat diterima sekretariat.",
        at=now,
    )


def _in_time(invitation: Invitation, by: Officer, now: datetime) -> None:
    """The demo's clock may lie behind: the day for the answer is still to come."""
    invitation.due_date = terms.last_day(1, terms.day_of(invitation.case, now)) or terms.day_of(invitation.case, now)
    invitation._history_user = by  # type: ignore[attr-defined]
    invitation.save()


def _tell_nothing_was_proven(now: datetime) -> None:
    by = Officer.objects.get(username="penyelia")
    cleared = Respondent.objects.filter(
        outcome="NOT_PROVEN", case__stage__in=outcomes.DECIDED, case__access__authority=by.authority_id, set_aside=""
    )
    person = cleared.select_related("case__access__region").order_by("-pk").first()
    if person and not Acquittal.objects.exists():
        outcomes.acquit(person, by=by, at=now)
