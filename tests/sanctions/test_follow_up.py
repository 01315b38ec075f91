"""What the agency did beside what was recommended: compared, flagged to both sides, objected to, served."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from investigations.models import Case
from law.models import Sanction
from letters.models import Letter
from sanctions import actions, decrees, rounds
from sanctions.models import Recommendation
from sanctions.overview import follow_up_of
from sanctions.serving import Standing
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db


def fresh(recommendation) -> Recommendation:
    return Recommendation.objects.select_related("access", "letter", "sanction", "respondent").get(pk=recommendation.pk)


def sanction(code: str) -> Sanction:
    return Sanction.objects.get(code=code)


@pytest.mark.parametrize(
    ("wanted", "imposed", "months", "found"),
    [
        ("HEAVY-DEMOTION-12M", "HEAVY-DEMOTION-12M", None, "SAME"),
        ("HEAVY-DEMOTION-12M", "HEAVY-DEMOTION-12M", 6, "LOWER"),
        ("HEAVY-DEMOTION-12M", "HEAVY-DEMOTION-12M", 24, "HIGHER"),
        ("HEAVY-DEMOTION-12M", "HEAVY-RELEASE-12M", None, "OTHER"),
        ("HEAVY-DEMOTION-12M", "LIGHT-ORAL", None, "LOWER"),
        ("LIGHT-ORAL", "MEDIUM-GRADE-12M", None, "HIGHER"),
        ("LIGHT-ORAL", None, None, "NONE"),
        (None, "LIGHT-ORAL", None, "OTHER"),
    ],
)
def test_a_sanction_is_compared_by_level_form_and_duration(reference_data, wanted, imposed, months, found):
    pair = [sanction(code) if code else None for code in (wanted, imposed)]
    assert decrees.compare(*pair, None, months) == found


def test_what_does_not_fit_is_flagged_to_both_sides_and_never_refused(
    a_recommendation, bkd_kukar, penyelia, client, people
):
    other = a_recommendation("IMPLEMENTED")
    rec = a_recommendation("ACKNOWLEDGED")
    actions.implement(
        rec, by=bkd_kukar, decree_number="800/1", decree_date=date(2020, 1, 2), sanction=sanction("LIGHT-ORAL")
    )
    codes = Event.objects.get(verb="recommendation.implement", subject_reference=rec.reference).payload["flags"]
    assert codes == ["decree_before_letter", "number_of_another", "other_sanction"]
    assert other.decree_number == "800/1"
    flags = [decrees.FLAGS[code] for code in (*codes, "without_file", "unexplained")]
    for person, page in (
        (bkd_kukar, f"/instansi/rekomendasi/{rec.reference}/"),
        (penyelia, f"/petugas/rekomendasi/{rec.reference}/"),
    ):
        client.force_login(person)
        text = client.get(page).content.decode()
        assert all(str(flag) in text for flag in flags)
        assert "Lebih ringan daripada rekomendasi" in text


def test_a_lighter_sanction_is_accepted_with_a_reason_or_goes_back(a_recommendation, bkd_kukar, penyelia):
    rec = a_recommendation("ACKNOWLEDGED")
    facts = {"decree_number": "9/2026", "decree_date": timezone.localdate(), "sanction": sanction("LIGHT-ORAL")}
    actions.implement(rec, by=bkd_kukar, explanation="Baru sekali.", **facts)
    with pytest.raises(ValidationError):
        actions.verify(rec, by=penyelia, note=" ")
    assert fresh(rec).stage == "IMPLEMENTED"
    actions.contest(rec, by=penyelia, note="Jelaskan dasar hukumnya.")
    actions.implement(rec, by=bkd_kukar, **facts)
    actions.verify(rec, by=penyelia, note="Dapat diterima.")
    assert Event.objects.get(verb="recommendation.verify").payload["comparison"] == "LOWER"


def test_an_agency_that_imposes_nothing_says_so_with_an_explanation(a_recommendation, bkd_kukar, call):
    rec = a_recommendation("ACKNOWLEDGED")
    path = f"recommendations/{rec.reference}/transitions/implement"
    assert call(bkd_kukar, "POST", path, {"none": True}).status_code == 422
    assert call(bkd_kukar, "POST", path, {"none": True, "explanation": "Sudah meninggal."}).status_code == 200
    done = fresh(rec)
    assert (done.unsanctioned, done.decree_sanction, decrees.comparison(done)) == (True, None, "NONE")


def test_a_team_of_examiners_is_a_dated_record(a_recommendation, bkd_kukar, bkd_kaltara, penyelia):
    rec = a_recommendation("ACKNOWLEDGED")
    facts = {"kind": "TEAM", "formed_on": date(2026, 3, 2), "decree_number": "SK 1"}
    for stranger in (bkd_kaltara, penyelia):
        with pytest.raises(PermissionDenied):
            actions.convene(rec, by=stranger, **facts)
    actions.convene(rec, by=bkd_kukar, **facts)
    assert [str(each.formed_on) for each in rec.examinations.all()] == ["2026-03-02"]


def test_a_decree_holds_from_the_fifteenth_working_day_after_it_was_received(a_recommendation, bkd_kukar):
    rec = a_recommendation("ACKNOWLEDGED")
    actions.implement(
        rec,
        by=bkd_kukar,
        decree_number="1",
        decree_date=date(2025, 9, 1),
        sanction=rec.sanction,
        received=date(2025, 9, 2),
    )
    done = fresh(rec)
    assert done.decree_effective == date(2025, 9, 24)  # 5 September is a holiday
    follow = follow_up_of(done, user=bkd_kukar, on=date(2025, 9, 24))
    assert (follow.standing, follow.course.end) == (Standing.IN_FORCE, date(2026, 9, 23))


def test_an_objection_rests_the_sanction_and_its_outcome_decides(a_recommendation, bkd_kukar, penyelia):
    rec, today = a_recommendation("VERIFIED"), timezone.localdate()
    with pytest.raises(MovedOn):
        actions.settle(rec, by=bkd_kukar, outcome="CONFIRMED", decided_on=today)
    actions.appeal(rec, by=bkd_kukar, kind="OBJECTION", filed_on=today, body="Bupati")
    with pytest.raises(MovedOn):
        actions.appeal(rec, by=bkd_kukar, kind="APPEAL", filed_on=today, body="BPASN")
    assert follow_up_of(fresh(rec), user=penyelia, on=today).standing == Standing.SUSPENDED
    with pytest.raises(MovedOn):
        actions.close(Case.objects.get(pk=rec.case_id), by=penyelia, reason="Selesai.")
    with pytest.raises(ValidationError):
        actions.settle(rec, by=bkd_kukar, outcome="CONFIRMED", decided_on=today - timedelta(days=1))
    actions.settle(rec, by=bkd_kukar, outcome="CONFIRMED", decided_on=today)
    assert fresh(rec).stage == "VERIFIED"

    actions.appeal(rec, by=penyelia, kind="APPEAL", filed_on=today, body="BPASN")
    light = sanction("LIGHT-ORAL")
    actions.settle(rec, by=penyelia, outcome="CHANGED", decided_on=today, sanction=light)
    assert fresh(rec).stage == "IMPLEMENTED"
    assert decrees.comparison(fresh(rec)) == "LOWER"
    actions.appeal(rec, by=bkd_kukar, kind="APPEAL", filed_on=today, body="BPASN")
    with pytest.raises(MovedOn):
        actions.verify(rec, by=penyelia, note="Sesuai.")
    actions.settle(rec, by=bkd_kukar, outcome="ANNULLED", decided_on=today)
    assert fresh(rec).stage == "ACKNOWLEDGED"
    assert follow_up_of(fresh(rec), user=penyelia, on=today).standing == Standing.ANNULLED


def test_a_sanction_that_has_ended_is_told_of_once(a_recommendation, bkd_kukar):
    rec = a_recommendation("ACKNOWLEDGED")
    facts = {"decree_number": "1", "decree_date": date(2025, 1, 6), "effective": date(2025, 1, 31)}
    actions.implement(rec, by=bkd_kukar, sanction=sanction("HEAVY-DEMOTION-12M"), months=1, **facts)
    before = timezone.make_aware(datetime(2025, 2, 28, 12))
    assert rounds.tell_served(at=before) == 0
    assert [rounds.tell_served(at=before + timedelta(days=1)) for _ in range(2)] == [1, 0]
    assert Event.objects.filter(verb="recommendation.served").count() == 1


def test_sanctions_of_one_person_at_the_same_time_are_shown(a_recommendation, bkd_kukar, client):
    first, second = a_recommendation("IMPLEMENTED"), a_recommendation("IMPLEMENTED")
    for rec in (first, second):
        rec.respondent.nip = "198001012005011001"
        rec.respondent.save()
    client.force_login(bkd_kukar)
    assert second.reference in client.get(f"/instansi/rekomendasi/{first.reference}/").content.decode()
    follow = follow_up_of(fresh(first), user=bkd_kukar, on=timezone.localdate())
    assert follow.overlaps == [second]
    assert follow.flags == [str(decrees.FLAGS["without_file"])]  # the same number for the same person is no other's


def test_a_rebuttal_is_answered_by_letter_either_way(a_recommendation, bkd_kukar, penyelia):
    rec = a_recommendation("ISSUED")
    actions.rebut(rec, by=bkd_kukar, note="Sedang cuti.", letter_number="B/7", letter_date=date(2026, 1, 5))
    actions.uphold(rec, by=penyelia, note="Cutinya tidak terbukti.")
    actions.rebut(rec, by=bkd_kukar, note="Surat cuti terlampir.")
    actions.supersede(rec, by=penyelia, note="Diterima.")
    answers = list(rec.rebuttals.order_by("pk").values_list("answer", "letter_number"))
    assert answers == [("UPHELD", "B/7"), ("SUPERSEDED", "")]
    sent = Letter.objects.filter(kind="REBUTTAL_ANSWER", subject_reference=rec.reference)
    assert sent.count() == 2 and all(each.pdf.startswith(b"%PDF") for each in sent)
    assert set(Letter.objects.visible_to(bkd_kukar)) >= set(sent)


@pytest.mark.parametrize("verb", ["implement", "convene", "appeal", "settle", "disclose", "unblock", "withhold"])
def test_the_wrong_agency_forges_no_transition(a_recommendation, bkd_kaltara, call, verb):
    rec = a_recommendation("IMPLEMENTED" if verb in ("appeal", "settle") else "ISSUED")
    facts = {"reason": "x", "kind": "OBJECTION", "filed_on": "2026-01-05", "body": "x", "formed_on": "2026-01-05"}
    assert call(bkd_kaltara, "POST", f"recommendations/{rec.reference}/transitions/{verb}", facts).status_code == 404
    assert fresh(rec).stage == rec.stage
