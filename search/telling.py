"""Keeps the search service in step with the index in the database: what it has yet to hear, told in order, for ever.

The database's index is written first and always; this room only carries it on. Whatever fails stays noted and is told
later, so that a service that was down, or is new and empty, catches up by itself.
"""

import time
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from search import indexing
from search.backends.base import Difference
from search.backends.elastic import names, writing
from search.backends.elastic.client import Unavailable, breaker
from search.backends.elastic.mapping import digest
from search.models import Document, Target, Unheard

JOB = "index.tell"
TOGETHER = 500  # notes of one step
FILLED = 2_500  # documents of one step of the filling
PART = 20.0  # seconds of one round: a worker has other things to do


def keep_up(_key: str = "") -> None:
    """The routine: tell what is new; make and fill an index where there is none. What does not answer is asked again."""
    if not settings.SEARCH_URL:
        forget()
        return
    if not breaker.closed:
        return
    until = time.monotonic() + PART
    try:
        _standing()
        for target in Target.objects.filter(live=False).order_by("pk"):
            if fill(target, until=until):
                finish(target)
        while time.monotonic() < until and tell():
            pass
    except Unavailable:
        return


def forget() -> None:
    """No search service: nothing is noted for it any more."""
    Target.objects.all().delete()
    Unheard.objects.all().delete()


# Telling ----------------------------------------------------------------------------------------------------------------
def tell(limit: int = TOGETHER) -> int:
    """Tell the oldest notes to every index; returns how many were told. Raises Unavailable, and nothing is lost."""
    notes = list(Unheard.objects.order_by("pk")[:limit])
    if not notes:
        return 0
    for access_id in sorted({note.access for note in notes if note.document is None}):
        indexing.make(access_id)  # who lost or got a right: the documents first
    notes = _with_what_followed(notes)
    versions = {note.document: note.pk for note in notes if note.document is not None}
    documents = Document.objects.in_bulk(versions)
    gone = {pk: version for pk, version in versions.items() if pk not in documents}
    for target in Target.objects.all():
        writing.put(target.name, documents.values(), versions, gone)
        if target.live:
            writing.refresh(target.name)
    Unheard.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return len(notes)


def _with_what_followed(notes: list[Unheard]) -> list[Unheard]:
    """A closing note is done only when the documents that it changed are told too; in the order of their numbers."""
    closing = {note.access for note in notes if note.document is None}
    later = Unheard.objects.filter(access__in=closing, document__isnull=False) if closing else []
    return sorted({note.pk: note for note in (*notes, *later)}.values(), key=lambda note: note.pk)


# Making an index --------------------------------------------------------------------------------------------------------
def begin() -> Target:
    """A new index beside the one that answers; from now on it is told all that is told."""
    taken = [names.number(name) for name in (*writing.existing(), *Target.objects.values_list("name", flat=True))]
    target = Target.objects.create(name=names.name(max(taken, default=0) + 1))
    writing.create(target.name)
    return target


def fill(target: Target, *, until: float = float("inf")) -> bool:
    """Write every document to it, as far as there is time (time.monotonic()). True when it has all."""
    while time.monotonic() < until:
        documents = list(Document.objects.filter(pk__gt=target.filled).order_by("pk")[:FILLED])
        if not documents:
            return True
        writing.put(target.name, documents, {}, {})
        target.filled = documents[-1].pk
        target.save(update_fields=["filled"])
    return False


def finish(target: Target) -> None:
    """Compare, catch up, move the alias, drop what answered before."""
    mend(target)
    writing.go_live(target.name)
    with transaction.atomic():
        old = Target.objects.exclude(pk=target.pk)
        Target.objects.filter(pk=target.pk).update(live=True)
        old.delete()
    writing.remove(set(writing.existing()) - {target.name})


def rebuild() -> str:
    """A new index, from the first document to the last, while the old one answers; returns its name."""
    _abandon(Target.objects.filter(live=False))
    target = begin()
    fill(target)
    while tell():
        pass
    finish(target)
    return target.name


def _standing() -> None:
    """Indexes that are gone, or of an older release, are begun anew; with none at all the first is made."""
    there = writing.existing()
    _abandon(Target.objects.exclude(name__in=list(there)))
    _abandon(Target.objects.filter(name__in=writing.outdated()))
    _abandon(Target.objects.filter(live=True, name__in=[name for name, live in there.items() if not live]))
    if not Target.objects.exists():
        begin()


def _abandon(targets) -> None:
    for target in targets:
        writing.remove([target.name])
        target.delete()


# Comparing --------------------------------------------------------------------------------------------------------------
def differences(target: Target | None = None) -> Iterator[Difference]:
    """What the service holds otherwise than the index in the database, both ways. Raises Unavailable."""
    for what, pk, key, _version in _compared(target or Target.objects.filter(live=True).first()):
        yield Difference(what, f"elasticsearch/{key or pk}")


def mend(target: Target | None = None) -> int:
    """Tell again what differs, until nothing does; returns how many documents did. Raises Unavailable.

    A service that knows later versions than the database (which was restored from a backup) is overtaken.
    """
    target = target or Target.objects.filter(live=True).first()
    found = list(_compared(target))
    if not found:
        return 0
    _overtake(max(version for *_rest, version in found))
    accesses = dict(Document.objects.filter(pk__in=[pk for _, pk, *_ in found]).values_list("pk", "access_id"))
    Unheard.objects.bulk_create([Unheard(access=accesses.get(pk), document=pk) for _, pk, *_ in found], TOGETHER)
    while tell():
        pass
    return len(found)


def mend_all() -> None:
    """What was noted first, then what differs still; with no index at all, one. Raises Unavailable."""
    _standing()
    while tell():
        pass
    for target in Target.objects.filter(live=False):
        fill(target)
        finish(target)
    mend()


def _compared(target: Target | None) -> Iterator[tuple[str, int, str, int]]:
    """(missing, stale or orphan, id, key, version there), both sides read in the order of their ids."""
    theirs = writing.everything(target.name) if target else iter(())
    other = next(theirs, None)
    for document in _documents():
        while other and other[0] < document.pk:
            yield "orphan", other[0], "", other[2]
            other = next(theirs, None)
        if not other or other[0] != document.pk:
            yield "missing", document.pk, document.key, 0
            continue
        if other[1] != digest(document):
            yield "stale", document.pk, document.key, other[2]
        other = next(theirs, None)
    while other:
        yield "orphan", other[0], "", other[2]
        other = next(theirs, None)


def _documents() -> Iterable[Document]:
    return Document.objects.order_by("pk").iterator(chunk_size=TOGETHER)


def _overtake(version: int) -> None:
    """The next note gets a higher number than this."""
    highest = Unheard.objects.aggregate(highest=Max("pk"))["highest"] or 0
    if version <= highest:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('search_unheard', 'id'), greatest(%s, nextval("
                "pg_get_serial_sequence('search_unheard', 'id'))))",
                [version],
            )
        else:
            Unheard.objects.create(pk=version).delete()
