"""A draft lives 72 hours after its last change; then it goes with its files, and the writer is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints import drafts
from complaints.models import Complaint, Draft
from evidence.models import Evidence, Link
from workflow import jobs
from workflow.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def later():
    return timezone.now() + drafts.LIFE + timedelta(minutes=1)


def make_old(draft):
    Draft.objects.filter(pk=draft.pk).update(touched_at=timezone.now() - drafts.LIFE - timedelta(minutes=1))


def test_an_expired_draft_says_so_and_starts_anew(citizen, the_draft):
    citizen.writes("/lapor/", narrative="Sudah lama")
    make_old(the_draft())
    page = citizen.browser.get("/lapor/siapa/", follow=True).content.decode()
    assert "lebih dari 72 jam" in page
    assert "Sudah lama" not in page


def test_what_is_typed_into_an_expired_form_starts_the_new_draft(citizen, the_draft):
    citizen.writes("/lapor/", narrative="Sudah lama")
    make_old(the_draft())
    citizen.writes("/lapor/siapa/", orang__0__name="Baru saja diketik")
    assert "Baru saja diketik" in citizen.reads("/lapor/siapa/")
    assert "Sudah lama" not in citizen.reads("/lapor/")


def test_the_worker_deletes_it_with_its_files(citizen, photo, the_draft, later):
    citizen.writes("/lapor/")
    citizen.browser.post("/lapor/bukti/", {"berkas": [photo()], "tautan": "https://example.org/a", "unggah": "1"})
    drafts.purge_if_expired(str(the_draft().pk), at=later)
    assert not Draft.objects.exists()
    assert not Evidence.objects.exists()
    assert not Link.objects.exists()


def test_the_worker_comes_back_for_a_draft_that_was_touched_since(citizen, the_draft):
    citizen.writes("/lapor/")
    job = Job.objects.get(kind=drafts.JOB)
    assert job.due_at > timezone.now() + drafts.LIFE - timedelta(minutes=1)
    drafts.purge_if_expired(str(the_draft().pk), at=timezone.now())
    assert Draft.objects.exists()


def test_the_workers_job_is_in_the_register(citizen, the_draft, later):
    citizen.writes("/lapor/")
    make_old(the_draft())
    due = jobs.claim(at=later)
    mine = next(job for job in due if job.kind == drafts.JOB)
    assert jobs.run(mine, at=later)
    assert not Draft.objects.exists()


def test_a_sent_draft_leaves_only_its_receipt_and_the_complaint_stays(citizen, photo, the_draft, later):
    citizen.writes("/lapor/")
    citizen.browser.post("/lapor/bukti/", {"berkas": [photo()], "unggah": "1"})
    citizen.reports()
    drafts.purge_if_expired(str(the_draft().pk), at=later)
    assert not Draft.objects.exists()
    assert Complaint.objects.get().access.evidence.count() == 1


def test_a_draft_is_not_found_by_staff(citizen, photo, intake):
    citizen.writes("/lapor/")
    citizen.browser.post("/lapor/bukti/", {"berkas": [photo()], "unggah": "1"})
    assert not Evidence.objects.visible_to(intake).exists()
