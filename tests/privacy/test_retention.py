"""A file whose time is over: one proposes, two others review, the worker destroys; a hold stops it, and two lift a hold."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.models import Complaint
from privacy import retention, units
from privacy.models import Breach, Disposal, Erasure, LegalHold, RetentionRule
from workflow.models import Event
from workflow.transitions import MovedOn
from workflow.worker import drain

pytestmark = pytest.mark.django_db
LONG = timedelta(days=6 * 366)


@pytest.fixture
def old(rejected):
    """A report that was not taken up, six years ago."""
    complaint = rejected()
    Complaint.objects.filter(pk=complaint.pk).update(stage_since=timezone.now() - LONG)
    complaint.refresh_from_db()
    return complaint


@pytest.fixture
def listed(old, penyelia):
    return retention.propose([old.reference], by=penyelia, at=timezone.now())


def test_what_is_over_long_enough_is_due(old, penyelia, rejected):
    young = rejected()
    (unit,) = units.due(penyelia, at=timezone.now())
    assert unit.subject == old and unit.rule.category == "NOT_EXAMINED" and unit.subject != young


def test_what_is_kept_for_ever_is_never_due(old, penyelia):
    rule = RetentionRule.objects.get(category="NOT_EXAMINED")
    rule.fate = RetentionRule.Fate.KEEP
    rule.save()
    assert units.due(penyelia, at=timezone.now()) == []


def test_a_leap_day_ends_on_the_last_of_february(old, penyelia):
    unit = units.over(penyelia, at=timezone.now())[0]
    assert units.Unit(old, unit.category, unit.rule, date(2020, 2, 29)).due_on.isoformat() == "2025-02-28"


@given(st.dates(date(2014, 1, 1), date(2060, 1, 1)), st.integers(0, 40))
@settings(max_examples=50, deadline=None)
def test_a_file_is_never_due_before_its_years_are_over(day, years):
    rule = RetentionRule(active_years=years, inactive_years=0)
    due = units.Unit(None, "NOT_EXAMINED", rule, day).due_on
    assert due >= day and due.year == day.year + years and (due.month, due.day) in ((day.month, day.day), (2, 28))


def test_two_others_review_and_the_worker_destroys(listed, old, komisioner, pimpinan):
    retention.review(listed, by=komisioner, at=timezone.now())
    drain()
    assert not Erasure.objects.exists(), "one is not enough"
    retention.review(listed, by=pimpinan, at=timezone.now())
    drain()
    listed.refresh_from_db()
    old.refresh_from_db()
    assert listed.stage == Disposal.Stage.DONE and listed.items.get().state == "ERASED"
    assert old.narrative == "" and Erasure.objects.get().disposal == listed
    verbs = list(
        Event.objects.filter(subject_reference=listed.reference).order_by("number").values_list("verb", flat=True)
    )
    assert verbs == ["privacy.propose", "privacy.review", "privacy.review", "privacy.done"]


def test_nobody_reviews_twice(listed, komisioner):
    retention.review(listed, by=komisioner, at=timezone.now())
    with pytest.raises(ValidationError, match="Orang lain"):
        retention.review(listed, by=komisioner, at=timezone.now())


def test_the_proposer_reviews_nothing(listed, penyelia):
    with pytest.raises(PermissionDenied):
        retention.review(listed, by=penyelia, at=timezone.now())


def test_a_refused_list_destroys_nothing_and_frees_its_files(listed, old, komisioner, penyelia):
    retention.refuse(listed, reason="Masih dipakai.", by=komisioner, at=timezone.now())
    drain()
    assert not Erasure.objects.exists()
    assert [unit.subject for unit in units.due(penyelia, at=timezone.now())] == [old]
    with pytest.raises(MovedOn):
        retention.review(listed, by=komisioner, at=timezone.now())


def test_a_file_on_a_list_goes_on_no_other(listed, old, penyelia):
    with pytest.raises(ValidationError, match="Belum boleh"):
        retention.propose([old.reference], by=penyelia, at=timezone.now())


def test_what_is_not_due_is_refused_by_its_number(rejected, penyelia):
    with pytest.raises(ValidationError, match=(young := rejected()).reference):
        retention.propose([young.reference], by=penyelia, at=timezone.now())


def test_a_hold_placed_meanwhile_is_seen_by_the_worker(listed, old, penyelia, komisioner, pimpinan):
    retention.review(listed, by=komisioner, at=timezone.now())
    retention.hold(old, reason="Diperiksa BPK.", by=penyelia, at=timezone.now())
    retention.review(listed, by=pimpinan, at=timezone.now())
    drain()
    item = listed.items.get()
    assert item.state == "SKIPPED" and "penahanan" in item.why
    old.refresh_from_db()
    assert old.narrative


def test_a_held_file_is_not_due(old, penyelia):
    retention.hold(old, reason="Gugatan.", by=penyelia, at=timezone.now())
    assert units.due(penyelia, at=timezone.now()) == []


def test_a_hold_is_lifted_by_two(old, penyelia, komisioner):
    placed = retention.hold(old, reason="Gugatan.", by=penyelia, at=timezone.now())
    with pytest.raises(ValidationError, match="belum diusulkan"):
        retention.lift(placed, by=komisioner, at=timezone.now())
    retention.ask_lift(placed, reason="Putusan sudah tetap.", by=penyelia, at=timezone.now())
    with pytest.raises(ValidationError, match="Orang lain"):
        retention.lift(placed, by=penyelia, at=timezone.now())
    retention.lift(placed, by=komisioner, at=timezone.now())
    assert not LegalHold.objects.standing().exists()
    with pytest.raises(ValidationError, match="sudah dicabut"):
        retention.lift(placed, by=komisioner, at=timezone.now())


def test_a_file_is_held_once(old, penyelia):
    retention.hold(old, reason="Gugatan.", by=penyelia, at=timezone.now())
    with pytest.raises(ValidationError, match="sudah ditahan"):
        retention.hold(old, reason="Lagi.", by=penyelia, at=timezone.now())


@pytest.mark.parametrize("act", ["hold", "propose"])
def test_who_may_not_does_nothing(act, old, pemeriksa):
    given = {"hold": old, "propose": [old.reference]}[act]
    more = {"reason": "x"} if act == "hold" else {}
    with pytest.raises(PermissionDenied):
        getattr(retention, act)(given, **more, by=pemeriksa, at=timezone.now())


def test_the_way_through_the_pages(client, old, penyelia, komisioner, pimpinan):
    client.force_login(penyelia)
    page = client.get("/petugas/retensi/")
    assert old.reference in page.text
    refused = client.post("/petugas/retensi/usul/", {"berkas": ["LAP-26-AAAAAA"]})
    assert refused.status_code == 422 and "LAP-26-AAAAAA" in refused.text
    client.post("/petugas/retensi/usul/", {"berkas": [old.reference]})
    made = Disposal.objects.get()
    for person in (komisioner, pimpinan):
        client.force_login(person)
        assert "Setuju dimusnahkan" in client.get(f"/petugas/retensi/daftar/{made.reference}/").text
        client.post(f"/petugas/retensi/daftar/{made.reference}/review/")
    again = client.post(f"/petugas/retensi/daftar/{made.reference}/review/")
    assert again.status_code == 409
    drain()
    assert "dimusnahkan" in client.get(f"/petugas/retensi/daftar/{made.reference}/").text


def test_holding_by_the_page_keeps_what_was_typed(client, old, penyelia):
    client.force_login(penyelia)
    url = f"/petugas/retensi/tahan/laporan/{old.reference}/"
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Gugatan di PTUN."}).status_code == 302
    assert "Gugatan di PTUN." in client.get(url).text and "Gugatan di PTUN." in client.get("/petugas/retensi/").text


def test_a_breach_shows_its_clock(client, auditor):
    now = timezone.now()
    Breach.objects.create(
        reference="PDP-26-ABCDEF", since=now - LONG, until=now, discovered_at=now, due_at=now, what="x", how="x",
        handling="x", noted_at=now,
    )  # fmt: skip
    client.force_login(auditor)
    assert "PDP-26-ABCDEF" in client.get("/petugas/retensi/").text
