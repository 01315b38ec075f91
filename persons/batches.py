"""Many at once: the list is written down when it is ordered, the worker does a part at a time, every item has its result."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from complaints.models import Complaint
from investigations.models import Case
from persons.models import Batch, BatchItem
from workflow import jobs
from workflow.ledger import unit_of_work
from workflow.transitions import MovedOn
from workflow.verbs import kind_of

JOB = "persons.batch"
PART = 25  # items of one job
GONE = _("Berkas ini tidak lagi terlihat oleh yang meminta.")
MOVED = _("Tahapnya sudah berubah.")
NOT_ALLOWED = _("Yang meminta tidak berhak atas berkas ini.")


def order(kind: str, items: Iterable[tuple[str, str]], *, by, reason: str, at: datetime, **facts) -> Batch:
    """Write down (reference, target) pairs and leave the work to the worker."""
    with unit_of_work():
        batch = Batch.objects.create(
            kind=kind, authority_id=by.authority_id, facts=facts, reason=reason, by=by, at=at
        )  # fmt: skip
        BatchItem.objects.bulk_create(BatchItem(batch=batch, reference=ref, target=target) for ref, target in items)
        jobs.enqueue(JOB, str(batch.pk), at=at)
    return batch


def work(key: str) -> None:
    """The worker's part: some items, then itself again until none waits. Done twice, an item is done once."""
    batch = Batch.objects.select_related("by").filter(pk=key, done_at__isnull=True).first()
    if batch is None:
        return
    waiting = batch.items.filter(state=BatchItem.State.WAITING).order_by("pk")
    for item in list(waiting[:PART]):
        _do(batch, item)
    if waiting.exists():
        jobs.enqueue(JOB, key, at=timezone.now())
        return
    batch.done_at = timezone.now()
    batch.save(update_fields=["done_at"])


def _do(batch: Batch, item: BatchItem) -> None:
    """One item in a unit of its own: what fails leaves the others alone."""
    try:
        with unit_of_work():
            held = BatchItem.objects.select_for_update().get(pk=item.pk)
            if held.state != BatchItem.State.WAITING:
                return
            _DO[Batch.Kind(batch.kind)](batch, held)
            held.state = BatchItem.State.DONE
            held.save(update_fields=["state"])
    except (ValidationError, PermissionDenied, MovedOn, LookupError) as refused:
        item.state, item.why = BatchItem.State.SKIPPED, _reason(refused)
        item.save(update_fields=["state", "why"])


def _reason(refused: Exception) -> str:
    if isinstance(refused, ValidationError):
        return " ".join(refused.messages)[:200]
    return {PermissionDenied: NOT_ALLOWED, LookupError: GONE}.get(type(refused), MOVED)


def _transfer(batch: Batch, item: BatchItem) -> None:
    case = _seen(Case, item.reference, batch.by)
    verb = kind_of(Case.KIND).verbs["transfer"]
    form = verb.form({"to": item.target, "reason": batch.reason}, subject=case, by=batch.by)
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    verb.act(case, by=batch.by, **form.cleaned_data)


def _merge(batch: Batch, item: BatchItem) -> None:
    complaint = _seen(Complaint, item.reference, batch.by)
    into = _seen(Complaint, item.target, batch.by)
    kind_of(Complaint.KIND).verbs["merge"].act(complaint, by=batch.by, into=into)


def _seen(model, reference: str, by):
    found = model.objects.visible_to(by).select_related("access").filter(reference=reference).first()
    if found is None:
        raise LookupError(reference)
    return found


_DO: dict[str, Callable[[Batch, BatchItem], None]] = {Batch.Kind.TRANSFER: _transfer, Batch.Kind.CROWD: _merge}
