"""Learning who reported: two people, a reason, a limited time, every step an event, nothing left behind."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from identity import actions, envelopes, keys
from identity.expiry import expire
from identity.models import CustodianKey, Envelope, Lid, NoticeAddress, Unsealing
from tests.identity.conftest import ASKED, PHRASE, REASON
from workflow.models import Access, Event
from workflow.transitions import MovedOn


def ask(report, by, **other):
    facts = {"about": report.reference, "reason": REASON, "hours": 4, "phrase": ASKED, "at": timezone.now(), **other}
    return actions.ask(report.access, by=by, **facts)


def fresh(unsealing):
    return Unsealing.objects.get(pk=unsealing.pk)


def verbs(reference):
    return list(Event.objects.filter(subject_reference=reference).order_by("number").values_list("verb", flat=True))


def test_two_people_open_it_and_every_step_is_an_event(told, pemeriksa, keyed):
    unsealing = ask(told, pemeriksa)
    actions.grant(unsealing, by=keyed[0], passphrase=PHRASE, at=timezone.now())
    seen = actions.view(fresh(unsealing), by=pemeriksa, phrase=ASKED, at=timezone.now())
    assert seen == {"name": "Pelapor Rahasia", "email": "pelapor@example.org", "phone": "+628110000001"}
    actions.end(fresh(unsealing), by=pemeriksa, at=timezone.now())
    assert verbs(unsealing.reference) == ["unsealing.ask", "unsealing.grant", "unsealing.view", "unsealing.end"]


def test_either_custodian_opens_it_so_that_the_loss_of_one_loses_nothing(told, pemeriksa, keyed):
    CustodianKey.objects.filter(officer=keyed[0]).update(retired_at=timezone.now())
    unsealing = ask(told, pemeriksa)
    actions.grant(unsealing, by=keyed[1], passphrase=PHRASE, at=timezone.now())
    assert actions.view(fresh(unsealing), by=pemeriksa, phrase=ASKED, at=timezone.now())["name"] == "Pelapor Rahasia"


def test_without_a_custodian_it_is_refused_never_granted_by_itself(people, a_complaint, pemeriksa):
    report = a_complaint("VERIFYING")
    with pytest.raises(ValidationError, match="Belum ada kustodian"):
        ask(report, pemeriksa)
    assert not Unsealing.objects.exists()


def test_nobody_grants_to_themselves(told, pemeriksa, keyed, people):
    pemeriksa.roles.add("custodian")
    both = type(pemeriksa).objects.get(pk=pemeriksa.pk)
    keys.make_custodian_key(both, passphrase=PHRASE, at=timezone.now())
    unsealing = ask(told, both)
    with pytest.raises(PermissionDenied):
        actions.grant(unsealing, by=both, passphrase=PHRASE, at=timezone.now())
    with pytest.raises(PermissionDenied):
        actions.refuse(unsealing, by=both, answer="x", at=timezone.now())
    with transaction.atomic(), pytest.raises(IntegrityError):
        Unsealing.objects.filter(pk=unsealing.pk).update(decided_by=both)


def test_a_custodian_alone_learns_nothing(told, keyed):
    with pytest.raises(PermissionDenied):
        ask(told, keyed[0])


@pytest.mark.parametrize(
    "who", ["intake", "komisioner", "bkd.kukar", "bawaslu", "pimpinan", "auditor", "merit", "admin"]
)
def test_who_has_not_the_right_cannot_ask(told, people, who):
    with pytest.raises(PermissionDenied):
        ask(told, people[who])


def test_who_does_not_reach_the_report_cannot_ask(told, pemeriksa):
    told.access.excluded.add(pemeriksa)
    with pytest.raises(PermissionDenied):
        ask(told, pemeriksa)


def test_another_officer_cannot_look_at_what_was_granted(told, pemeriksa, pemeriksa2, penyelia, keyed):
    unsealing = actions.grant(ask(told, pemeriksa), by=keyed[0], passphrase=PHRASE, at=timezone.now())
    for other in (pemeriksa2, penyelia, *keyed):
        with pytest.raises(PermissionDenied):
            actions.view(unsealing, by=other, phrase=ASKED, at=timezone.now())


def test_a_wrong_phrase_or_passphrase_opens_nothing_and_notes_no_look(told, pemeriksa, keyed):
    unsealing = ask(told, pemeriksa)
    with pytest.raises(keys.WrongPhrase):
        actions.grant(unsealing, by=keyed[0], passphrase="salah sama sekali", at=timezone.now())
    assert fresh(unsealing).stage == "ASKED"
    granted = actions.grant(unsealing, by=keyed[0], passphrase=PHRASE, at=timezone.now())
    with pytest.raises(keys.WrongPhrase):
        actions.view(granted, by=pemeriksa, phrase="salah sama sekali", at=timezone.now())
    assert "unsealing.view" not in verbs(unsealing.reference)


@pytest.mark.parametrize(
    "wrong", [{"reason": "singkat"}, {"reason": " " * 40}, {"hours": 0}, {"hours": 25}, {"phrase": "pendek"}]
)
def test_a_request_needs_a_reason_a_time_and_a_phrase(told, pemeriksa, wrong):
    with pytest.raises(ValidationError):
        ask(told, pemeriksa, **wrong)
    assert not Unsealing.objects.exists()


def test_a_second_click_makes_no_second_request(told, pemeriksa):
    ask(told, pemeriksa)
    with pytest.raises(ValidationError, match="masih berjalan"):
        ask(told, pemeriksa)


def test_an_anonymous_report_has_nothing_to_open(keyed, a_complaint, pemeriksa):
    report = a_complaint("VERIFYING", mode="ANONYMOUS")
    assert not Envelope.objects.exists()
    with pytest.raises(ValidationError, match="tidak menyimpan identitas"):
        ask(report, pemeriksa)


def test_it_ends_by_itself_and_nothing_is_left_to_open(told, pemeriksa, keyed):
    past = timezone.now() - timedelta(hours=5)
    unsealing = actions.grant(ask(told, pemeriksa, at=past), by=keyed[0], passphrase=PHRASE, at=past)
    with pytest.raises(MovedOn):
        actions.view(unsealing, by=pemeriksa, phrase=ASKED, at=timezone.now())
    expire()
    over = fresh(unsealing)
    assert (over.stage, bytes(over.sealed), bytes(over.locked)) == ("ENDED", b"", b"")
    assert verbs(unsealing.reference)[-1] == "unsealing.end"


def test_what_nobody_answered_in_a_week_ends(told, pemeriksa):
    unsealing = ask(told, pemeriksa, at=timezone.now() - timedelta(days=8))
    expire()
    assert fresh(unsealing).stage == "ENDED"


def test_what_still_has_time_is_left_alone(told, pemeriksa, keyed):
    unsealing = actions.grant(ask(told, pemeriksa), by=keyed[0], passphrase=PHRASE, at=timezone.now())
    expire()
    assert fresh(unsealing).stage == "GRANTED"


def test_a_refused_request_cannot_be_granted_after_all(told, pemeriksa, keyed):
    unsealing = actions.refuse(ask(told, pemeriksa), by=keyed[0], answer="Tidak perlu.", at=timezone.now())
    with pytest.raises(MovedOn):
        actions.grant(unsealing, by=keyed[1], passphrase=PHRASE, at=timezone.now())
    assert bytes(fresh(unsealing).locked) == b""


def test_an_officer_who_was_excluded_meanwhile_sees_nothing_more(told, pemeriksa, keyed):
    unsealing = actions.grant(ask(told, pemeriksa), by=keyed[0], passphrase=PHRASE, at=timezone.now())
    told.access.excluded.add(pemeriksa)
    with pytest.raises(PermissionDenied):
        actions.view(fresh(unsealing), by=pemeriksa, phrase=ASKED, at=timezone.now())


def test_an_envelope_moved_to_another_report_does_not_open(told, keyed, a_complaint):
    other = a_complaint("VERIFYING", mode="ANONYMOUS")
    Envelope.objects.filter(access=told.access).update(access=other.access)
    envelope = Envelope.objects.select_related("access").get(access=other.access)
    key, pair = keys.opened(keyed[0], PHRASE)
    with pytest.raises(envelopes.WrongKey):
        envelopes.opened(envelope, key, pair)


def test_a_mail_address_for_notices_is_kept_apart_and_only_when_it_was_chosen(keyed, a_complaint):
    chosen = {"name": "A", "email": "kabar@example.org", "notify": True}
    report = a_complaint("VERIFYING", identity=chosen)
    assert envelopes.notice_address(report.access) == "kabar@example.org"
    silent = a_complaint("VERIFYING")
    assert envelopes.notice_address(silent.access) is None
    assert NoticeAddress.objects.count() == 1


def test_every_living_key_gets_a_lid(told):
    assert Lid.objects.filter(envelope__access=told.access).count() == CustodianKey.objects.count() == 3


def test_a_rollback_leaves_neither_request_nor_event(told, pemeriksa):
    before = Event.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        ask(told, pemeriksa)
        raise RuntimeError
    assert not Unsealing.objects.exists()
    assert Event.objects.count() == before


def test_sealing_needs_a_key_that_somebody_holds(db, reference_data, settings):
    settings.IDENTITY_KEY = ""
    CustodianKey.objects.all().delete()
    assert not envelopes.possible()
    with pytest.raises(envelopes.NoKeys):
        envelopes.keep(Access(pk=1), {"name": "x"}, at=timezone.now())
