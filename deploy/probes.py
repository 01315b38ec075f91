"""Is the site alive, is it ready, how is it doing: for load balancers and monitoring, without names or references."""

import hmac
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from deploy import violations
from workflow.models import ChainHead, Job
from workflow.verbs import kinds

LATE = 300  # seconds after which waiting work is worth a look
LOOPBACK = ("127.0.0.1", "::1")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing of anybody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 without the database or a configured Redis; late work only degrades: taking pages away would not help it."""
    checks = {"database": _database()}
    if settings.REDIS_URL:
        checks["redis"] = _redis()
    if checks["database"] == "ok":
        checks["queue"] = _queue(timezone.now())
    ready = all(state != "down" for state in checks.values())
    status = "unready" if not ready else "ready" if set(checks.values()) == {"ok"} else "degraded"
    return JsonResponse({"status": status, "checks": checks}, status=200 if ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Gauges in Prometheus' text format, for METRICS_TOKEN or a caller on this machine; 404 for anybody else."""
    if not (_local(request) or _knows_token(request)):
        return HttpResponse(status=404)
    return HttpResponse("".join(_lines(timezone.now())), content_type="text/plain; version=0.0.4; charset=utf-8")


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _redis() -> str:
    try:
        cache.get("readyz")
    except Exception:  # the client raises errors of several libraries; each means the same here
        return "down"
    return "ok"


def _queue(at: datetime) -> str:
    return "late" if queue_age(at=at) > LATE else "ok"


def queue_age(*, at: datetime) -> float:
    """Seconds since the oldest job fell due, 0 when none waits."""
    oldest = Job.objects.filter(failed_at__isnull=True, due_at__lte=at).order_by("due_at").first()
    return (at - oldest.due_at).total_seconds() if oldest else 0.0


def _local(request: HttpRequest) -> bool:
    """Called from this machine itself, and not handed on by a proxy that runs here."""
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in request.META


def _knows_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())


def _lines(at: datetime) -> Iterable[str]:
    yield from _gauge("netral_queue_oldest_seconds", "Seconds since the oldest job fell due", [("", queue_age(at=at))])
    yield from _gauge("netral_jobs", "Jobs by kind and state", _jobs())
    yield from _gauge("netral_subjects", "Complaints, cases and recommendations by stage", _subjects())
    yield from _gauge("netral_events", "Events in the log", [("", _events())])
    yield from _gauge("netral_policy_violations", "What browsers stopped today", _violations())


def _gauge(name: str, meaning: str, samples: Iterable[tuple[str, float]]) -> Iterable[str]:
    yield f"# HELP {name} {meaning}\n# TYPE {name} gauge\n"
    for labels, value in samples:
        yield f"{name}{labels} {value:g}\n"


def _jobs() -> Iterable[tuple[str, float]]:
    rows = Job.objects.values("kind").annotate(waiting=Count("pk"), failed=Count("failed_at")).order_by("kind")
    for row in rows:
        yield f'{{kind="{row["kind"]}",state="waiting"}}', row["waiting"] - row["failed"]
        yield f'{{kind="{row["kind"]}",state="failed"}}', row["failed"]


def _subjects() -> Iterable[tuple[str, float]]:
    for kind in kinds():
        for row in kind.model._default_manager.values("stage").annotate(count=Count("pk")).order_by("stage"):
            yield f'{{kind="{kind.name}",stage="{row["stage"]}"}}', row["count"]


def _events() -> int:
    return ChainHead.objects.filter(name="events").values_list("number", flat=True).first() or 0


def _violations() -> Iterable[tuple[str, float]]:
    for directive, kind, number in sorted(violations.counts()):
        yield f'{{directive="{directive}",source="{kind}"}}', number
