"""What can be done to a complaint, by whom, in which stage, and what the reporter learns of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from complaints import actions
from complaints.actions import Person
from complaints.models import Complaint, Message
from complaints.queries import by_receipt, likely_duplicates, messages_of, reporter_of
from complaints.verbs import Forward, Merge, Questions
from workflow.actors import Reporter
from workflow.models import Event
from workflow.transitions import MovedOn
from workflow.verbs import available

pytestmark = pytest.mark.django_db


def fresh(complaint) -> Complaint:
    return Complaint.objects.select_related("access").get(pk=complaint.pk)


def names(complaint, by) -> set[str]:
    return {verb.name for verb in available(fresh(complaint), by)}


def test_a_new_report_waits_for_intake_with_a_day_until_when(a_complaint, intake):
    complaint = a_complaint()
    assert complaint.stage == "RECEIVED"
    assert complaint.due_date > timezone.localdate()
    assert names(complaint, intake) == {"verify", "merge"}


def test_the_buttons_of_each_stage_are_those_of_the_table(a_complaint, intake, pemeriksa, komisioner):
    verifying = a_complaint("VERIFYING")
    assert names(verifying, intake) == {"request_completion", "accept", "reject", "forward", "merge"}
    assert names(verifying, pemeriksa) == names(verifying, komisioner) == set()
    assert names(verifying, reporter_of(verifying)) == {"withdraw"}
    incomplete = a_complaint("INCOMPLETE")
    assert names(incomplete, intake) == set()
    assert names(incomplete, reporter_of(incomplete)) == {"resubmit", "withdraw"}


def test_a_request_for_completion_is_a_message_the_reporter_answers(a_complaint, intake):
    complaint = a_complaint("VERIFYING")
    actions.request_completion(complaint, by=intake, questions="Pukul berapa?")
    actions.resubmit(complaint, by=reporter_of(complaint), text="Pukul sembilan.")
    said = [(m.sender, m.text, m.question) for m in messages_of(complaint)]
    assert said == [("OFFICER", "Pukul berapa?", True), ("REPORTER", "Pukul sembilan.", False)]
    assert fresh(complaint).stage == "VERIFYING"


def test_a_request_in_the_wrong_stage_leaves_no_message(a_complaint, intake):
    complaint = a_complaint()
    with pytest.raises(MovedOn):
        actions.request_completion(complaint, by=intake, questions="Kapan?")
    assert not Message.objects.exists()


def test_a_rejection_carries_its_reason(a_complaint, intake):
    complaint = a_complaint("VERIFYING")
    actions.reject(complaint, by=intake, reason="Orang ini bukan ASN.")
    assert (fresh(complaint).stage, fresh(complaint).reason) == ("REJECTED", "Orang ini bukan ASN.")


def test_a_body_known_here_sees_what_was_forwarded_to_it(a_complaint, intake, bawaslu):
    complaint = a_complaint("VERIFYING")
    assert not Complaint.objects.visible_to(bawaslu).exists()
    actions.forward(complaint, by=intake, to=bawaslu.agency_id, reason="Pelanggaran pemilihan.")
    assert list(Complaint.objects.visible_to(bawaslu)) == [fresh(complaint)]
    assert fresh(complaint).forwarded_to == bawaslu.agency.name


@pytest.mark.parametrize("typed", ["K.01", "k.01", " K.01 ", "Bawaslu", "badan pengawas pemilihan umum"])
def test_a_body_is_known_by_its_code_its_name_and_its_nickname(a_complaint, intake, bawaslu, typed):
    complaint = a_complaint("VERIFYING")
    actions.forward(complaint, by=intake, to=typed, reason="Pelanggaran pemilu")
    assert fresh(complaint).forwarded_to == "Badan Pengawas Pemilihan Umum"
    assert Complaint.objects.visible_to(bawaslu).filter(pk=complaint.pk).exists()


def test_a_body_unknown_here_is_forwarded_to_by_name(a_complaint, intake):
    complaint = a_complaint("VERIFYING")
    actions.forward(complaint, by=intake, to="Inspektorat Kota Tua", reason="Berwenang.")
    assert fresh(complaint).forwarded_to == "Inspektorat Kota Tua"


def test_merging_ends_one_and_points_to_the_other(a_complaint, intake):
    first, second = a_complaint(), a_complaint()
    actions.merge(second, by=intake, into=first)
    assert (fresh(second).stage, fresh(second).merged_into) == ("MERGED", first)
    assert fresh(first).stage == "RECEIVED"


def test_a_merge_with_itself_or_in_a_ring_is_refused(a_complaint, intake):
    first, second = a_complaint(), a_complaint()
    with pytest.raises(ValidationError):
        actions.merge(first, by=intake, into=first)
    actions.merge(second, by=intake, into=first)
    with pytest.raises(ValidationError):
        actions.merge(first, by=intake, into=second)
    assert fresh(first).stage == "RECEIVED"


def test_a_report_is_not_merged_into_one_that_ended(a_complaint, intake):
    ended, living = a_complaint("VERIFYING"), a_complaint()
    actions.reject(ended, by=intake, reason="Bukan kewenangan kami")
    with pytest.raises(ValidationError):
        actions.merge(living, by=intake, into=ended)
    assert "into" in Merge({"into": ended.reference}, subject=living, by=intake).errors
    assert fresh(living).stage == "RECEIVED"


def test_the_merge_form_finds_only_what_the_officer_sees(a_complaint, intake):
    first, hidden = a_complaint("VERIFYING"), a_complaint()
    hidden.access.excluded.add(intake)
    assert not Merge({"into": hidden.reference}, subject=first, by=intake).is_valid()
    assert not Merge({"into": first.reference}, subject=first, by=intake).is_valid()
    assert Merge({"into": a_complaint().reference.lower()}, subject=first, by=intake).is_valid()


def test_a_reporter_withdraws_their_own_report_alone(a_complaint):
    mine, other = a_complaint(), a_complaint()
    with pytest.raises(PermissionDenied):
        actions.withdraw(other, by=reporter_of(mine))
    actions.withdraw(mine, by=reporter_of(mine), reason="Salah orang.")
    assert fresh(mine).stage == "WITHDRAWN"


def test_a_reason_with_the_reporters_own_code_is_refused(a_complaint):
    complaint = a_complaint()
    with pytest.raises(ValidationError):
        actions.withdraw(complaint, by=reporter_of(complaint), reason=f"kode {complaint.receipt_code}")
    assert fresh(complaint).stage == "RECEIVED"


def test_messages_go_both_ways_in_any_stage_and_name_no_officer(a_complaint, pemeriksa, intake):
    complaint = a_complaint("VERIFYING")
    actions.reject(complaint, by=intake, reason="x")
    actions.post_message(complaint, by=reporter_of(complaint), text="Saya keberatan.")
    actions.post_message(complaint, by=pemeriksa, text="Kami baca.")
    assert [m.sender for m in messages_of(complaint)] == ["REPORTER", "OFFICER"]
    assert pemeriksa.full_name not in str(messages_of(complaint))


@pytest.mark.parametrize("name", ["komisioner", "bkd_kukar", "bawaslu", "auditor", "pimpinan", "admin_account"])
def test_who_may_not_write_to_the_reporter_is_refused(a_complaint, request, name):
    with pytest.raises(PermissionDenied):
        actions.post_message(a_complaint(), by=request.getfixturevalue(name), text="Siapa Anda?")


@pytest.mark.parametrize("shape", [str, str.lower, lambda c: c.replace("-", ""), lambda c: f"kode saya {c} ya"])
def test_a_message_with_the_reporters_own_code_is_refused(a_complaint, shape):
    complaint = a_complaint()
    with pytest.raises(ValidationError):
        actions.post_message(complaint, by=reporter_of(complaint), text=shape(complaint.receipt_code))
    assert not Message.objects.exists()


def test_messages_and_identity_do_not_lie_in_the_database_in_clear(a_complaint, intake):
    complaint = a_complaint()
    actions.post_message(complaint, by=reporter_of(complaint), text="Kata rahasia sekali")
    assert b"rahasia sekali" not in bytes(Message.objects.get().sealed)
    sealed = bytes(complaint.access.envelope.sealed)
    for planted in (b"Pelapor Rahasia", b"pelapor@example.org", b"628110000001"):
        assert planted not in sealed


def test_the_code_opens_its_own_report_however_it_is_typed(a_complaint):
    complaint, other = a_complaint(), a_complaint()
    code = complaint.receipt_code
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", ""), code.replace("0", "O")):
        assert by_receipt(complaint.reference.lower(), typed) == complaint
    assert by_receipt(other.reference, code) is None
    assert by_receipt(complaint.reference, other.receipt_code) is None
    for nonsense in ("", "x", "0" * 24, "'; --", "\x00", "🙂" * 24):
        assert by_receipt(complaint.reference, nonsense) is None


def test_a_report_of_a_partner_is_the_partners(report, bawaslu, bkd_kukar):
    mine = actions.file_report(report(source="REFERRAL"), by=bawaslu, at=timezone.now()).complaint
    assert Complaint.objects.visible_to(bawaslu).get() == mine
    assert Event.objects.get().actor == bawaslu


def test_likely_duplicates_name_the_same_person_or_the_same_days(a_complaint, intake, kukar):
    nip = "198609262015051001"
    first = a_complaint(people=[Person(name="Budi", nip=nip, agency=kukar)])
    same_nip = a_complaint(people=[Person(name="B. Santoso", nip=nip)], territory=None, incident_date=None)
    same_days = a_complaint(people=[Person(name="Lain")])
    elsewhere = {
        "territory": None,
        "incident_date": None,
        "narrative": "Kepala dinas meminta setoran kepada guru honorer.",
    }
    far = a_complaint(people=[Person(name="Lain lagi")], **elsewhere)
    found = likely_duplicates(first, intake)
    assert set(found) == {same_nip, same_days}
    assert far not in found


def test_duplicates_the_officer_may_not_see_are_not_mentioned(a_complaint, intake):
    first, hidden = a_complaint(), a_complaint()
    hidden.access.excluded.add(intake)
    assert hidden not in likely_duplicates(first, intake)


@pytest.mark.parametrize("form", [Questions, Forward])
def test_a_form_without_its_words_says_which(a_complaint, intake, form):
    assert form({}, subject=a_complaint("VERIFYING"), by=intake).errors


def test_a_reporter_of_another_report_reaches_nothing(a_complaint):
    complaint = a_complaint()
    stranger = Reporter(complaint.access_id + 1000, anonymous=False)
    for act in (actions.withdraw, actions.resubmit):
        with pytest.raises(PermissionDenied):
            act(complaint, by=stranger)
