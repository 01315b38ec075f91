"""Where a person's matter stands today, in the words of the published tables."""

from complaints.models import Complaint
from figures.models import FigureRow
from investigations.models import Case, Conclusion, Respondent
from sanctions.models import Recommendation

Standing = FigureRow.Standing
Stage = Recommendation.Stage
LEAVING = {Respondent.SetAside.RETIRED, Respondent.SetAside.DIED, Respondent.SetAside.LEFT}
IMPOSED = {Stage.IMPLEMENTED, Stage.VERIFIED}
WITH_AGENCY = {Stage.ISSUED, Stage.ACKNOWLEDGED, Stage.ESCALATED}
OF_REPORT = {
    Complaint.Stage.REJECTED: Standing.REJECTED,
    Complaint.Stage.FORWARDED: Standing.REJECTED,
    Complaint.Stage.WITHDRAWN: Standing.CANCELLED,
}
OF_CASE = {
    Case.Stage.MOOT: Standing.CANCELLED,
    Case.Stage.TRANSFERRED: Standing.ELSEWHERE,
    Case.Stage.CLOSED: Standing.NOT_PROVEN,
}


def of_report(complaint: Complaint) -> str:
    """A report that became no case."""
    return OF_REPORT.get(complaint.stage, Standing.INTAKE)


def of_respondent(person: Respondent, live: Recommendation | None) -> str:
    """A person of a case; `live` is the recommendation that counts for them."""
    if live is not None and live.stage in IMPOSED:
        return Standing.SANCTIONED
    if person.set_aside:
        return Standing.LEFT if person.set_aside in LEAVING else Standing.CANCELLED
    if person.outcome == Conclusion.NOT_PROVEN:
        return Standing.NOT_PROVEN
    if live is not None:
        return _of_recommendation(live)
    if person.outcome == Conclusion.PROVEN and person.case.stage == Case.Stage.CLOSED:
        return Standing.CANCELLED
    return OF_CASE.get(person.case.stage, Standing.WITH_AUTHORITY)


def _of_recommendation(live: Recommendation) -> str:
    if live.stage in (Stage.MOOT, Stage.SUPERSEDED):
        return Standing.CANCELLED
    return Standing.WITH_AGENCY if live.stage in WITH_AGENCY else Standing.WITH_AUTHORITY


def single_recommendation(person: Respondent) -> Recommendation | None:
    """The one that counts: the last that was not replaced, else the last."""
    rows = sorted(person.recommendations.all(), key=lambda each: each.pk)
    standing = [each for each in rows if each.stage != Stage.SUPERSEDED]
    return (standing or rows or [None])[-1]
