"""Hold, list, review by two, destroy: what people decide about files whose time is over. Each act is one event."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Officer
from complaints.models import Complaint
from investigations.models import Case
from privacy import units
from privacy.erasing import residue
from privacy.erasing.acts import erase
from privacy.models import Disposal, DisposalItem, LegalHold
from workflow import jobs
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference
from workflow.transitions import MovedOn

HOLD, PROPOSE, REVIEW = "privacy.hold", "privacy.propose", "privacy.review"
JOB = "privacy.destroy"
Stage, State = Disposal.Stage, DisposalItem.State


def hold(subject: Complaint | Case, *, reason: str, by: Officer, at: datetime) -> LegalHold:
    """From now on nothing of this file is destroyed. Raises ValidationError when one stands already."""
    _require(by, HOLD)
    with unit_of_work():
        Access.objects.select_for_update().get(pk=subject.access_id)
        if LegalHold.objects.standing().filter(access=subject.access_id).exists():
            raise ValidationError(_("Berkas ini sudah ditahan."))
        placed = LegalHold.objects.create(
            access_id=subject.access_id, reference=subject.reference, reason=_said(reason), placed_by=by, placed_at=at
        )
        record("privacy.hold", placed, by=by, at=at)
    return placed


def ask_lift(placed: LegalHold, *, reason: str, by: Officer, at: datetime) -> None:
    """The first of the two who lift it."""
    _require(by, HOLD)
    with unit_of_work():
        placed = _standing(placed)
        placed.lift_asked_by, placed.lift_reason = by, _said(reason)
        placed.save(update_fields=["lift_asked_by", "lift_reason"])
        record("privacy.ask_lift", placed, by=by, at=at)


def lift(placed: LegalHold, *, by: Officer, at: datetime) -> None:
    """The second one, who is another. Raises ValidationError for the same person."""
    if not (by.may(HOLD) or by.may(REVIEW)):
        raise PermissionDenied(HOLD)
    with unit_of_work():
        placed = _standing(placed)
        if placed.lift_asked_by_id is None:
            raise ValidationError(_("Pencabutan ini belum diusulkan."))
        if placed.lift_asked_by_id == by.pk:
            raise ValidationError(_("Orang lain yang mencabutnya: Anda sudah mengusulkan pencabutan ini."))
        placed.lifted_by, placed.lifted_at = by, at
        placed.save(update_fields=["lifted_by", "lifted_at"])
        record("privacy.lift", placed, by=by, at=at)


def propose(references: Collection[str], *, by: Officer, at: datetime) -> Disposal:
    """A list of files whose day has come. Raises ValidationError when one of them is none, MovedOn when another was faster."""
    _require(by, PROPOSE)
    ready = {unit.subject.reference: unit for unit in units.due(by, at=at)}
    chosen = sorted(set(references))
    if not chosen:
        raise ValidationError(_("Pilih sedikitnya satu berkas."))
    if missing := [each for each in chosen if each not in ready]:
        raise ValidationError(_("Belum boleh dimusnahkan: %(references)s.") % {"references": ", ".join(missing)})
    try:
        with unit_of_work():
            made = Disposal.objects.create(
                reference=new_reference("MUS", at=at), authority_id=by.authority_id, proposed_by=by, proposed_at=at
            )
            DisposalItem.objects.bulk_create(_item(made, ready[each]) for each in chosen)
            record("privacy.propose", made, by=by, at=at, files=len(chosen))
    except IntegrityError as error:
        raise ValidationError(_("Salah satu berkas ini baru saja masuk daftar lain.")) from error
    return made


def review(disposal: Disposal, *, by: Officer, at: datetime) -> None:
    """One of two: neither the proposer nor each other. After the second the worker begins."""
    _require(by, REVIEW)
    with unit_of_work():
        disposal = _open(disposal)
        if by.pk in (disposal.proposed_by_id, disposal.first_id):
            raise ValidationError(_("Orang lain yang menilai: nama Anda sudah ada di daftar ini."))
        if disposal.stage == Stage.PROPOSED:
            disposal.first, disposal.first_at, disposal.stage = by, at, Stage.REVIEWED
        else:
            disposal.second, disposal.second_at, disposal.stage = by, at, Stage.APPROVED
            jobs.enqueue(JOB, str(disposal.pk), at=at)
        disposal.save()
        record("privacy.review", disposal, by=by, at=at, stage=disposal.stage)


def refuse(disposal: Disposal, *, reason: str, by: Officer, at: datetime) -> None:
    """The whole list ends; its files can be put on another."""
    _require(by, REVIEW)
    with unit_of_work():
        disposal = _open(disposal)
        disposal.stage, disposal.refused_by, disposal.refusal, disposal.ended_at = Stage.REFUSED, by, _said(reason), at
        disposal.save()
        for item in disposal.items.filter(state=State.LISTED):
            item.state = State.SKIPPED
            item.save(update_fields=["state"])
        record("privacy.refuse", disposal, by=by, at=at)


def carry_out(key: str) -> None:
    """The worker's part: file after file, each in its own transaction; a worker that dies goes on where it stopped."""
    disposal = Disposal.objects.get(pk=int(key))
    for item in disposal.items.filter(state=State.LISTED).select_related("rule").order_by("pk"):
        _destroy(disposal, item, at=timezone.now())
    residue.sweep()
    with unit_of_work():
        disposal = Disposal.objects.select_for_update().get(pk=disposal.pk)
        if disposal.stage == Stage.APPROVED:
            disposal.stage, disposal.ended_at = Stage.DONE, timezone.now()
            disposal.save(update_fields=["stage", "ended_at"])
            gone = disposal.items.filter(state=State.ERASED).count()
            record("privacy.done", disposal, by=SYSTEM, at=timezone.now(), files=gone)


def _destroy(disposal: Disposal, item: DisposalItem, *, at: datetime) -> None:
    """What changed since the list was made is seen here: reopened, held, merged."""
    subject = units.found(item.kind, item.access_id)
    try:
        if units.unit_of(subject, at=at) is None:
            raise ValidationError(_("Berkas dibuka lagi sejak daftar ini dibuat."))
        whole = units.accesses(subject)
        erase(whole, reference=item.reference, kind=item.kind, by=SYSTEM, at=at, disposal=disposal)
        item.state, item.why = State.ERASED, ""
    except ValidationError as refusal:
        item.state, item.why = State.SKIPPED, refusal.messages[0][:200]
    with transaction.atomic():
        item.save(update_fields=["state", "why"])


def _item(disposal: Disposal, unit: units.Unit) -> DisposalItem:
    return DisposalItem(
        disposal=disposal, access_id=unit.subject.access_id, kind=unit.subject.KIND, reference=unit.subject.reference,
        rule=unit.rule, ended_on=unit.ended_on, due_on=unit.due_on,
    )  # fmt: skip


def _standing(placed: LegalHold) -> LegalHold:
    fresh = LegalHold.objects.select_for_update().get(pk=placed.pk)
    if fresh.lifted_at is not None:
        raise ValidationError(_("Penahanan ini sudah dicabut."))
    return fresh


def _open(disposal: Disposal) -> Disposal:
    fresh = Disposal.objects.select_for_update().get(pk=disposal.pk)
    if not fresh.open:
        raise MovedOn(fresh, "review")
    return fresh


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Tulis alasannya.")})
    return reason.strip()[:400]


def _require(officer: Officer, right: str) -> None:
    if not officer.may(right):
        raise PermissionDenied(right)
