"""Sanctions imposed, as the personnel systems take them: a table or JSON with a published schema."""

from collections.abc import Iterator
from datetime import date

from clearance.in_force import IN_FORCE_STAGES, term_of
from sanctions.models import Recommendation
from workflow.access_records import Look

RIGHT = "sanction.export"
COLUMNS = (
    "reference", "nip", "name", "position", "agency_code", "agency", "decree_number", "decree_date", "sanction", "level",
    "starts_on", "ends_on", "in_force", "verified",
)  # fmt: skip
MOST = 50_000


def imposed(user, *, since: date | None = None):
    """The decrees on record, of the user's own authority and regions, oldest first."""
    rows = Recommendation.objects.visible_to(user).filter(stage__in=IN_FORCE_STAGES, decree_date__isnull=False)
    rows = rows.filter(decree_date__gte=since) if since else rows
    return (
        rows.select_related("respondent__agency", "decree_sanction", "access")
        .prefetch_related("objections__sanction")
        .order_by("decree_date", "pk")[:MOST]
    )


def lines(rows, *, on: date) -> Iterator[list]:
    """Each decree as a row of the table."""
    for row in rows:
        term, person = term_of(row), row.respondent
        agency = person.agency
        yield [
            row.reference, person.nip, person.name, person.position, agency.pk if agency else "",
            agency.name if agency else person.agency_text, row.decree_number, row.decree_date,
            term.sanction.pk if term else "", term.sanction.level if term else "", term.since if term else None,
            term.until if term else None, bool(term and term.holds(on)), row.stage == Recommendation.Stage.VERIFIED,
        ]  # fmt: skip


def looks(rows, *, form: str) -> list[Look]:
    """What is recorded: that the file was taken, and each of these with it."""
    file = Look("export.sanctions", codes={"form": form, "rows": len(rows)})
    return [file, *(Look("export.sanctions", row.access_id, row.reference) for row in rows)]
