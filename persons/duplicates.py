"""Reports of the same event under other spellings: same place, about the same time, a name that is alike."""

from datetime import timedelta

from complaints.models import Complaint, ReportedPerson
from persons.names import alike

NEAR = timedelta(days=45)  # between two reports, or two incidents
COMPARED = 400  # people of reports nearby
MOST = 5


def same_event(complaint: Complaint, user, *, known: set[int]) -> list[Complaint]:
    """Reports this reader sees that name somebody alike in the same territory about then; `known` are left out. Two queries."""
    own = [person for person in complaint.people.all() if person.name]
    if not own or complaint.territory_id is None:
        return []
    seen = Complaint.objects.visible_to(user).filter(territory=complaint.territory_id, kind=complaint.kind)
    days = (complaint.created_at - NEAR, complaint.created_at + NEAR)
    seen = seen.filter(created_at__range=days).exclude(pk__in={complaint.pk, *known})
    people = ReportedPerson.objects.filter(complaint__in=seen.exclude(stage=Complaint.Stage.MERGED)).exclude(name="")
    found: dict[int, float] = {}
    for person in people.order_by("-complaint")[:COMPARED]:
        score = max(alike(mine.name, person.name, same_place=_same(mine, person)) for mine in own)
        if score:
            found[person.complaint_id] = max(score, found.get(person.complaint_id, 0))
    best = sorted(found, key=lambda pk: -found[pk])[:MOST]
    rows = {row.pk: row for row in seen.filter(pk__in=best).select_related("territory", "access")}
    return [rows[pk] for pk in best]


def _same(one: ReportedPerson, other: ReportedPerson) -> bool:
    return one.agency_id is not None and one.agency_id == other.agency_id
