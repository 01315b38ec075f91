"""What the page of a case shows beside its stage: respondents with their findings, the plenary, the law, the evidence."""

from dataclasses import dataclass

from django.db.models import Prefetch

from complaints.models import Complaint
from evidence.models import Evidence, Link
from investigations.models import Allegation, Case, Respondent
from investigations.queries import accesses_of, complaint_ids
from law.models import Violation


@dataclass(frozen=True)
class Person:
    """A respondent as the page shows it; `allegations` carry their finding or None."""

    respondent: Respondent
    allegations: list[Allegation]

    @property
    def missing(self) -> int:
        return sum(not hasattr(a, "finding") for a in self.allegations) or (not self.allegations)

    @property
    def unidentified(self) -> bool:
        """Without an agency nothing can be issued, without a name nobody can be sanctioned."""
        return not (self.respondent.name and self.respondent.agency_id)


def people_of(case: Case) -> list[Person]:
    """Three queries, whatever the number of respondents."""
    allegations = Allegation.objects.select_related("violation", "finding__by").order_by("violation__order", "pk")
    rows = (
        case.respondents.select_related("agency").prefetch_related(Prefetch("allegations", allegations)).order_by("pk")
    )
    return [Person(row, list(row.allegations.all())) for row in rows]


def violations_in(people: list[Person]) -> list[Violation]:
    """Every violation alleged in the case, once, in the order of the catalogue."""
    found = {a.violation_id: a.violation for person in people for a in person.allegations}
    return sorted(found.values(), key=lambda violation: violation.order)


def missing_findings(people: list[Person]) -> list[Respondent]:
    """Who still keeps the case from the plenary."""
    return [person.respondent for person in people if not person.respondent.set_aside and person.missing]


def complaints_of(case: Case, user) -> list[Complaint]:
    """The complaints of the case, merged ones among them, that this reader may open; none for commissioners and leadership."""
    rows = Complaint.objects.visible_to(user).filter(pk__in=complaint_ids(case))
    return list(rows.select_related("territory").defer("narrative", "reason").order_by("created_at", "pk"))


def evidence_of(case: Case, user) -> list[Evidence]:
    """Files of the case and of its complaints that this reader may see, oldest first."""
    rows = Evidence.objects.visible_to(user).filter(access__in=accesses_of(case)).select_related("added_by")
    return list(rows.listed())


def links_of(case: Case, user) -> list[Link]:
    """Addresses given with the complaints, for readers of the evidence."""
    if not reads_evidence(user):
        return []
    return list(Link.objects.filter(access__in=accesses_of(case)).order_by("pk"))


def reads_evidence(user) -> bool:
    """Leadership reads cases, but no file."""
    return user.may("evidence.view") or user.may("case.view_plenary")
