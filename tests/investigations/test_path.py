"""The whole path through the actions: a report becomes a closed case."""

from investigations.models import Case
from sanctions import actions as sanctions
from workflow.models import Event
from workflow.verification import first_broken_link


def test_a_report_becomes_a_closed_case(a_recommendation, penyelia):
    recommendation = a_recommendation("VERIFIED")

    sanctions.close(recommendation.case, by=penyelia, reason="Selesai.")

    case = Case.objects.get(pk=recommendation.case_id)
    assert case.stage == "CLOSED"
    assert first_broken_link() is None
    verbs = list(Event.objects.order_by("number").values_list("verb", flat=True))
    assert verbs[0] == "complaint.submit"
    assert verbs[-1] == "case.close"
