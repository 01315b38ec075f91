"""Reads of the investigations room."""

from complaints.merging import merged_into
from complaints.models import Complaint
from investigations.models import Case


def complaint_ids(case: Case) -> list[int]:
    """The complaints that the case was made of, and those that were merged into them."""
    own = list(case.case_complaints.values_list("complaint_id", flat=True))
    return own + merged_into(own)


def accesses_of(case: Case) -> list[int]:
    """The Access rows of the case, of cases merged into it, and of all its complaints: those whose files belong to it."""
    rows = Complaint.objects.filter(pk__in=complaint_ids(case)).order_by("pk")
    return [case.access_id, *_merged_accesses(case), *rows.values_list("access_id", flat=True)]


def _merged_accesses(case: Case) -> list[int]:
    found: dict[int, int] = {}
    latest = {case.pk}
    while latest:
        rows = dict(Case.objects.filter(merged_into__in=latest).values_list("pk", "access_id"))
        latest = set(rows) - set(found)
        found |= rows
    return [access for _pk, access in sorted(found.items())]
