"""Files that were seen before: the same bytes, the same picture compressed or cropped, the same text reworded.

The worker keeps fingerprints of every page and the likenesses it finds. Whom they are told to is a question for
`seen_before`, asked at every view: what a reader may not see is not counted and has no name here.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from evidence import corners, minhash, shelf
from evidence.child import ask
from evidence.models import Band, Evidence, Fingerprint, Likeness, Page, Step

PART = 10  # seconds of one part
AT_ONCE = 8  # pictures that one child looks at
MOST_PAGES = 200  # of one file that get a fingerprint
COMPARED_PAGES = 20  # of one file that are looked for elsewhere
MOST_BANDS = 20_000  # rows of one look-up
CANDIDATES = 60  # fingerprints that share most bands with one
FEWEST_BANDS: dict[str, int] = {Fingerprint.Kind.PICTURE: 4, Fingerprint.Kind.TEXT: 1}
NEAR = timedelta(days=30)  # pictures of one region that came this close together are compared in full, bands or not
NEIGHBOURS = 120
KEPT = 60  # likenesses that one file brings
TOOL = "netral twins 1"
PICTURE, TEXT = Fingerprint.Kind.PICTURE, Fingerprint.Kind.TEXT


def look(evidence: Evidence, step: Step) -> None:
    """One part: fingerprints of some pages; once all have theirs, what they are like."""
    if not step.total:
        step.total, step.tool = max(min(evidence.pages.count(), MOST_PAGES), 1), TOOL
        Fingerprint.objects.filter(evidence=evidence).delete()
        _take_over(evidence, step)
    until = time.monotonic() + PART
    while step.done < step.total and time.monotonic() < until:
        _take(evidence, step)
    if step.done >= step.total:
        _keep(evidence)
        step.state = Step.State.DONE


def _take_over(evidence: Evidence, step: Step) -> None:
    """The same bytes have the same fingerprints."""
    done = Step.objects.filter(name=Step.Name.TWINS, state=Step.State.DONE, evidence__sha256=evidence.sha256)
    twin = done.exclude(evidence=evidence).values_list("evidence", flat=True).order_by("pk").first()
    if twin:
        _write(evidence, [(f.page, f.kind, f.value) for f in Fingerprint.objects.filter(evidence=twin)])
        step.done = step.total


def _take(evidence: Evidence, step: Step) -> None:
    """Fingerprints of the next few pages; a page that has none is passed over."""
    rows = evidence.pages.filter(number__gt=step.done).order_by("number")
    pages = list(rows.only("number", "text", "picture", "confidence")[:AT_ONCE])
    if not pages:
        step.done = step.total
        return
    texts = ((page.number, TEXT, minhash.signature(page.text)) for page in pages)
    _write(evidence, [found for found in (*texts, *_pictures(evidence, pages)) if found[2]])
    step.done = min(pages[-1].number, step.total)


def _pictures(evidence: Evidence, pages: list[Page]) -> list[tuple]:
    """Of pages that are pictures by themselves; a page that was typed is known by its text."""
    shown = [page.number for page in pages if page.picture and (page.confidence is not None or not page.text.strip())]
    places = [str(shelf.picture_of(evidence.pk, number)) for number in shown]
    if not places:
        return []
    _code, said = ask("evidence.corners", *places)
    return list(zip(shown, [PICTURE] * len(shown), said.decode("ascii", "ignore").splitlines(), strict=False))


def _write(evidence: Evidence, found: list[tuple]) -> None:
    with transaction.atomic():
        Fingerprint.objects.filter(evidence=evidence, page__in={page for page, _kind, _value in found}).delete()
        rows = [Fingerprint(evidence=evidence, page=page, kind=kind, value=value) for page, kind, value in found]
        Fingerprint.objects.bulk_create(rows, batch_size=100)
        bands = [Band(fingerprint=row, value=value) for row in rows for value in _bands(row)]
        Band.objects.bulk_create(bands, batch_size=500)


def _bands(fingerprint: Fingerprint) -> list[str]:
    if fingerprint.kind == TEXT:
        return minhash.bands(fingerprint.value)
    return corners.bands(corners.unpacked(fingerprint.value))


# What a file is like --------------------------------------------------------------------------------------------------------
def _keep(evidence: Evidence) -> None:
    """Written after its own fingerprints: of two files that arrive together at least one finds the other."""
    found: dict = {}
    for pk in _same(evidence):
        found[pk] = (Likeness.How.SAME, 1.0)
    own = Fingerprint.objects.filter(evidence=evidence).order_by("page", "kind")
    for fingerprint in own[: COMPARED_PAGES * 2]:
        for pk, how, score in _alike(evidence, fingerprint):
            if pk not in found or (found[pk][0] == how and found[pk][1] < score):
                found[pk] = (how, score)
    likest = sorted(found.items(), key=lambda item: -item[1][1])[: KEPT * 2]
    rows = [Likeness(**_pair(evidence.pk, pk), how=how, score=score) for pk, (how, score) in likest]
    Likeness.objects.bulk_create(rows, ignore_conflicts=True)


def _pair(one, other) -> dict:
    first, second = sorted((one, other))
    return {"one_id": first, "other_id": second}


def _same(evidence: Evidence) -> list:
    """The same bytes: those of the same region first, for whose readers it is news."""
    rows = Evidence.objects.filter(sha256=evidence.sha256).exclude(pk=evidence.pk).order_by("-added_at")
    near = Q(access__authority=evidence.access.authority_id, access__region=evidence.access.region_id)
    here = list(rows.filter(near).values_list("pk", flat=True)[:KEPT])
    return [*here, *rows.exclude(near).values_list("pk", flat=True)[:KEPT]]


def _alike(evidence: Evidence, fingerprint: Fingerprint) -> Iterator[tuple]:
    """(file, how, score) of what a page is like. The same bytes need no comparison."""
    rows = Fingerprint.objects.filter(pk__in=_candidates(evidence, fingerprint), kind=fingerprint.kind)
    others = rows.exclude(evidence__sha256=evidence.sha256).values_list("evidence_id", "value")
    if fingerprint.kind == TEXT:
        for pk, value in others:
            if (share := minhash.likeness(fingerprint.value, value)) >= minhash.ALIKE:
                yield pk, Likeness.How.TEXT, round(share, 3)
        return
    here = corners.unpacked(fingerprint.value)
    for pk, value in others:
        if (match := corners.compare(here, corners.unpacked(value))).alike:
            yield pk, Likeness.How.PICTURE, match.score


def _candidates(evidence: Evidence, fingerprint: Fingerprint) -> set[int]:
    """Fingerprints worth a comparison: those that share bands with it, and pictures that came from nearby about then."""
    rows = Band.objects.filter(value__in=_bands(fingerprint)).exclude(fingerprint__evidence=evidence)
    shared = Counter(rows.order_by("-pk").values_list("fingerprint_id", flat=True)[:MOST_BANDS])
    fewest = FEWEST_BANDS[fingerprint.kind]
    found = {pk for pk, count in shared.most_common(CANDIDATES) if count >= fewest}
    return found | (set(_neighbours(evidence)) if fingerprint.kind == PICTURE else set())


def _neighbours(evidence: Evidence) -> Iterable[int]:
    days = (evidence.added_at - NEAR, evidence.added_at + NEAR)
    rows = Fingerprint.objects.filter(
        kind=PICTURE, evidence__added_at__range=days, evidence__access__region=evidence.access.region_id
    )
    return rows.exclude(evidence=evidence).order_by("-pk").values_list("pk", flat=True)[:NEIGHBOURS]
