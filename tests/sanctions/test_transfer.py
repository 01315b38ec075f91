"""A case that goes to another authority takes its recommendations along."""

from agencies.models import SupervisingAuthority
from sanctions import actions
from sanctions.models import Recommendation


def test_recommendations_go_with_their_case(a_recommendation, penyelia):
    rec = a_recommendation("ISSUED")
    kasn = SupervisingAuthority.objects.get(code="KASN")

    actions.transfer(rec.case, by=penyelia, to=kasn, reason="Serah terima berkas.")

    assert Recommendation.objects.get(pk=rec.pk).access.authority_id == "KASN"
    assert not Recommendation.objects.visible_to(penyelia).exists()


def test_a_case_that_leaves_netral_leaves_its_recommendations_readable(a_recommendation, penyelia):
    rec = a_recommendation("ISSUED")

    actions.transfer(rec.case, by=penyelia, to=SupervisingAuthority.objects.get(code="PANRB"), reason="Sudah diproses.")

    assert Recommendation.objects.visible_to(penyelia).get() == rec
