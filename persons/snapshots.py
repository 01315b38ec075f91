"""Who saw what before a merge, kept with it, so that taking it apart restores it and forgets no exclusion made since."""

from collections.abc import Iterable

from persons.models import Conflict
from workflow.models import Access


def taken(accesses: Iterable[int]) -> dict:
    """Region, seal, plenary and excluded officers of these Access rows, by id, as JSON keeps them."""
    rows = Access.objects.filter(pk__in=set(accesses)).prefetch_related("excluded").order_by("pk")
    return {str(row.pk): _facts(row) for row in rows}


def _facts(row: Access) -> dict:
    return {
        "region": row.region_id,
        "sealed": row.sealed,
        "at_plenary": row.at_plenary,
        "excluded": sorted(officer.pk for officer in row.excluded.all()),
    }


def restored(before: dict, after: dict, *, only: Iterable[int]) -> None:
    """Set the rows of one side back. Whom the merge brought is let in again, unless a conflict on this side keeps them out."""
    group = set(only)
    kept_out = set(Conflict.objects.filter(access__in=group, lifted_at__isnull=True).values_list("officer", flat=True))
    rows = Access.objects.select_for_update().filter(pk__in=group).order_by("pk")
    for row in rows:
        was, became = before.get(str(row.pk)), after.get(str(row.pk))
        if was is None:
            continue
        row.region_id, row.sealed, row.at_plenary = was["region"], was["sealed"], was["at_plenary"]
        row.save(update_fields=["region", "sealed", "at_plenary"])
        brought = set(became["excluded"]) - set(was["excluded"]) if became else set()
        row.excluded.remove(*(brought - kept_out))
