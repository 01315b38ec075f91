"""What the worker does here: route what arrives, reckon priorities, tell the owners of filters that alert."""

from datetime import date

from django.utils import timezone

from agencies.models import Officer
from workflow import jobs
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.models import Event
from worklists.criteria import MODELS, OPEN
from worklists.filters import fits
from worklists.models import Alerted, SavedFilter
from worklists.priorities import reckon
from worklists.routing import ARRIVALS, arrive

JOB = "worklists.follow"
NIGHT = "worklists.night"
PART = "worklists.reckon"
BATCH = 500
TOLD = ("case.match", "complaint.match", "recommendation.match")


def follow(key: str) -> None:
    """The job that an event leaves. Reads the subject as it stands now, so that it may run twice, or late."""
    event = Event.objects.filter(number=int(key)).first()
    if event is None or event.verb in TOLD or event.subject_kind not in MODELS:
        return
    model = MODELS[event.subject_kind]
    subject = model.objects.select_related("access").filter(reference=event.subject_reference).first()
    if subject is None:
        return
    at = timezone.now()
    if event.verb in ARRIVALS:
        arrive(subject, at=at)
    today = timezone.localdate(at)
    reckon(subject.KIND, [subject.access_id], today=today)
    alert(subject, today=today)


def alert(subject, *, today: date) -> None:
    """One event for each filter that alerts and newly fits: only to an owner who sees the subject."""
    if subject.stage not in OPEN[subject.KIND]:
        return
    told = Alerted.objects.filter(access=subject.access_id).values("filter")
    waiting = SavedFilter.objects.filter(alert=True, kind=subject.KIND, authority=subject.access.authority_id)
    for saved in waiting.exclude(pk__in=told).select_related("owner").order_by("pk"):
        if fits(saved, subject, today=today, user=saved.owner) and _sees(saved.owner, subject):
            _tell(saved, subject)


def _sees(owner: Officer, subject) -> bool:
    return type(subject).objects.visible_to(owner).filter(pk=subject.pk).exists()


def _tell(saved: SavedFilter, subject) -> None:
    with unit_of_work():
        _row, fresh = Alerted.objects.get_or_create(filter=saved, access_id=subject.access_id)
        if not fresh:
            return
        record(
            {"complaint": "complaint.match", "case": "case.match", "recommendation": "recommendation.match"}[subject.KIND],
            subject, by=SYSTEM, at=timezone.now(), to=saved.owner.username, filter=saved.pk,
        )  # fmt: skip


def night(key: str) -> None:
    """The routine: days went by, so what depends on them is reckoned again, part by part."""
    for kind in MODELS:
        jobs.enqueue(PART, f"{kind}:0", at=timezone.now())


def reckon_part(key: str) -> None:
    """Some hundred subjects that have not ended, then the job for those after them."""
    kind, _colon, after = key.partition(":")
    open_ = MODELS[kind].objects.filter(stage__in=OPEN[kind], pk__gt=int(after)).order_by("pk")
    rows = list(open_.values_list("pk", "access_id")[:BATCH])
    if rows:
        reckon(kind, [access for _pk, access in rows], today=timezone.localdate())
        jobs.enqueue(PART, f"{kind}:{rows[-1][0]}", at=timezone.now())
