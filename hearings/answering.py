"""What somebody invited does on /tanggapan/: answer, add files, ask for time, name who speaks for them, confirm a record.

Everything is added, nothing changed. What was submitted has a receipt whose digest anybody can reckon again.
"""

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import Sum
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evidence.actions import add_file
from evidence.names import shown_name
from evidence.quota import LARGEST_FILE, MOST_BYTES, MOST_FILES, megabytes
from evidence.refusal import FileRefused
from hearings import letters, terms
from hearings.actors import Invited
from hearings.models import Answer, AnswerFile, HearingRecord, Invitation
from hearings.sealing import sealed, words_of
from investigations.models import Case
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference

LONGEST = 20_000  # characters of one answer


class Closed(Exception):
    """The time for answers is over, or the examination is."""


def actor_of(invitation: Invitation) -> Invited:
    """Who acts when the code of this invitation was shown."""
    return Invited(invitation.case.access_id)


def is_open(invitation: Invitation, *, at: datetime) -> bool:
    """May it still be answered?"""
    in_time = invitation.due_date is None or terms.day_of(invitation.case, at) <= invitation.due_date
    return in_time and invitation.case.stage in Case.WORKING


def take_file(invitation: Invitation, *, upload: File, at: datetime) -> AnswerFile:
    """Keep a file for the next answer. Raises FileRefused, Closed."""
    _must_be_open(invitation, at)
    _check_room(invitation, upload.size or 0)
    name = shown_name(upload.name or "")
    found = add_file(invitation.case.access, upload=upload, by=actor_of(invitation), at=at, counted=False)
    row, _new = AnswerFile.objects.get_or_create(
        invitation=invitation, evidence=found, answer=None, defaults={"name": name, "at": at}
    )
    return row


def submit(invitation: Invitation, *, words: list[str], more: str, at: datetime) -> Answer:
    """One answer, with the files that wait; afterwards it stands. Raises Closed, ValidationError for an empty one."""
    with unit_of_work():
        case = Case.objects.select_for_update(of=("self",)).select_related("access__region").get(pk=invitation.case_id)
        locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        locked.case = case
        _must_be_open(locked, at)
        files = list(locked.files.filter(answer=None).select_related("evidence").order_by("pk"))
        if not (any(words) or more or files):
            raise ValidationError(_("Jawab paling sedikit satu pertanyaan, atau pilih satu berkas."))
        if not files and (said := _said_last(locked, words, more)):  # pressed twice
            return said
        answer = _kept(locked, words, more, files, at)
        record("hearing.answer", case, by=actor_of(locked), at=at, invitation=locked.reference, answer=answer.reference)
    return answer


def confirm(found: HearingRecord, *, at: datetime) -> HearingRecord:
    """The person says by code that the record is what they said. Nothing happens the second time."""
    with unit_of_work():
        row = (
            HearingRecord.objects.select_for_update(of=("self",))
            .select_related("case__access__region")
            .get(pk=found.pk)
        )
        if row.signed or newest_of(row).pk != row.pk:
            return row
        row.signed, row.signed_at = HearingRecord.Signed.CODE, at
        row.save(update_fields=["signed", "signed_at"])
        letters.of_record(row, by=actor_of(row.invitation), at=at)
        codes = {"record": row.reference, "version": row.version, "how": row.signed}
        record("hearing.sign", row.case, by=actor_of(row.invitation), at=at, **codes)
    return row


def newest_of(row: HearingRecord) -> HearingRecord:
    """The version that holds."""
    return HearingRecord.objects.filter(reference=row.reference).latest("version")


def waiting_files(invitation: Invitation) -> list[AnswerFile]:
    """What was uploaded and goes with the next answer."""
    return list(invitation.files.filter(answer=None).select_related("evidence").order_by("pk"))


def _said_last(invitation: Invitation, words: list[str], more: str) -> Answer | None:
    last = invitation.answers.order_by("-at", "-pk").first()
    return last if last and words_of(last) == {"answers": words, "more": more} else None


def _kept(invitation: Invitation, words: list[str], more: str, files: list[AnswerFile], at: datetime) -> Answer:
    reference = new_reference("TGP", at=at)
    with translation.override("id"):
        paper = _paper(invitation, reference, words, more, files, at)
    answer = Answer.objects.create(
        reference=reference,
        invitation=invitation,
        sealed=sealed(invitation, f"answer:{reference}", {"answers": words, "more": more}),
        paper=sealed(invitation, f"paper:{reference}", paper),
        sha256=hashlib.sha256(paper.encode()).hexdigest(),
        at=at,
    )
    for row in files:
        row.answer = answer
        row.save(update_fields=["answer"])
    return answer


def _paper(invitation: Invitation, reference: str, words, more: str, files, at: datetime) -> str:
    """The receipt as plain text: what was asked, what was answered, which files came."""
    local = at.astimezone(terms.zone_of(invitation.case))
    lines = [
        _("Tanda terima tanggapan %(number)s") % {"number": reference},
        _("Undangan %(number)s, %(who)s") % {"number": invitation.reference, "who": invitation.addressee},
        _("Diterima %(day)s pukul %(time)s")
        % {"day": date_format(local, "l, j F Y"), "time": f"{local:%H.%M.%S} {local:%Z}"},
    ]
    for number, (asked, said) in enumerate(zip(invitation.questions, words, strict=False), start=1):
        lines += ["", f"{number}. {asked}", said or _("(tidak dijawab)")]
    if more:
        lines += ["", _("Keterangan lain"), more]
    lines += [""] + [f"{row.name} ({row.evidence.size} B) SHA-256 {row.evidence.sha256}" for row in files]
    return "\n".join(lines).strip() + "\n"


def _must_be_open(invitation: Invitation, at: datetime) -> None:
    if not is_open(invitation, at=at):
        raise Closed


def _check_room(invitation: Invitation, size: int) -> None:
    rows = AnswerFile.objects.filter(invitation=invitation)
    if rows.count() >= MOST_FILES:
        raise FileRefused(_("Satu undangan memuat paling banyak %(most)s berkas.") % {"most": MOST_FILES}, 429)
    held = rows.aggregate(total=Sum("evidence__size"))["total"] or 0
    if held + size > MOST_BYTES:
        text = _("Semua berkas bersama paling besar %(limit)s MB. Kirim sebagian lewat pos atau langsung.")
        raise FileRefused(text % {"limit": megabytes(max(MOST_BYTES, LARGEST_FILE))}, 429)
