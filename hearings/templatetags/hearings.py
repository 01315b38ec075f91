"""What other rooms' pages show of this one: the clarification of a case, and a report that was a lie."""

from django import template
from django.utils import timezone

from complaints.models import Complaint
from hearings import outcomes
from hearings.actions import RIGHT
from hearings.forms import ReasonForm
from hearings.models import Acquittal, FalseReport
from hearings.queries import lines_of, loose_records, uninvited
from investigations.models import Case, Conclusion

register = template.Library()


@register.inclusion_tag("hearings/_case.html", takes_context=True)
def clarification(context, case, people):
    """Whom the case invited, what came of it, who was not invited yet, and the letters that nothing was proven."""
    user, working = context["user"], case.stage in Case.WORKING
    people = [person.respondent for person in people]
    lines = lines_of(case, at=timezone.now())
    return {
        "case": case,
        "lines": lines,
        "uninvited": uninvited(people, lines) if working and case.stage != Case.Stage.OPEN else [],
        "loose": loose_records(case),
        "may": user.may(RIGHT) and working,
        "acquits": user.may(outcomes.ACQUIT),
        "cleared": _cleared(case, people),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("hearings/_false.html", takes_context=True)
def false_report(context, complaint):
    """What two people concluded about a report, or the way to propose it."""
    user = context["user"]
    row = (
        FalseReport.objects.select_related("proposed_by", "confirmed_by", "complaint")
        .filter(complaint=complaint)
        .first()
    )
    works = user.may(outcomes.PROPOSE)
    mine = row is not None and row.proposed_by_id == user.pk
    return {
        "complaint": complaint,
        "row": row if works else None,
        "reason": outcomes.reason_of(row) if row and works else "",
        "offered": works and complaint.stage not in Complaint.OPEN,
        "confirms": row is not None and not mine and user.may(outcomes.CONFIRM),
        "drops": row is not None and (mine or user.may(outcomes.CONFIRM)),
        "form": ReasonForm(auto_id="tidak_benar_%s"),
        "csrf_token": context.get("csrf_token"),
    }


def _cleared(case, people) -> list[tuple]:
    """Respondents of whom the plenary proved nothing, with their letter or None."""
    rows = [person for person in people if person.outcome == Conclusion.NOT_PROVEN]
    if not rows or case.stage not in outcomes.DECIDED:
        return []
    letters = {
        row.respondent_id: row
        for row in Acquittal.objects.filter(respondent__in=rows, round=case.round).select_related("letter")
    }
    return [(person, letters.get(person.pk)) for person in rows]
