"""The same story told again in other words: fingerprints of narratives, kept when a report comes in."""

from collections import Counter

from django.db import transaction

from complaints.models import Complaint, Wording, WordingBand
from evidence import minhash

MOST_BANDS = 5_000  # rows of one look-up
CANDIDATES = 50
AT_ONCE = 200  # narratives of older reports in one round


def remember(complaint: Complaint) -> None:
    """Keep the fingerprint of a new report's narrative; belongs into the transaction that makes the report."""
    signature = minhash.signature(complaint.narrative)
    wording, new = Wording.objects.get_or_create(complaint=complaint, defaults={"signature": signature})
    if new:
        WordingBand.objects.bulk_create(WordingBand(wording=wording, value=value) for value in minhash.bands(signature))


def remember_older(key: str = "") -> None:
    """Fingerprints of reports that have none, from before there were any or made in bulk: some at every round."""
    with transaction.atomic():
        for complaint in Complaint.objects.filter(wording=None).order_by("-pk")[:AT_ONCE]:
            remember(complaint)


def told_alike(complaint: Complaint, user) -> dict[int, float]:
    """Ids of reports that this user sees whose narrative shares half of its wording or more, with the share."""
    own = Wording.objects.filter(complaint=complaint).values_list("signature", flat=True).first()
    if not own:
        return {}
    seen = Complaint.objects.visible_to(user).exclude(pk=complaint.pk)
    bands = WordingBand.objects.filter(value__in=minhash.bands(own), wording__complaint__in=seen)
    shared = Counter(bands.order_by("-pk").values_list("wording_id", flat=True)[:MOST_BANDS])
    likely = [pk for pk, _count in shared.most_common(CANDIDATES)]
    rated = {
        pk: minhash.likeness(own, signature)
        for pk, signature in Wording.objects.filter(pk__in=likely).values_list("complaint_id", "signature")
    }
    return {pk: share for pk, share in rated.items() if share >= minhash.ALIKE}
