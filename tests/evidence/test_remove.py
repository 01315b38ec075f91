"""A file can be taken away while the report is a draft, and never afterwards."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from complaints.models import Draft
from evidence import storage
from evidence.actions import remove
from evidence.models import Evidence
from workflow.actors import Reporter
from workflow.models import Access, Event
from workflow.transitions import MovedOn
from workflow.worker import drain


@pytest.fixture
def draft(a_complaint):
    authority = a_complaint().access.authority
    return Draft.objects.create(digest="d" * 64, access=Access.objects.create(authority=authority, sealed=True))


@pytest.fixture
def writer(draft):
    return Reporter(draft.access_id, anonymous=True)


def test_a_file_of_a_draft_goes_with_its_bytes_and_its_pages(draft, writer, send, django_capture_on_commit_callbacks):
    evidence = send(draft.access, "a.txt", b"isi", by=writer)
    drain()
    with django_capture_on_commit_callbacks(execute=True):
        remove(Evidence.objects.get(pk=evidence.pk), by=writer, at=timezone.now())
    assert not storage.path_of(evidence.pk).exists()
    assert not Evidence.objects.filter(pk=evidence.pk).exists()
    assert Event.objects.filter(verb="evidence.remove", subject_reference=str(evidence.pk)).count() == 1


def test_its_place_in_the_quota_is_free_again(draft, writer, send):
    files = [send(draft.access, f"{n}.txt", b"isi %d" % n, by=writer) for n in range(10)]
    remove(files[0], by=writer, at=timezone.now())
    assert send(draft.access, "baru.txt", b"baru", by=writer)


def test_once_it_is_a_complaint_nothing_is_removed(draft, writer, send, a_complaint):
    evidence = send(draft.access, "a.txt", b"isi", by=writer)
    draft.complaint = a_complaint()
    draft.save()
    with pytest.raises(MovedOn):
        remove(evidence, by=writer, at=timezone.now())
    assert storage.path_of(evidence.pk).exists()


def test_a_sealed_complaint_is_no_draft(a_complaint, a_file):
    complaint = a_complaint()
    evidence = a_file(complaint=complaint)
    complaint.access.sealed = True
    complaint.access.save()
    with pytest.raises(MovedOn):
        remove(evidence, by=Reporter(complaint.access_id, anonymous=False), at=timezone.now())


def test_a_stranger_removes_nothing(draft, writer, send, intake):
    evidence = send(draft.access, "a.txt", b"isi", by=writer)
    for stranger in (intake, Reporter(draft.access_id + 1, anonymous=False)):
        with pytest.raises(PermissionDenied):
            remove(evidence, by=stranger, at=timezone.now())


def test_a_removal_that_is_rolled_back_keeps_the_bytes(draft, writer, send, monkeypatch):
    evidence = send(draft.access, "a.txt", b"isi", by=writer)

    def broken(*args, **options):
        raise RuntimeError("database gone")

    monkeypatch.setattr("workflow.ledger.Event.objects.bulk_create", broken)
    with pytest.raises(RuntimeError):
        remove(evidence, by=writer, at=timezone.now())
    assert storage.path_of(evidence.pk).exists() and Evidence.objects.filter(pk=evidence.pk).exists()
