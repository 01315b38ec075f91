"""Notices by mail go to an agency's contacts; what comes back goes to the next one and is seen where it matters."""

import socket
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO, TextIOWrapper

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import get_connection
from django.core.management import call_command
from django.utils import timezone

from accounts import bounces, contacts, mail
from accounts.models import Contact, Delivery
from accounts.people_tasks import tasks_of
from agencies.models import Agency
from notifications import outbox
from workflow import jobs
from workflow.models import Event, Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_mail")]


@pytest.fixture
def first(kukar, head):
    return contacts.add(kukar, by=head, name="Sekretariat", email="satu@kukar.example", order=1, at=timezone.now())


@pytest.fixture
def second(kukar, head, first):
    return contacts.add(kukar, by=head, name="Kepala", email="dua@kukar.example", order=2, at=timezone.now())


def tell() -> None:
    for job in Job.objects.filter(kind=outbox.JOB).order_by("pk"):
        outbox.deliver(job.key)
        job.delete()


@pytest.fixture
def issued(a_recommendation, first):
    """A recommendation that was just sent to an agency with a contact."""
    made = a_recommendation("ISSUED")
    tell()
    return made


def dsn(delivery: Delivery, *, action="failed", status="5.1.1", to="netral@localhost", original=True) -> bytes:
    """A delivery status notification as Postfix writes it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "MAILER-DAEMON@mx.example", to, "Undelivered Mail"
    message.set_content("I'm sorry to have to inform you that your message could not be delivered.")
    report = EmailMessage()
    report.add_header("Content-Type", "message/delivery-status")
    report.set_payload(
        [
            _block("Reporting-MTA: dns; mx.example"),
            _block(f"Final-Recipient: rfc822; a@b.example\nAction: {action}\nStatus: {status}"),
        ]
    )
    message.make_mixed()
    message.attach(report)
    if original:
        part = EmailMessage()
        part.add_header("Content-Type", "text/rfc822-headers")
        part.set_payload(f"From: netral@localhost\nMessage-ID: <{delivery.token}@localhost>\nSubject: x\n")
        message.attach(part)
    message.replace_header("Content-Type", 'multipart/report; report-type=delivery-status; boundary="=="')
    return message.as_bytes()


def _block(text: str) -> EmailMessage:
    block = EmailMessage()
    for line in text.splitlines():
        name, value = line.split(": ", 1)
        block[name] = value
    return block


def sent_to() -> list[str]:
    return list(Delivery.objects.filter(sent_at__isnull=False).order_by("pk").values_list("contact__email", flat=True))


# What is sent -------------------------------------------------------------------------------------------------------------
def test_the_first_contact_hears_of_it_by_number_and_link_alone(issued, second, post):
    (letter,) = post()
    assert letter.to == ["satu@kukar.example"]
    assert issued.reference in letter.subject and issued.reference in letter.body
    assert f"https://netral.example/instansi/rekomendasi/{issued.reference}/" in letter.body
    whole = letter.message().as_string() + letter.body
    for told in ("Terlapor", "Camat", "Pelapor", issued.case.title, issued.respondent.name):
        assert told not in whole


def test_one_event_is_one_mail_however_often_its_job_runs(issued, post):
    outbox.deliver(str(Event.objects.get(verb="recommendation.issue").number))
    assert Delivery.objects.count() == 1
    assert len(post()) == 1
    mail.send(str(Delivery.objects.get().pk))
    assert len(post()) == 1


def test_nothing_is_mailed_of_what_the_agency_does_not_see(a_case, first, post):
    a_case("DECIDED")
    tell()
    assert post() == []


def test_a_past_that_was_loaded_is_mailed_to_nobody(issued):
    Delivery.objects.all().delete()
    event = Event(verb="recommendation.issue", occurred_at=timezone.now() - timedelta(days=3), access=issued.access)
    outbox.tell_agency(event)
    assert not Delivery.objects.exists()


def test_a_site_without_mail_makes_none(a_recommendation, first, settings):
    settings.EMAIL_URL = ""
    a_recommendation("ISSUED")
    tell()
    assert not Delivery.objects.exists()


# A real server --------------------------------------------------------------------------------------------------------------
class Keeping:
    """An SMTP server that keeps what it is given, or answers as it is told."""

    def __init__(self):
        self.letters, self.answer, self.away = [], "", False

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as knock:
        knock.bind(("127.0.0.1", 0))
        return knock.getsockname()[1]


@pytest.fixture
def server(settings):
    handler = Keeping()
    control = Controller(handler, hostname="127.0.0.1", port=free_port())
    control.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", control.port
    handler.control = control
    yield handler
    if not handler.away:
        control.stop()


def test_a_real_server_gets_it_with_a_token_in_the_return_path_and_the_number(issued, server, settings):
    settings.BOUNCE_ADDRESS = "pantul@netral.example"
    assert get_connection().__class__.__module__.endswith("smtp")
    delivery = Delivery.objects.get()
    mail.send(str(delivery.pk))
    (letter,) = server.letters
    assert letter.mail_from == f"pantul+{delivery.token}@netral.example"
    assert letter.rcpt_tos == ["satu@kukar.example"]
    text = letter.content.decode()
    assert f"Message-ID: <{delivery.token}@localhost>" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "From: netral@localhost" in text
    assert Delivery.objects.get().sent_at


def test_a_server_that_refuses_the_address_for_good_is_a_bounce(issued, second, server):
    server.answer = "550 5.1.1 no such user"
    mail.send(str(Delivery.objects.get().pk))
    assert Delivery.objects.get(contact__email="satu@kukar.example").status == "5.1.1"
    assert Delivery.objects.get(contact__email="dua@kukar.example").bounced_at is None


def test_a_server_that_is_busy_is_asked_again(issued, server):
    server.answer = "451 4.3.0 try later"
    with pytest.raises(jobs.NotNow):
        mail.send(str(Delivery.objects.get().pk))
    server.answer = ""
    mail.send(str(Delivery.objects.get().pk))
    assert sent_to() == ["satu@kukar.example"]


def test_a_server_that_is_away_is_waited_for_three_days(issued, server):
    server.control.stop()
    server.away = True
    delivery = Delivery.objects.get()
    waits = []
    for _time in range(7):
        with pytest.raises(jobs.NotNow) as pause:
            mail.send(str(delivery.pk))
        waits.append(pause.value.after)
    assert waits == sorted(waits) and waits[0] == timedelta(minutes=1) and waits[-1] == timedelta(hours=4)
    Delivery.objects.update(created_at=timezone.now() - timedelta(days=3, hours=1))
    mail.send(str(delivery.pk))
    assert Delivery.objects.get().status == "4.4.7"


# What comes back ------------------------------------------------------------------------------------------------------------
def test_a_bounce_goes_to_the_next_contact_and_the_dead_one_is_left_out_from_then_on(issued, first, second, post):
    post()
    assert bounces.receive(dsn(Delivery.objects.get()), at=timezone.now()) == "bounced"
    post()
    assert sent_to() == ["satu@kukar.example", "dua@kukar.example"]
    assert Contact.objects.get(pk=first.pk).bounced_at
    assert contacts.notify(first.agency, Event.objects.get(verb="case.open"), at=timezone.now()).contact == second


def test_a_bounce_is_known_by_the_address_it_comes_to_alone(issued, post):
    post()
    token = Delivery.objects.get().token
    raw = dsn(Delivery.objects.get(), to=f"pantul+{token}@netral.example", original=False)
    assert bounces.receive(raw, at=timezone.now()) == "bounced"


def test_the_same_bounce_twice_counts_once(issued, second, post):
    post()
    raw = dsn(Delivery.objects.order_by("pk")[0])
    assert [bounces.receive(raw, at=timezone.now()) for _ in range(2)] == ["bounced", "known"]
    assert Delivery.objects.count() == 2
    assert Event.objects.filter(verb="notice.bounce").count() == 1


@pytest.mark.parametrize(
    ("action", "answer"), [("delayed", "delayed"), ("delivered", "delivered"), ("relayed", "delivered"), ("", "other")]
)
def test_only_a_failure_is_a_bounce(issued, first, post, action, answer):
    post()
    assert bounces.receive(dsn(Delivery.objects.get(), action=action), at=timezone.now()) == answer
    assert Contact.objects.get().bounced_at is None
    assert bool(Contact.objects.get().last_ok_at) == (answer == "delivered")


def test_a_token_that_we_never_sent_and_other_mails_are_passed_over(issued, post):
    post()
    stranger = Delivery(token="0" * 26)
    assert bounces.receive(dsn(stranger), at=timezone.now()) == "unknown"
    assert bounces.receive(b"Subject: Cuti\n\nSaya sedang cuti.", at=timezone.now()) == "other"


def test_the_command_reads_a_file_and_a_pipe(issued, post, tmp_path, capsys, monkeypatch):
    post()
    raw = dsn(Delivery.objects.get())
    file = tmp_path / "surat.eml"
    file.write_bytes(raw)
    call_command("receive_bounce", str(file))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
    call_command("receive_bounce", "-")
    assert capsys.readouterr().out.split() == ["bounced", "known"]


# Where it is seen -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def bounced(issued, post):
    post()
    bounces.receive(dsn(Delivery.objects.get()), at=timezone.now())
    return issued


def test_it_shows_at_the_agency_and_at_the_recommendation_and_its_case(bounced, visit, bkd_kukar, penyelia):
    assert "terpental" in visit(bkd_kukar).get(f"/instansi/rekomendasi/{bounced.reference}/").content.decode()
    desk = visit(penyelia)
    assert "terpental" in desk.get(f"/petugas/rekomendasi/{bounced.reference}/").content.decode()
    assert "terpental" in desk.get(f"/petugas/perkara/{bounced.case.reference}/").content.decode()


def test_supervisors_and_the_agency_are_told_and_no_mail_is_sent_about_a_mail(bounced):
    tell()
    event = Event.objects.get(verb="notice.bounce")
    names = {
        row.recipient.username for row in outbox.Notification.objects.filter(event=event).select_related("recipient")
    }
    assert names == {"penyelia", "bkd.kukar", "ppk.kukar"}
    assert Delivery.objects.count() == 1


def test_an_agency_without_a_living_contact_is_a_task_of_the_authority_and_its_own(bounced, penyelia, head, kukar):
    today = timezone.localdate()
    assert kukar in contacts.without_living_contact()
    assert any("tanpa kontak surel" in task.text for task in tasks_of(penyelia, today=today))
    assert any("kontak surel yang hidup" in task.text for task in tasks_of(head, today=today))


def test_a_changed_address_lives_again(bounced, first, head, kukar):
    dead = Contact.objects.get(pk=first.pk)
    contacts.change(dead, by=head, name=dead.name, email="baru@kukar.example", order=1, at=timezone.now())
    assert Contact.objects.get(pk=first.pk).bounced_at is None
    assert kukar not in contacts.without_living_contact()


# Who keeps the list -----------------------------------------------------------------------------------------------------------
def test_an_agency_keeps_its_own_list_and_an_administrator_helps(kukar, head, admin_account, bkd_kukar, penyelia):
    facts = {"name": "Umum", "email": "umum@kukar.example", "order": 3, "at": timezone.now()}
    contacts.add(kukar, by=admin_account, **facts)
    with pytest.raises(ValidationError):
        contacts.add(kukar, by=head, **facts)
    for other in (bkd_kukar, penyelia):
        with pytest.raises(PermissionDenied):
            contacts.add(kukar, by=other, **facts)
    with pytest.raises(PermissionDenied):
        contacts.add(Agency.objects.get(code="65"), by=head, **facts)


def test_the_whole_way_on_the_pages(visit, head, kukar):
    browser, root = visit(head), "/instansi/petugas/kontak/"
    assert browser.post(root, {"name": "Umum", "email": "umum@kukar.example", "order": 1}).status_code == 302
    assert browser.post(root, {"name": "Umum", "email": "umum@kukar.example", "order": 1}).status_code == 422
    made = Contact.objects.get()
    Contact.objects.update(bounced_at=timezone.now())
    assert "terpental" in browser.get(root).content.decode()
    assert browser.post(f"{root}{made.pk}/revive/").status_code == 302
    assert (
        browser.post(f"{root}{made.pk}/", {"name": "Umum", "email": "lain@kukar.example", "order": 2}).status_code
        == 302
    )
    assert Contact.objects.get().email == "lain@kukar.example"
    assert browser.post(f"{root}{made.pk}/remove/").status_code == 302
    assert not Contact.objects.exists()


def test_contacts_of_others_do_not_exist(visit, head):
    foreign = Contact.objects.create(agency_id="65", name="Lain", email="lain@kaltara.example")
    browser = visit(head)
    for number in (foreign.pk, 987654321):
        assert browser.get(f"/instansi/petugas/kontak/{number}/").status_code == 404
        assert browser.post(f"/instansi/petugas/kontak/{number}/remove/").status_code == 404
    assert Contact.objects.filter(pk=foreign.pk).exists()
