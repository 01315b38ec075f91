"""Which reports live on in which."""

from collections.abc import Iterable

from complaints.models import Complaint


def merged_into(complaints: Iterable[int]) -> list[int]:
    """The ids of all complaints that were merged into these, also by way of others."""
    found: set[int] = set()
    latest = set(complaints)
    while latest:
        latest = set(Complaint.objects.filter(merged_into__in=latest).values_list("pk", flat=True)) - found
        found |= latest
    return sorted(found)
