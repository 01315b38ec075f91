"""How recipients want to be told: preferences, quiet hours, mail at once, digests, who stands in while they are away."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as mailed
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import mail
from accounts.models import Delivery
from agencies.models import Officer
from notifications import digests, wishing
from notifications.models import Delegation, Digest, Notification, Preferences
from workflow.models import Job

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
PAGE, STAND_IN = "/pemberitahuan/pengaturan/", "/pemberitahuan/pengganti/"


@pytest.fixture
def with_mail(settings):
    settings.EMAIL_URL, settings.BASE_URL = "smtp://localhost", "https://netral.example"


@pytest.fixture
def wish(with_mail):
    """Keeps wishes of an officer who has an address."""

    def keep(officer: Officer, **wishes) -> Preferences:
        Officer.objects.filter(pk=officer.pk).update(email=f"{officer.username}@kantor.example")
        kept = Preferences(recipient=officer, **wishes)
        wishing.save(kept, by=officer, at=timezone.now())
        return kept

    return keep


def post() -> list:
    """Does the mails that are due."""
    for job in Job.objects.filter(kind=mail.JOB, due_at__lte=timezone.now()).order_by("pk"):
        mail.send(job.key)
        job.delete()
    return mailed.outbox


# The page ---------------------------------------------------------------------------------------------------------------
def test_wishes_are_kept_and_reach_the_bell(client, intake):
    client.force_login(intake)
    page = client.get(PAGE).content.decode()
    assert "Laporan baru menunggu verifikasi." in page and "Rekomendasi baru untuk instansi Anda" not in page
    facts = {
        "desktop": "on",
        "quiet_from": "21:00",
        "quiet_to": "06:00",
        "mail": "DAILY",
        "mail:complaint.submit": "EACH",
    }
    assert client.post(PAGE, facts).status_code == 302
    kept = Preferences.objects.get(recipient=intake)
    assert kept.desktop and not kept.sound and kept.mail_of("complaint.submit") == "EACH"
    assert kept.mail_of("case.open") == "DAILY" and "complaint.submit" in kept.muted
    bell = client.get("/pemberitahuan/").content.decode()
    assert 'data-quiet="21:00 06:00"' in bell and "data-desktop" in bell and "data-sound" not in bell
    assert "complaint.submit" in bell.partition('data-muted="')[2].partition('"')[0]


def test_one_end_of_the_quiet_hours_is_not_enough_and_what_was_typed_stays(client, bkd_kukar):
    client.force_login(bkd_kukar)
    answer = client.post(PAGE, {"quiet_from": "21:00", "mail": "NEVER"})
    assert answer.status_code == 422 and 'value="21:00"' in answer.content.decode()
    assert not Preferences.objects.exists()


def test_nobody_keeps_wishes_of_others(intake, penyelia):
    with pytest.raises(PermissionDenied):
        wishing.save(Preferences(recipient=penyelia), by=intake, at=timezone.now())


@pytest.mark.parametrize(
    ("clock", "until"),
    [("20:59", None), ("21:00", "06:00"), ("23:30", "06:00"), ("05:59", "06:00"), ("06:00", None), ("12:00", None)],
)
def test_quiet_hours_over_midnight(clock, until):
    wishes = Preferences(quiet_from=time(21), quiet_to=time(6))
    at = datetime.combine(date(2026, 11, 23), time.fromisoformat(clock), WIB)
    end = wishing.quiet_until(wishes, WIB, at=at)
    assert (end and end.strftime("%H:%M")) == until
    assert end is None or timedelta() < end - at <= timedelta(hours=9)


def test_quiet_hours_of_the_day_and_of_nobody():
    noon = datetime(2026, 11, 23, 12, tzinfo=WIB)
    assert wishing.quiet_until(Preferences(quiet_from=time(11), quiet_to=time(13)), WIB, at=noon).hour == 13
    assert wishing.quiet_until(Preferences(), WIB, at=noon) is None


# Mail -------------------------------------------------------------------------------------------------------------------
def test_who_wishes_mail_at_once_gets_number_and_link_and_once(wish, a_complaint, intake, penyelia, deliver):
    wish(intake, mail="EACH")
    Officer.objects.filter(pk=penyelia.pk).update(email="penyelia@kantor.example")
    complaint = a_complaint()
    deliver()
    deliver()
    (sent,) = post()
    assert sent.to == [f"{intake.username}@kantor.example"]
    assert (
        complaint.reference in sent.body
        and f"https://netral.example/petugas/laporan/{complaint.reference}/" in sent.body
    )
    for secret in ("Pelapor Rahasia", "pelapor@example.org", "+628110000001", "kaus", "Terlapor", "Tenggarong"):
        assert secret not in sent.body + sent.subject


def test_what_was_seen_meanwhile_is_not_mailed(wish, a_complaint, intake, deliver):
    wish(intake, mail="EACH")
    a_complaint()
    deliver()
    Notification.objects.update(seen_at=timezone.now())
    assert post() == []


def test_in_quiet_hours_mail_waits_for_their_end(wish, a_complaint, intake, deliver):
    now = timezone.localtime(timezone.now(), WIB)
    begin, end = (now - timedelta(hours=1)).time(), (now + timedelta(hours=2)).time()
    wish(intake, mail="EACH", quiet_from=begin, quiet_to=end)
    a_complaint()
    deliver()
    assert post() == []
    due = Job.objects.get(kind=mail.JOB).due_at
    assert timedelta(hours=1) < due - timezone.now() <= timedelta(hours=2)


# Digests ----------------------------------------------------------------------------------------------------------------
def test_when_digests_are_due():
    monday_noon = datetime(2026, 11, 23, 12, tzinfo=WIB)
    assert wishing.next_digest("DAILY", WIB, after=monday_noon) == datetime(2026, 11, 24, 7, tzinfo=WIB)
    assert wishing.next_digest("DAILY", WIB, after=monday_noon.replace(hour=6)) == monday_noon.replace(hour=7)
    assert wishing.next_digest("WEEKLY", WIB, after=monday_noon) == datetime(2026, 11, 30, 7, tzinfo=WIB)
    assert wishing.next_digest("WEEKLY", WIB, after=monday_noon.replace(hour=6)).day == 23


def test_a_digest_says_what_was_not_seen_once_a_morning(wish, a_complaint, intake, deliver):
    wish(intake, mail="DAILY", events={"complaint.withdraw": {"mail": "NEVER"}})
    references = [a_complaint().reference for _ in range(3)]
    deliver()
    Notification.objects.filter(recipient=intake, number=1).update(seen_at=timezone.now())
    digests.send_due("")
    assert post() == [], "its morning has not come"
    for _ in range(2):  # two workers, or one that was killed and came back
        Digest.objects.filter(last_number=0).update(due_at=timezone.now())
        digests.send_due("")
    (sent,) = post()
    assert [reference in sent.body for reference in references] == [False, True, True]
    assert "kaus" not in sent.body and "Pelapor Rahasia" not in sent.body
    Digest.objects.update(due_at=timezone.now())
    digests.send_due("")
    assert len(post()) == 1, "nothing new, no mail"
    assert Digest.objects.get().due_at > timezone.now()


def test_a_digest_of_many_counts_the_rest(wish, a_complaint, intake, deliver, monkeypatch):
    monkeypatch.setattr(digests, "LINES", 2)
    wish(intake, mail="WEEKLY")
    for _ in range(5):
        a_complaint()
    deliver()
    Digest.objects.update(due_at=timezone.now())
    digests.send_due("")
    (sent,) = post()
    assert sent.subject == "Netral: ringkasan mingguan" and "dan 3 lainnya" in sent.body


def test_who_gives_digests_up_gets_none(wish, intake):
    wish(intake, mail="DAILY")
    assert Digest.objects.count() == 1
    wishing.save(Preferences(recipient=intake), by=intake, at=timezone.now())
    assert not Digest.objects.exists()


# While somebody is away ---------------------------------------------------------------------------------------------------
@pytest.fixture
def colleague(bkd_kukar):
    """Another officer of the same agency."""
    officer = Officer.objects.create_user("bkd.kukar2", agency=bkd_kukar.agency, full_name="Rekan BKD")
    officer.roles.set(bkd_kukar.roles.all())
    return officer


def away(officer, to, days: int = 3) -> Delegation:
    today = timezone.localdate()
    return wishing.delegate(by=officer, to=to, begins=today, ends=today + timedelta(days=days), at=timezone.now())


def test_who_stands_in_hears_of_it_and_then_what_the_other_would_have_heard(penyelia, pemeriksa2, a_complaint, told):
    away(penyelia, pemeriksa2)
    assert told("delegation.begin") == {"pemeriksa2"}
    a_complaint()
    assert told("complaint.submit") == {"intake", "penyelia", "pemeriksa2"}


def test_only_what_they_may_see_themselves(penyelia, komisioner, pemeriksa2, a_complaint, told):
    """An officer without the right to see reports, and one who is kept out of this one."""
    away(penyelia, komisioner)
    a_complaint()
    assert told("complaint.submit") == {"intake", "penyelia"}


def test_who_is_excluded_from_a_matter_does_not_hear_of_it_by_standing_in(penyelia, pemeriksa2, a_complaint, told):
    away(penyelia, pemeriksa2)
    a_complaint().access.excluded.add(pemeriksa2)
    assert told("complaint.submit") == {"intake", "penyelia"}


def test_custodians_matters_are_passed_on_to_nobody(kustodian, pemeriksa, a_complaint, told, forging):
    from_now = away(kustodian, pemeriksa)
    assert from_now.officer == kustodian
    event = a_complaint().access.events.get()
    event.verb, event.subject_kind = "unsealing.ask", "unsealing"
    event.save()
    assert told("unsealing.ask") == {"kustodian", "kustodian2"}


def test_days_count_and_an_end_ends_it(penyelia, pemeriksa2, a_complaint, told):
    made = away(penyelia, pemeriksa2)
    Delegation.objects.filter(pk=made.pk).update(begins=made.begins + timedelta(days=1))
    a_complaint()
    assert "pemeriksa2" not in told("complaint.submit"), "leave begins tomorrow"
    Delegation.objects.filter(pk=made.pk).update(begins=timezone.localdate())
    wishing.end(made, by=pemeriksa2, at=timezone.now())
    wishing.end(made, by=pemeriksa2, at=timezone.now())
    a_complaint()
    assert "pemeriksa2" not in told("complaint.submit")


def test_strangers_the_past_and_two_at_once_are_refused(bkd_kukar, bkd_kaltara, colleague, penyelia):
    today = timezone.localdate()
    for to in (bkd_kaltara, penyelia, bkd_kukar):
        with pytest.raises(ValidationError):
            away(bkd_kukar, to)
    with pytest.raises(ValidationError):
        wishing.delegate(
            by=bkd_kukar, to=colleague, begins=today - timedelta(9), ends=today - timedelta(2), at=timezone.now()
        )
    made = away(bkd_kukar, colleague)
    with pytest.raises(ValidationError):
        away(bkd_kukar, colleague)
    with pytest.raises(PermissionDenied):
        wishing.end(made, by=bkd_kaltara, at=timezone.now())


def test_the_page_names_who_stands_in_and_ends_it(client, bkd_kukar, colleague, bkd_kaltara):
    client.force_login(bkd_kukar)
    today = timezone.localdate().isoformat()
    facts = {"delegate": colleague.pk, "begins": today, "ends": today}
    assert client.post(STAND_IN, {**facts, "delegate": bkd_kaltara.pk}).status_code == 422
    assert client.post(STAND_IN, facts).status_code == 302
    made = Delegation.objects.get()
    assert "Rekan BKD menggantikan Anda" in client.get(PAGE).content.decode()
    client.force_login(bkd_kaltara)
    assert client.post(f"{STAND_IN}{made.reference}/akhiri/").status_code == 404
    client.force_login(colleague)
    assert client.post(f"{STAND_IN}{made.reference}/akhiri/").status_code == 302
    made.refresh_from_db()
    assert made.ended_at <= datetime.now(UTC)


def test_a_mail_is_told_apart_from_an_agencys_notice(wish, a_recommendation, bkd_kukar, deliver):
    wish(bkd_kukar, mail="EACH")
    a_recommendation("ISSUED")
    deliver()
    assert Delivery.objects.filter(purpose="news", officer=bkd_kukar).count() == 1
    (sent,) = post()
    assert "Rekomendasi baru untuk instansi Anda" in sent.body and "Terlapor" not in sent.body
