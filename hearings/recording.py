"""Records of hearings: written, signed off, and corrected by a further version that keeps the first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from evidence.actions import add_file
from hearings import letters, terms
from hearings.actions import open_case
from hearings.models import HearingRecord, Invitation
from hearings.sealing import sealed_record
from investigations.models import Case
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference
from workflow.transitions import MovedOn

Signed = HearingRecord.Signed


@dataclass(frozen=True)
class Heard:
    """What a record says."""

    heard: str
    held_on: date
    place: str
    present: Sequence[str]
    items: Sequence[Sequence[str]]
    begun: time | None = None
    note: str = ""
    reason: str = ""

    @property
    def told(self) -> dict:
        """What is sealed of it."""
        return {"present": list(self.present), "items": [list(pair) for pair in self.items], "note": self.note}


@dataclass(frozen=True)
class Signature:
    """How it was signed: on paper, with the scan, or not at all, with the reason."""

    how: str
    file: File | None = None
    refusal: str = field(default="")


def write_down(case: Case, *, by, said: Heard, at: datetime, invitation: Invitation | None = None) -> HearingRecord:
    """The record of a hearing, with its PDF to be read and signed. Raises PermissionDenied, MovedOn, ValidationError."""
    with unit_of_work():
        locked = open_case(case, by, "record")
        _check(locked, said, at)
        return _kept(locked, new_reference("BAP", at=at), 1, invitation, said, by, at)


def correct(found: HearingRecord, *, by, said: Heard, at: datetime) -> HearingRecord:
    """A further version; what was written stays, and what was signed stays signed. Raises MovedOn when it is not the newest."""
    with unit_of_work():
        case = open_case(found.case, by, "record")
        versions = HearingRecord.objects.select_for_update(of=("self",)).filter(reference=found.reference)
        newest = versions.order_by("-version").first()
        if newest.version != found.version:
            raise MovedOn(case, "record")
        _check(case, said, at)
        return _kept(case, found.reference, newest.version + 1, found.invitation, said, by, at)


def sign(found: HearingRecord, *, by, signature: Signature, at: datetime) -> HearingRecord:
    """Note how it was signed; a scan becomes evidence of the case. Raises MovedOn when it is signed or not the newest."""
    with unit_of_work():
        case = open_case(found.case, by, "record")
        rows = HearingRecord.objects.select_for_update(of=("self",)).filter(reference=found.reference)
        row = rows.order_by("-version").first()
        if row.pk != found.pk or row.signed:
            raise MovedOn(case, "record")
        row.signed, row.signed_at, row.refusal = signature.how, at, signature.refusal
        if signature.how == Signed.PAPER:
            row.scan = add_file(case.access, upload=signature.file, by=by, at=at, counted=False)
        row.case = case
        row.save()
        if signature.how == Signed.REFUSED:
            letters.of_record(row, by=by, at=at)
        record("hearing.sign", case, by=by, at=at, record=row.reference, version=row.version, how=row.signed)
    return row


def versions_of(found: HearingRecord) -> list[HearingRecord]:
    """Every version, the newest first."""
    rows = HearingRecord.objects.filter(reference=found.reference, case=found.case)
    return list(rows.select_related("letter", "by", "scan", "case").order_by("-version"))


def _kept(case: Case, reference: str, version: int, invitation, said: Heard, by, at: datetime) -> HearingRecord:
    row = HearingRecord(
        reference=reference, version=version, case=case, invitation=invitation, heard=said.heard,
        held_on=said.held_on, begun=said.begun, place=said.place, reason=said.reason, by=by, at=at,
    )  # fmt: skip
    row.sealed = sealed_record(row, said.told)
    row.save()
    letters.of_record(row, by=by, at=at)
    record("hearing.record", case, by=by, at=at, record=reference, version=version)
    return row


def _check(case: Case, said: Heard, at: datetime) -> None:
    if said.held_on > terms.day_of(case, at):
        raise ValidationError({"held_on": _("Tanggal ini belum terjadi.")})
    if not said.items:
        raise ValidationError({"items": _("Tulis paling sedikit satu pertanyaan dengan jawabannya.")})
