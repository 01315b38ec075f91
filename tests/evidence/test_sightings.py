"""Link evidence: officers look from outside and record what they saw, a second one confirms; the server opens nothing."""

import socket
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.models import Territory
from evidence import quota, sightings
from evidence.actions import add_file
from evidence.models import Evidence, Link, Sighting
from evidence.refusal import FileRefused
from tests.evidence import screens
from workflow.models import Event
from workflow.transitions import MovedOn
from workflow.worker import drain

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.instagram.com/p/contoh123/"


@pytest.fixture
def link(a_complaint) -> Link:
    return Link.objects.get(access=a_complaint(links=[(ADDRESS, "Unggahan camat")]).access)


@pytest.fixture
def seen(link, pemeriksa):
    """Records a sighting an hour after it happened."""

    def make(**other) -> Sighting:
        now = timezone.now()
        facts = {"by": pemeriksa, "at": now, "state": "SEEN", "seen_at": now - timedelta(hours=1), "account": "@camat"}
        return sightings.sight(link, **{**facts, **other})

    return make


def picture(name: str = "layar.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, screens.data(screens.chat(1)))


def events(link: Link) -> list[str]:
    return list(
        Event.objects.filter(subject_reference=link.reference).order_by("number").values_list("verb", flat=True)
    )


def test_account_time_and_screenshots_are_kept_with_their_digest_and_told_to_the_log_by_codes(seen, link):
    sighting = seen(screenshots=[picture()], note="Dua puluh suka.")
    (kept,) = sighting.screenshots.all()
    assert len(kept.sha256) == 64 and kept.access_id == link.access_id
    event = Event.objects.get(verb="link.sight")
    assert event.payload == {"sighting": sighting.pk, "state": "SEEN", "screenshots": [str(kept.pk)]}
    assert event.access_id == link.access_id


def test_screenshots_take_none_of_the_reports_room(seen, link, intake, monkeypatch):
    monkeypatch.setattr(quota, "MOST_FILES", 2)

    def sent(name: str) -> Evidence:
        return add_file(link.access, upload=SimpleUploadedFile(name, name.encode()), by=intake, at=timezone.now())

    sent("satu.txt")
    seen(screenshots=[screenshot(1), screenshot(2), screenshot(3)])
    sent("dua.txt")
    with pytest.raises(FileRefused) as refused:
        sent("tiga.txt")
    assert refused.value.status == 429
    seen(screenshots=[screenshot(4)])
    assert Evidence.objects.filter(access=link.access).count() == 6


def screenshot(number: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"layar{number}.png", screens.data(screens.chat(number)))


def test_a_second_officer_confirms_and_a_second_click_changes_nothing(seen, link, penyelia):
    sighting = seen(witness=penyelia)
    assert sighting.witnessed_at is None
    first = sightings.confirm(sighting, by=penyelia, at=timezone.now())
    again = sightings.confirm(sighting, by=penyelia, at=timezone.now() + timedelta(days=1))
    assert (first.witness, again.witnessed_at) == (penyelia, first.witnessed_at)
    assert events(link) == ["link.sight", "link.witness"]


def test_nobody_is_a_witness_of_what_they_saw_themselves(seen, pemeriksa):
    with pytest.raises(PermissionDenied):
        sightings.confirm(seen(), by=pemeriksa, at=timezone.now())
    with pytest.raises(ValidationError):
        seen(witness=pemeriksa)


def test_only_who_was_asked_confirms_and_only_the_first(seen, penyelia, intake):
    with pytest.raises(PermissionDenied):
        sightings.confirm(seen(witness=penyelia), by=intake, at=timezone.now())
    open_to_all = seen()
    sightings.confirm(open_to_all, by=intake, at=timezone.now())
    with pytest.raises(MovedOn):
        sightings.confirm(open_to_all, by=penyelia, at=timezone.now())


def test_a_witness_reaches_the_report_and_has_the_right(seen, link, penyelia, komisioner, bkd_kukar):
    for stranger in (komisioner, bkd_kukar):
        with pytest.raises(ValidationError):
            seen(witness=stranger)
    penyelia.regions.set([Territory.objects.get(code="65")])
    with pytest.raises(ValidationError):
        seen(witness=type(penyelia).objects.get(pk=penyelia.pk))
    link.access.excluded.add(penyelia)
    assert penyelia not in sightings.witnesses_of(link, besides=komisioner)


@pytest.mark.parametrize("name", ["komisioner", "bkd.kukar", "bawaslu", "pimpinan", "auditor"])
def test_who_has_not_the_right_records_nothing(seen, people, name):
    with pytest.raises(PermissionDenied):
        seen(by=people[name])
    assert not Sighting.objects.exists()


def test_a_time_to_come_is_refused(seen):
    with pytest.raises(ValidationError):
        seen(seen_at=timezone.now() + timedelta(minutes=5))


def test_a_refused_screenshot_leaves_nothing_behind(seen):
    with pytest.raises(FileRefused):
        seen(screenshots=[picture(), SimpleUploadedFile("virus.exe", b"MZ\x90\0" + b"\0" * 60)])
    assert (
        not Sighting.objects.exists() and not Evidence.objects.exists() and not Event.objects.filter(verb="link.sight")
    )


def test_gone_is_a_state_and_every_sighting_stays(seen, link, pemeriksa):
    seen()
    seen(state="GONE", seen_at=timezone.now() - timedelta(minutes=1), account="")
    assert [row.state for row in sightings.history_of(link, pemeriksa)] == ["GONE", "SEEN"]
    assert sightings.latest_of([link], pemeriksa)[link.pk].state == "GONE"


def test_no_address_is_ever_opened(link, seen, client, penyelia, monkeypatch):
    """Every connection out of this process fails the test: neither recording nor reading nor the worker makes one."""

    def refuse(self, address):
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(("127.", "::1", "localhost")):
            raise AssertionError(f"somebody opened {address}")
        return connect(self, address)

    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *a, **k: pytest.fail(f"somebody asked for {host}"))
    seen(screenshots=[picture()])
    client.force_login(penyelia)
    assert client.get(f"/petugas/tautan/{link.pk}/").status_code == 200
    drain()


# Pages --------------------------------------------------------------------------------------------------------------------
def body(**other) -> dict:
    seen_at = timezone.localtime(timezone.now() - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    return {"state": "SEEN", "seen_at": seen_at, "account": "@camat", "note": "", "witness": "", **other}


def test_an_officer_records_and_a_colleague_confirms_on_the_page(link, client, pemeriksa, penyelia):
    client.force_login(pemeriksa)
    address = f"/petugas/tautan/{link.pk}/"
    page = client.get(address).content.decode()
    assert ADDRESS in page and f'href="{ADDRESS}' not in page  # text, never a link
    sent = client.post(f"{address}sight/", body(screenshots=[picture()], witness="penyelia"))
    assert sent.status_code == 302
    sighting = Sighting.objects.get()
    assert "Saya melihat hal yang sama" not in client.get(address).content.decode()
    client.force_login(penyelia)
    assert "Saya melihat hal yang sama" in client.get(address).content.decode()
    assert client.post(f"{address}sightings/{sighting.pk}/witness/").status_code == 302
    assert "dua petugas" in client.get(address).content.decode()


def test_what_was_typed_stays_when_it_is_refused(link, client, pemeriksa):
    client.force_login(pemeriksa)
    answer = client.post(f"/petugas/tautan/{link.pk}/sight/", body(seen_at="2999-01-01T10:00", account="@disimpan"))
    assert answer.status_code == 422
    assert "@disimpan" in answer.content.decode() and "belum terjadi" in answer.content.decode()


def test_the_complaint_and_the_case_tell_how_the_address_stands(link, seen, client, intake, pemeriksa):
    seen(state="GONE")
    client.force_login(intake)
    page = client.get(f"/petugas/laporan/{link.access.complaint.reference}/").content.decode()
    assert "sudah hilang" in page and f"/petugas/tautan/{link.pk}/" in page


@pytest.mark.parametrize(
    ("name", "status"), [("bkd.kukar", 404), ("bawaslu", 404), ("pimpinan", 404), ("auditor", 404)]
)
def test_strangers_find_no_page_and_can_do_nothing(link, seen, client, people, name, status):
    sighting = seen()
    client.force_login(people[name])
    assert client.get(f"/petugas/tautan/{link.pk}/").status_code == status
    assert client.post(f"/petugas/tautan/{link.pk}/sight/", body()).status_code == status
    assert client.post(f"/petugas/tautan/{link.pk}/sightings/{sighting.pk}/witness/").status_code == status
    assert Sighting.objects.count() == 1 and Sighting.objects.get().witnessed_at is None


def test_the_partner_reads_the_address_but_not_what_officers_saw(link, seen, client, bawaslu):
    seen(account="@rahasia_petugas")
    link.access.partners.add(bawaslu.agency)
    client.force_login(bawaslu)
    page = client.get(f"/petugas/laporan/{link.access.complaint.reference}/").content.decode()
    assert ADDRESS in page and "@rahasia_petugas" not in page and "/petugas/tautan/" not in page


def test_sealed_or_excluded_the_page_is_gone(link, client, pemeriksa):
    client.force_login(pemeriksa)
    link.access.excluded.add(pemeriksa)
    assert client.get(f"/petugas/tautan/{link.pk}/").status_code == 404


def test_a_sighting_of_another_link_is_not_confirmed_by_this_address(link, seen, a_complaint, client, penyelia):
    other = Link.objects.get(access=a_complaint(links=[("https://medsos.example/b", "")]).access)
    sighting = seen()
    client.force_login(penyelia)
    assert client.post(f"/petugas/tautan/{other.pk}/sightings/{sighting.pk}/witness/").status_code == 404


def test_a_screenshots_page_names_the_address_it_shows(link, seen, client, pemeriksa):
    (kept,) = seen(screenshots=[picture()]).screenshots.all()
    drain()
    client.force_login(pemeriksa)
    assert ADDRESS in client.get(f"/petugas/bukti/{kept.pk}/").content.decode()
