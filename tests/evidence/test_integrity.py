"""Originals are never written to again, are read again every month, and one that differs is told to the supervisors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evidence import integrity, storage, vault
from evidence.models import Custody, Evidence
from notifications.models import Notification
from notifications.presenting import codes, present
from notifications.routing import told
from workflow.models import Event
from workflow.worker import drain

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30, minutes=1)


def checked(evidence) -> list[str]:
    rows = Custody.objects.filter(evidence=evidence, what="CHECKED").order_by("at")
    return list(rows.values_list("reason", flat=True))


def test_a_month_later_each_original_is_read_again_and_that_is_noted(a_file):
    evidence, now = a_file(), timezone.now()
    integrity.check(at=now)
    assert checked(evidence) == []
    integrity.check(at=now + MONTH)
    integrity.check(at=now + MONTH + timedelta(days=1))
    assert checked(evidence) == ["utuh"]
    integrity.check(at=now + 2 * MONTH)
    assert checked(evidence) == ["utuh", "utuh"]
    assert not Event.objects.filter(verb="evidence.differ").exists()


def test_one_that_was_changed_is_told_to_supervisors_who_find_its_page(a_file, penyelia, pemeriksa, auditor):
    evidence = a_file()
    place = storage.path_of(evidence.pk)
    place.chmod(0o600)
    place.write_bytes(place.read_bytes()[:-1] + b"!")
    integrity.check(at=timezone.now() + MONTH)
    assert checked(evidence) == ["berubah"]
    event = Event.objects.get(verb="evidence.differ")
    assert event.payload == {"outcome": "berubah"}
    assert told(event) == [penyelia.pk]
    drain()
    row = Notification.objects.select_related("event").get(recipient=penyelia, event=event)
    shown = present(codes(row), penyelia)
    assert shown["url"] == f"/petugas/bukti/{evidence.pk}/"
    assert "tidak lagi sama" in shown["text"]


def test_one_that_was_lost_is_told_so(a_file):
    evidence = a_file()
    storage.discard(evidence.pk)
    integrity.check(at=timezone.now() + MONTH)
    assert checked(evidence) == ["hilang"]


def test_a_round_ends_in_its_time_and_the_next_one_goes_on(a_file, monkeypatch):
    files = [a_file("catatan.txt", b"isi %d" % number) for number in range(3)]
    monkeypatch.setattr(integrity, "AT_ONCE", 0)
    at = timezone.now() + MONTH
    for number in range(1, 4):
        integrity.check(at=at)
        assert sum(len(checked(each)) for each in files) == number


def test_originals_are_written_to_by_nobody(a_file):
    evidence = a_file()
    drain()
    place = storage.path_of(evidence.pk)
    assert place.stat().st_mode & 0o777 == 0o400
    assert vault.digest_of(evidence) == Evidence.objects.get().sha256
