"""The log of searches: who asked what, and which documents they were shown. Titles and texts are not in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from search.models import SearchRecord

JOB = "search.prune"
PAGE = 50
READ = "event.view"
AT_ONCE = 5000  # rows that one run of the routine takes away


def keep(user, *, asked: dict, shown: Sequence[str], total: int, door: str, at: datetime) -> None:
    """Add a row. What was shown is told by the keys of the documents, in order."""
    SearchRecord.objects.create(by=user, at=at, asked=asked, shown=list(shown), total=max(0, total), door=door)


def page(reader, *, before: int | None = None, size: int = PAGE) -> list[SearchRecord]:
    """Of the reader's own authority, newest first, those before an id; one more than a page tells that there is more."""
    rows = SearchRecord.objects.filter(by__authority=reader.authority_id).select_related("by").order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[: size + 1])


def prune(_key: str = "") -> None:
    """The routine that forgets what is older than SEARCH_LOG_DAYS."""
    oldest = timezone.now() - timedelta(days=settings.SEARCH_LOG_DAYS)
    old = SearchRecord.objects.filter(at__lt=oldest).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    SearchRecord.objects.filter(pk__in=list(old)).delete()
