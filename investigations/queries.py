"""Reads of the investigations room."""

from complaints.merging import merged_into
from complaints.models import Complaint
from investigations.models import Case


def complaint_ids(case: Case) -> list[int]:
    """The complaints that the case was made of, and those that were merged into them."""
    own = list(case.case_complaints.values_list("complaint_id", flat=True))
    return own + merged_into(own)


def accesses_of(case: Case) -> list[int]:
    """The Access rows of the case and of all its complaints: those whose files belong to it."""
    rows = Complaint.objects.filter(pk__in=complaint_ids(case)).order_by("pk")
    return [case.access_id, *rows.values_list("access_id", flat=True)]
