"""Agencies' own systems: entered by one person, approved by another, told by signed requests, never of any content."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agencies.models import Officer
from notifications import endpoints, hooks, outgoing
from notifications.models import Endpoint, Posting
from notifications.undelivered import listed
from tests.notifications.receiver import Receiver
from workflow import jobs
from workflow.models import Access, Event, Job
from workflow.sealing import registered

pytestmark = pytest.mark.django_db
LIST = "/instansi/sambungan/"


@pytest.fixture
def receiver(tmp_path, settings):
    made = Receiver(tmp_path)
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_CA = [made.host], str(made.certificate)
    settings.BASE_URL = "https://netral.example"
    yield made
    made.end()


@pytest.fixture
def head2(kepala_kukar):
    officer = Officer.objects.create_user("kepala.dua", agency=kepala_kukar.agency, full_name="Kepala Dua")
    officer.roles.set(kepala_kukar.roles.all())
    return Officer.objects.get(pk=officer.pk)


@pytest.fixture
def endpoint(receiver, kepala_kukar, head2):
    """In use; its secret beside it."""
    made, secret = endpoints.propose(by=kepala_kukar, url=receiver.url, at=timezone.now())
    endpoints.approve(made, by=head2, at=timezone.now())
    made.refresh_from_db()
    made.shown = secret
    return made


def work() -> None:
    """What is due of the postings, as a worker does it; once."""
    Job.objects.exclude(kind=hooks.JOB).delete()
    for job in jobs.claim(at=timezone.now(), limit=100):
        jobs.run(job, at=timezone.now())


def later() -> None:
    """Time goes by: what waits is due, nobody rests."""
    Job.objects.filter(kind=hooks.JOB).update(due_at=timezone.now())
    Posting.objects.filter(tried_at__isnull=False).update(tried_at=timezone.now() - hooks.REST)


# Entering -----------------------------------------------------------------------------------------------------------------
def test_two_people_are_needed_and_the_secret_is_shown_once(client, receiver, kepala_kukar, head2, told):
    client.force_login(kepala_kukar)
    answer = client.post(LIST, {"url": receiver.url})
    made = Endpoint.objects.get()
    assert answer.status_code == 201 and made.secret in answer.content.decode() and made.secret.startswith("whsec_")
    assert made.secret.encode() not in bytes(made.sealed_secret)
    assert "no-store" in answer.headers["Cache-Control"]
    assert {"kepala.dua"} <= told("endpoint.propose")
    page = f"{LIST}{made.reference}/"
    assert made.secret not in client.get(page).content.decode()
    assert client.post(f"{page}approve/").status_code == 403
    client.force_login(head2)
    assert client.post(f"{page}approve/").status_code == 302
    made.refresh_from_db()
    assert made.approved_by == head2 and "dipakai sejak" in client.get(LIST).content.decode()
    assert client.post(f"{page}end/").status_code == 302
    assert not Endpoint.objects.in_use().exists()


def test_strangers_have_no_part_in_it(client, endpoint, bkd_kukar, bkd_kaltara, penyelia):
    page = f"{LIST}{endpoint.reference}/"
    for officer in (bkd_kukar, bkd_kaltara, penyelia):
        client.force_login(officer)
        assert client.get(page).status_code == 403 and client.post(f"{page}end/").status_code == 403
    for officer in (bkd_kukar, penyelia):
        with pytest.raises(PermissionDenied):
            endpoints.propose(by=officer, url="https://a.example.org/", at=timezone.now())


def test_another_agencys_head_does_not_find_it(client, endpoint, bkd_kaltara):
    bkd_kaltara.roles.add("agency_admin")
    client.force_login(bkd_kaltara)
    assert client.get(f"{LIST}{endpoint.reference}/").status_code == 404
    assert endpoint.url not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "http://sistem.example.org/", "ftp://sistem.example.org/", "https://127.0.0.1/", "https://10.1.2.3/x", "https://[::1]/",
        "https://localhost/", "https://169.254.169.254/latest", "https://a:b@sistem.example.org/", "https://intranet/",
        "https://db.internal/", "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/", "https://sistem.example.org:999999/",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside_are_refused(url, kepala_kukar):
    with pytest.raises(ValidationError):
        endpoints.propose(by=kepala_kukar, url=url, at=timezone.now())


def test_the_same_address_twice_and_a_sixth_one_are_refused(kepala_kukar):
    for number in range(5):
        endpoints.propose(by=kepala_kukar, url=f"https://a.example.org/{number}", at=timezone.now())
    for url in ("https://a.example.org/1", "https://a.example.org/6"):
        with pytest.raises(ValidationError):
            endpoints.propose(by=kepala_kukar, url=url, at=timezone.now())


def test_its_secret_moves_along_when_keys_are_changed():
    assert "notifications.Endpoint.sealed_secret" in {str(column) for column in registered()}


# Sending ------------------------------------------------------------------------------------------------------------------
def test_what_happens_is_sent_once_signed_and_without_content(receiver, endpoint, a_recommendation, deliver):
    recommendation = a_recommendation("ISSUED")
    deliver()
    deliver()
    work()
    work()
    ((headers, body),) = receiver.got
    sent = json.loads(body)
    assert set(sent) == {"id", "event", "subject", "url", "text", "created_at", "seen_at"}
    assert (sent["id"], sent["event"]) == (1, "recommendation.issue")
    assert sent["subject"] == {"kind": "recommendation", "reference": recommendation.reference}
    assert sent["url"] == f"https://netral.example/instansi/rekomendasi/{recommendation.reference}/"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(endpoint.shown.removeprefix("whsec_"))
    made = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{made}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    words = f"{headers} {body.decode()}"
    for secret in (
        "Pelapor Rahasia",
        "pelapor@example.org",
        "+628110000001",
        "kaus",
        "Terlapor",
        "Tenggarong",
        endpoint.shown,
    ):
        assert secret not in words
    posting = Posting.objects.get()
    assert posting.status == "200" and posting.sent_at and posting.attempts == 1


def test_nothing_goes_to_who_was_not_approved_or_to_another_agency(
    receiver, kepala_kukar, bkd_kaltara, a_recommendation, deliver
):
    endpoints.propose(by=kepala_kukar, url=receiver.url, at=timezone.now())
    bkd_kaltara.roles.add("agency_admin")
    head = Officer.objects.get(pk=bkd_kaltara.pk)
    other, _secret = endpoints.propose(by=head, url=receiver.url, at=timezone.now())
    Endpoint.objects.filter(pk=other.pk).update(approved_by=kepala_kukar, approved_at=timezone.now())
    a_recommendation("VERIFIED")
    deliver()
    work()
    assert not Posting.objects.exists() and receiver.got == []


def test_a_refusal_is_tried_again_later_with_the_same_id(receiver, endpoint, a_recommendation, deliver):
    receiver.answers = [503, 302, 200]
    receiver.headers = {"Location": "http://127.0.0.1:1/"}
    a_recommendation("ISSUED")
    deliver()
    work()
    work()
    assert len(receiver.got) == 1, "not at once"
    job = Job.objects.get(kind=hooks.JOB)
    assert timedelta(seconds=1) < job.due_at - timezone.now() <= timedelta(seconds=hooks.STEPS[0])
    for _ in range(2):
        later()
        work()
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1 and len(receiver.got) == 3
    posting = Posting.objects.get()
    assert posting.sent_at and (posting.attempts, posting.status) == (3, "200"), (
        "a redirect is an answer like any other"
    )


def test_one_that_failed_rests_and_its_backlog_waits_without_being_tried(receiver, endpoint, a_recommendation, deliver):
    receiver.answers = [500]
    for _ in range(3):
        a_recommendation("ISSUED")
    deliver()
    work()
    assert len(receiver.got) == 1
    receiver.answers = [200]
    for _ in range(2):
        later()
        work()
    assert Posting.objects.filter(sent_at__isnull=False).count() == 3


def test_after_three_days_or_a_410_it_waits_for_an_administrator(
    receiver, endpoint, a_recommendation, deliver, admin_account
):
    receiver.answers = [500]
    a_recommendation("ISSUED")
    deliver()
    Posting.objects.update(created_at=timezone.now() - hooks.PATIENCE - timedelta(minutes=1))
    work()
    (row,) = listed(by=admin_account)
    assert row.why == "500" and endpoint.reference in row.about
    assert not Job.objects.filter(kind=hooks.JOB).exists()
    receiver.answers = [410]
    hooks.try_again(Posting.objects.get(), at=timezone.now())
    later()
    work()
    assert Posting.objects.get().failed_at and Posting.objects.get().status == "410"


def test_what_was_sealed_meanwhile_is_not_told(receiver, endpoint, a_recommendation, deliver):
    found = a_recommendation("ISSUED")
    deliver()
    Access.objects.filter(pk=found.access_id).update(sealed=True)
    work()
    assert receiver.got == [] and Posting.objects.get().dropped_at


def test_a_name_that_leads_inside_is_not_connected_to(receiver, endpoint, settings, a_recommendation, deliver):
    """The address was public when it was approved; now the name means this machine."""
    settings.WEBHOOK_HOSTS = []
    a_recommendation("ISSUED")
    deliver()
    work()
    assert receiver.got == [] and Posting.objects.get().status == "RefusedAddress"


def test_a_certificate_that_nobody_vouches_for_is_refused(receiver, endpoint, settings, a_recommendation, deliver):
    settings.WEBHOOK_CA = ""
    a_recommendation("ISSUED")
    deliver()
    work()
    assert receiver.got == [] and Posting.objects.get().status == "SSLCertVerificationError"


def test_public_and_inner_addresses():
    assert outgoing.is_public("8.8.8.8") and outgoing.is_public("2001:4860:4860::8888")
    inners = "127.0.0.1 10.0.0.1 100.64.0.1 192.168.1.1 fe80::1%eth0 fc00::1 ::ffff:10.0.0.1 224.0.0.1"
    for inner in inners.split():
        assert not outgoing.is_public(inner), inner


def test_the_page_shows_what_was_sent_and_no_address_to_others(
    client, receiver, endpoint, a_recommendation, deliver, admin_account
):
    a_recommendation("ISSUED")
    deliver()
    work()
    client.force_login(admin_account)
    text = client.get(f"/petugas/sambungan/{endpoint.reference}/").content.decode()
    assert "recommendation.issue" in text and "200" in text and "sampai" in text
    assert endpoint.shown not in text
    assert Event.objects.filter(verb="endpoint.approve").count() == 1
