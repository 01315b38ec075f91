"""Each affected report hears of a breach in its mailbox, once, with what UU 27/2022 pasal 46 asks for."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from complaints.models import Message
from complaints.queries import messages_of
from deploy.doctor import breaches
from identity import report_keys
from privacy.actions import note_breach, post, waiting
from privacy.models import Breach
from privacy.scope import breach_scope
from workflow.access_records import read
from workflow.ledger import record, unit_of_work
from workflow.models import Event

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
FOUND, NOW = NOON + timedelta(hours=5), NOON + timedelta(hours=6)
TEXTS = {"what": "Isi laporan dan bukti.", "how": "Sesi seorang petugas dicuri.", "handling": "Sesi diakhiri."}


def noted(actor=None, **other) -> Breach:
    scope = breach_scope(since=NOON - timedelta(hours=1), until=NOON + timedelta(hours=1), actor=actor)
    return note_breach(scope, **{"discovered_at": FOUND, "by": None, "at": NOW, **TEXTS, **other})


def mailbox(complaint) -> list[str]:
    return [message.text for message in messages_of(complaint)]


def test_the_notice_says_what_when_how_and_what_is_done(a_complaint, intake, penyelia):
    complaint, untouched = a_complaint(), a_complaint()
    read(complaint, by=intake, at=NOON)
    assert post(noted(), by=penyelia, at=NOW) == 1
    (text,) = mailbox(complaint)
    for said in (*TEXTS.values(), "isi laporan", "tidak tercatat dibuka", "pasal 46", complaint.reference):
        assert said in text
    assert "2 Maret 2026 11.00" in text and "2 Maret 2026 13.00" in text  # the period, in the site's time
    assert intake.full_name not in text and intake.username not in text
    assert mailbox(untouched) == []


def test_whose_identity_was_opened_is_told_so(a_complaint, penyelia):
    complaint = a_complaint()
    with unit_of_work():
        record("unsealing.view", complaint, by=penyelia, at=NOON)
    post(noted(), by=penyelia, at=NOW)
    assert "Identitas pelapor ikut dibuka." in mailbox(complaint)[0]


def test_an_anonymous_report_and_one_under_seal_are_told_too(a_complaint, intake, penyelia):
    anonymous, sealed = a_complaint(mode="ANONYMOUS", identity={}), a_complaint()
    for complaint in (anonymous, sealed):
        read(complaint, by=intake, at=NOON)
    sealed.access.sealed = True
    sealed.access.save()
    assert post(noted(), by=penyelia, at=NOW) == 2
    assert len(mailbox(anonymous)) == len(mailbox(sealed)) == 1


def test_a_second_run_posts_nothing_twice(a_complaint, intake, penyelia):
    complaint = a_complaint()
    read(complaint, by=intake, at=NOON)
    post(noted(), by=penyelia, at=NOW)
    assert post(noted(), by=penyelia, at=NOW) == 0
    assert len(mailbox(complaint)) == Breach.objects.count() == 1
    assert Event.objects.filter(verb="breach.note").count() == 1


def test_what_broke_off_goes_on_where_it_ended(a_complaint, intake, penyelia, monkeypatch):
    for complaint in (first := a_complaint(), second := a_complaint()):
        read(complaint, by=intake, at=NOON)
    breach, write = noted(), Message.objects.create

    def once(**row):
        monkeypatch.setattr(Message.objects, "create", broken)
        return write(**row)

    def broken(**row):
        raise ConnectionError

    monkeypatch.setattr(Message.objects, "create", once)
    with pytest.raises(ConnectionError):
        post(breach, by=penyelia, at=NOW)
    monkeypatch.undo()
    assert waiting(breach).count() == 1
    assert post(breach, by=penyelia, at=NOW) == 1
    assert len(mailbox(first)) == len(mailbox(second)) == 1


def test_a_report_whose_key_is_gone_has_no_mailbox(a_complaint, intake, penyelia):
    complaint = a_complaint()
    read(complaint, by=intake, at=NOON)
    report_keys.destroy(complaint.access, by=penyelia, at=NOON)
    breach = noted()
    assert post(breach, by=penyelia, at=NOW) == 0
    assert breach.notices.get().unreachable and not waiting(breach).exists()


def test_who_may_not_write_to_reporters_posts_nothing(a_complaint, intake, auditor):
    complaint = a_complaint()
    read(complaint, by=intake, at=NOON)
    with pytest.raises(PermissionDenied):
        post(noted(), by=auditor, at=NOW)
    assert mailbox(complaint) == []


def test_the_doctor_tells_of_what_is_late_until_it_is_posted(a_complaint, intake, penyelia):
    read(a_complaint(), by=intake, at=NOON)
    breach = noted()
    assert breach.due_at == FOUND + timedelta(hours=72)
    assert list(breaches.findings(at=breach.due_at)) == []
    (finding,) = breaches.findings(at=breach.due_at + timedelta(seconds=1))
    assert breach.reference in finding.state
    post(breach, by=penyelia, at=NOW)
    assert list(breaches.findings(at=breach.due_at + timedelta(days=9))) == []


def test_the_command_prints_the_letter_and_its_deadline_and_posts(a_complaint, intake, penyelia):
    complaint = a_complaint()
    read(complaint, by=intake, at=NOON)
    out = StringIO()
    times = {"since": "2026-03-02T11:00+07:00", "until": "2026-03-02T13:00+07:00", "notice": "2026-03-02T17:00+07:00"}
    call_command("breach_scope", stdout=out, actor="intake", post=True, by="penyelia", **times, **TEXTS)
    said = out.getvalue()
    assert all(text in said for text in TEXTS.values())
    assert "Kamis, 5 Maret 2026 17.00" in said and "1 notices posted now, 0 wait" in said
    assert complaint.reference not in said and len(mailbox(complaint)) == 1


@pytest.mark.parametrize(
    "other, said",
    [
        ({"post": True}, "--by"),
        ({"post": True, "by": "auditor"}, "may not write"),
        ({"how": " "}, "Isi ketiganya"),
        ({"notice": "2999-01-01T00:00Z"}, "masa depan"),
        ({"until": None}, "--until"),
    ],
)
def test_what_cannot_be_noted_is_said(people, other, said):
    whole = {"since": "2026-03-02T11:00Z", "until": "2026-03-02T13:00Z", "notice": "2026-03-02T17:00Z", **TEXTS}
    with pytest.raises(CommandError, match=said):
        call_command("breach_scope", **{**whole, **other})


def test_other_texts_for_the_same_breach_are_refused(a_complaint, intake):
    noted()
    with pytest.raises(Exception, match="teks yang lain"):
        noted(how="Lain.")
