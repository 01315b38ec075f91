"""One verb for many subjects: chosen in a queue, previewed, confirmed once, done by the worker one by one, with a result each.

Every item is its own transaction and its own ordinary verb: right, reach, stage and details are asked again at the time.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from agencies.models import Officer
from workflow import jobs
from workflow.ledger import unit_of_work
from workflow.models import Access
from workflow.sealing import open_sealed, seal
from workflow.transitions import MovedOn
from workflow.verbs import NoDetails, Verb, kind_of, right_of
from worklists.criteria import MODELS, OPEN
from worklists.models import BulkItem, BulkRun, Team
from worklists.permissions import ROUTES
from worklists.routing import route

logger = logging.getLogger("netral.bulk")
JOB = "worklists.bulk"
MOST = 1000  # items of one run
PART = 10.0  # seconds of work in one job: whoever waits for other work is not kept waiting
VERBS = {"complaint": ("verify", "request_completion", "forward", "merge"), "case": ("assign",)}
State = BulkItem.State

REASONS: dict[str, str | Promise] = {
    "unseen": _("tidak ada, atau bukan untuk Anda"),
    "denied": _("peran Anda tidak boleh"),
    "stage": _("tahapnya tidak sesuai"),
    "moved": _("sudah berpindah tahap"),
    "conflict": _("petugas itu tidak boleh melihat berkas ini"),
    "already": _("sudah seperti itu"),
    "itself": _("tujuan penggabungan itu sendiri"),
    "details": _("isian tidak cocok untuk berkas ini"),
    "cancelled": _("dibatalkan sebelum dikerjakan"),
    "error": _("galat tak terduga, bisa diulang"),
}


class RouteForm(NoDetails):
    """Into whose queue."""

    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Tim"),
        empty_label=_("Pilih tim"),
        error_messages={"invalid_choice": _("Tim itu tidak dikenal.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = Team.objects.filter(authority=self.by.authority_id).order_by("name")
        self.fields["team"].queryset = own  # type: ignore[attr-defined]


ROUTE = Verb("route", route, _("Salurkan ke tim"), RouteForm)


def verb_of(kind: str, name: str) -> Verb | None:
    """The verb of a run, None for what is not done in bulk."""
    if name == ROUTE.name and kind in ("complaint", "case"):
        return ROUTE
    return kind_of(kind).verbs.get(name) if name in VERBS.get(kind, ()) else None


def verbs_for(kind: str, user) -> list[Verb]:
    """What this reader may do in bulk to such subjects."""
    known = [kind_of(kind).verbs[name] for name in VERBS.get(kind, ())]
    able = [verb for verb in known if user.may(right_of(MODELS[kind](), verb.name))]
    return able + ([ROUTE] if kind in VERBS and user.may(ROUTES) else [])


def draft(kind: str, name: str, references: Sequence[str], *, by: Officer, at: datetime) -> BulkRun:
    """A run that is not confirmed yet: its items, and which of them will be skipped and why.

    Raises PermissionDenied for a verb the person may not do in bulk, ValidationError without a subject or with too many.
    """
    wanted = list(dict.fromkeys(references))
    if name not in [verb.name for verb in verbs_for(kind, by)]:
        raise PermissionDenied(name)
    if not wanted:
        raise ValidationError(_t("Pilih sedikitnya satu berkas."))
    if len(wanted) > MOST:
        raise ValidationError(_t("Paling banyak %(most)s berkas sekali jalan.") % {"most": MOST})
    rows = MODELS[kind].objects.visible_to(by).filter(reference__in=wanted).select_related("access")
    found = {row.reference: row for row in rows}
    if not found:
        raise ValidationError(_t("Tidak ada berkas yang dapat Anda lihat di antara pilihan ini."))
    with transaction.atomic():
        run = BulkRun.objects.create(owner=by, kind=kind, verb=name, created_at=at)
        BulkItem.objects.bulk_create(_item(run, found[each]) for each in wanted if each in found)
    return run


def _item(run: BulkRun, subject) -> BulkItem:
    ready = _ready(run, subject)
    return BulkItem(
        run=run,
        access_id=subject.access_id,
        reference=subject.reference,
        state=State.WAITING if ready else State.SKIPPED,
        reason="" if ready else "stage",
    )


def _ready(run: BulkRun, subject) -> bool:
    if run.verb == ROUTE.name:
        return subject.stage in OPEN[run.kind]
    return can_proceed(getattr(subject, run.verb))


def form_for(run: BulkRun, data=None) -> forms.Form | None:
    """The verb's own form, for the first subject that it will be done to; None when nothing is left to do."""
    verb, sample = verb_of(run.kind, run.verb), _sample(run, (data or {}).get("into", ""))
    return verb.form(data, subject=sample, by=run.owner) if verb and sample else None


def _sample(run: BulkRun, target: str):
    waiting = run.items.filter(state=State.WAITING).exclude(reference=target.strip().upper()).order_by("pk").first()
    return _subject(run, waiting) if waiting else None


def _subject(run: BulkRun, item: BulkItem):
    visible = MODELS[run.kind].objects.visible_to(run.owner)
    return visible.select_related("access").filter(reference=item.reference).first()


def describe(run: BulkRun, form: forms.Form) -> None:
    """Keep the details of a valid form, and say of which subjects they cannot hold."""
    typed = {name: form.data.get(name, "") for name in form.fields}
    with transaction.atomic():
        locked = _locked(run)
        locked.sealed = seal(typed, purpose=purpose(locked))
        locked.save(update_fields=["sealed"])
        skipped = _foreseen(locked, form.cleaned_data)
        details = ("conflict", "already", "itself")
        run.items.filter(state=State.SKIPPED, reason__in=details).update(state=State.WAITING, reason="")
        for reason, references in skipped.items():
            waiting = run.items.filter(state=State.WAITING, reference__in=references)
            waiting.update(state=State.SKIPPED, reason=reason)
    run.sealed = locked.sealed


def _foreseen(run: BulkRun, details: dict[str, Any]) -> dict[str, Collection[str]]:
    """What the details alone rule out, in a query or two."""
    if run.verb == "assign":
        barred = Access.excluded.through.objects.filter(officer=details["to"]).values("access")
        cases = MODELS["case"].objects.filter(reference__in=run.items.values("reference"))
        return {
            "conflict": list(cases.filter(access__in=barred).values_list("reference", flat=True)),
            "already": list(cases.filter(assignee=details["to"]).values_list("reference", flat=True)),
        }
    if run.verb == "merge":
        return {"itself": [details["into"].reference]}
    return {}


def purpose(run: BulkRun) -> str:
    return f"bulk:{run.pk}"


def details_of(run: BulkRun) -> dict:
    return open_sealed(run.sealed, purpose=purpose(run)) if run.sealed else {}


def needs_details(run: BulkRun) -> bool:
    """Does the verb ask for something that was not said yet?"""
    verb = verb_of(run.kind, run.verb)
    return bool(verb and verb.form.base_fields) and not run.sealed


def confirm(run: BulkRun, *, at: datetime) -> None:
    """Hand the run to the worker; a second click finds it running and does nothing.

    Raises ValidationError when details are missing or nothing is left to do.
    """
    with transaction.atomic():
        locked = _locked(run)
        if locked.state != BulkRun.State.DRAFT:
            return
        if needs_details(locked):
            raise ValidationError(_t("Isi rinciannya dulu."))
        if not locked.items.filter(state=State.WAITING).exists():
            raise ValidationError(_t("Tidak ada yang bisa dikerjakan: semua dilewati."))
        _start(locked, at)


def _start(run: BulkRun, at: datetime) -> None:
    run.state, run.started_at, run.ended_at = BulkRun.State.RUNNING, run.started_at or at, None
    run.save(update_fields=["state", "started_at", "ended_at"])
    jobs.enqueue(JOB, str(run.pk), at=at)


def cancel(run: BulkRun, *, at: datetime) -> None:
    """What is done stays done; what waits is not begun any more."""
    with transaction.atomic():
        locked = _locked(run)
        if locked.state in (BulkRun.State.DRAFT, BulkRun.State.RUNNING):
            locked.items.filter(state=State.WAITING).update(state=State.SKIPPED, reason="cancelled", at=at)
            locked.state, locked.ended_at, locked.sealed = BulkRun.State.CANCELLED, at, None
            locked.save(update_fields=["state", "ended_at", "sealed"])


def retry(run: BulkRun, *, at: datetime) -> None:
    """Once more what failed. Raises ValidationError when nothing did."""
    with transaction.atomic():
        locked = _locked(run)
        if locked.state == BulkRun.State.RUNNING:
            return
        again = locked.items.filter(state=State.FAILED)
        if locked.state != BulkRun.State.DONE or not again.update(state=State.WAITING, reason="", told="", at=None):
            raise ValidationError(_t("Tidak ada yang gagal."))
        _start(locked, at)


def _locked(run: BulkRun) -> BulkRun:
    return BulkRun.objects.select_for_update().get(pk=run.pk)


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    total: int
    done: int
    skipped: int
    failed: int
    waiting: int

    @property
    def finished(self) -> int:
        return self.total - self.waiting


def progress(run: BulkRun) -> Progress:
    counted = dict(run.items.order_by().values_list("state").annotate(n=Count("pk")))
    known = [counted.get(state, 0) for state in (State.DONE, State.SKIPPED, State.FAILED, State.WAITING)]
    return Progress(sum(counted.values()), *known)


def work(key: str) -> None:
    """The job of a run: items for a while, then the rest as a job again. Killed at any point, nothing is done twice."""
    run = BulkRun.objects.filter(pk=int(key), state=BulkRun.State.RUNNING).first()
    if run is None:
        return
    begun = timezone.now()
    for item in _waiting(run):
        if (timezone.now() - begun).total_seconds() > PART:
            break
        do_one(item, at=timezone.now())
    _settle(run, at=timezone.now())


def seen_items(run: BulkRun, user) -> list[BulkItem]:
    """The items whose subjects the reader sees today: a conflict that came up later hides its file here, too."""
    visible = MODELS[run.kind].objects.visible_to(user).filter(reference__in=run.items.values("reference"))
    return list(run.items.filter(reference__in=visible.values("reference")).order_by("state", "pk"))


def _waiting(run: BulkRun) -> Iterable[int]:
    return list(run.items.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True))


def _settle(run: BulkRun, *, at: datetime) -> None:
    with transaction.atomic():
        locked = _locked(run)
        if locked.state != BulkRun.State.RUNNING:
            return
        if locked.items.filter(state=State.WAITING).exists():
            jobs.enqueue(JOB, str(locked.pk), at=at)
            return
        locked.state, locked.ended_at = BulkRun.State.DONE, at
        if not locked.items.filter(state=State.FAILED).exists():
            locked.sealed = None
        locked.save(update_fields=["state", "ended_at", "sealed"])


def do_one(pk: int, *, at: datetime) -> None:
    """One item: the change, its event and its result in one transaction, or a reason why not."""
    try:
        with unit_of_work():
            item = _claimed(pk)
            if item:
                _act(item, at)
                _result(item, State.DONE, "", at)
    except _Refused as refused:
        _fail(pk, refused.reason, refused.told, at)
    except Error:
        raise  # the database is away: the whole job comes back
    except Exception as error:
        logger.warning("bulk item %s failed: %s", pk, type(error).__name__)
        _fail(pk, "error", "", at)


class _Refused(Exception):
    """A foreseeable no: undoes what the item had begun."""

    def __init__(self, reason: str, told: str = ""):
        super().__init__(reason)
        self.reason, self.told = reason, told


def _claimed(pk: int) -> BulkItem | None:
    item = BulkItem.objects.select_for_update(of=("self",)).select_related("run__owner").get(pk=pk)
    running = item.run.state == BulkRun.State.RUNNING
    return item if item.state == State.WAITING and running else None


def _act(item: BulkItem, at: datetime) -> None:
    run = item.run
    verb, subject = verb_of(run.kind, run.verb), _subject(run, item)
    if verb is None or subject is None:
        raise _Refused("unseen")
    form = verb.form(details_of(run), subject=subject, by=run.owner)
    if not form.is_valid():
        raise _Refused("details", "; ".join(str(e) for errors in form.errors.values() for e in errors)[:300])
    try:
        verb.act(subject, by=run.owner, at=at, **form.cleaned_data)
    except PermissionDenied as denied:
        raise _Refused("denied") from denied
    except MovedOn as moved:
        raise _Refused("moved") from moved
    except ValidationError as wrong:
        raise _Refused("details", "; ".join(wrong.messages)[:300]) from wrong


def _result(item: BulkItem, state: str, reason: str, at: datetime, told: str = "") -> None:
    item.state, item.reason, item.told, item.at = state, reason, told, at
    item.save(update_fields=["state", "reason", "told", "at"])


def _fail(pk: int, reason: str, told: str, at: datetime) -> None:
    with transaction.atomic():
        item = _claimed(pk)
        if item:
            _result(item, State.FAILED, reason, at, told)
