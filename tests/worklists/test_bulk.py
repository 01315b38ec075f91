"""Bulk: seen before it is done, confirmed once, each item by its own verb, whatever happens to worker and officer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import Complaint
from investigations import actions as investigations
from investigations.models import Case
from workflow import jobs
from workflow.models import AccessRecord, Event, Job
from worklists import bulk
from worklists.models import BulkItem, BulkRun, Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client):
    def browser(officer):
        client.force_login(officer)
        return client

    return browser


def work_off() -> None:
    """What the worker does with the run, and nothing else."""
    for job in Job.objects.filter(kind=bulk.JOB):
        bulk.work(job.key)
        job.delete()


def begun(browser, queue: str, verb: str, references, **more) -> BulkRun:
    answer = browser.post(
        "/petugas/antrean/borongan/", {"antrean": queue, "tindakan": verb, "pilih": references, **more}
    )
    assert answer.status_code == 302, answer.status_code
    return BulkRun.objects.order_by("-pk").first()


def results(run) -> dict[str, tuple[str, str]]:
    return {item.reference: (item.state, item.reason) for item in run.items.all()}


def test_cases_are_assigned_after_a_look_at_what_is_skipped(a_case, at_desk, penyelia, pemeriksa2):
    open_, theirs, barred, ended = a_case(), a_case(), a_case(), a_case()
    investigations.assign(theirs, by=penyelia, to=pemeriksa2)
    barred.access.excluded.add(pemeriksa2)
    investigations.moot(ended, by=penyelia, reason="Pensiun.")
    browser, everyone = at_desk(penyelia), [open_, theirs, barred, ended]
    run = begun(browser, "tim", "assign", [case.reference for case in everyone])
    page = f"/petugas/sekaligus/{run.pk}/"
    assert "tahapnya tidak sesuai" in browser.get(page).content.decode()
    browser.post(page + "jalankan/")
    assert BulkRun.objects.get().state == "DRAFT", "details are missing"
    assert browser.post(page, {"to": "tidak-ada"}).status_code == 422
    assert browser.post(page, {"to": "pemeriksa2"}).status_code == 302
    shown = browser.get(page).content.decode()
    assert "petugas itu tidak boleh melihat berkas ini" in shown and "Jalankan untuk 1 berkas" in shown
    assert Case.objects.get(pk=open_.pk).assignee.username == "pemeriksa", "nothing before it is confirmed"
    for _click in range(2):
        assert browser.post(page + "jalankan/").status_code == 302
    assert Job.objects.filter(kind=bulk.JOB).count() == 1
    work_off()
    assert results(run) == {
        open_.reference: ("DONE", ""),
        theirs.reference: ("SKIPPED", "already"),
        barred.reference: ("SKIPPED", "conflict"),
        ended.reference: ("SKIPPED", "stage"),
    }
    run = BulkRun.objects.get()
    assert (run.state, run.sealed, Case.objects.get(pk=open_.pk).assignee) == ("DONE", None, pemeriksa2)
    assert "1 dari 4 berhasil" in browser.get(page).content.decode()
    assert AccessRecord.objects.filter(reference=open_.reference, what="case.list", actor=penyelia).exists()


def test_questions_to_reporters_lie_sealed_until_they_are_sent(a_complaint, at_desk, intake):
    two = [a_complaint("VERIFYING"), a_complaint("VERIFYING")]
    browser = at_desk(intake)
    run = begun(browser, "masuk", "request_completion", [], semua="1")
    browser.post(f"/petugas/sekaligus/{run.pk}/", {"questions": "Siapa saksinya?"})
    run.refresh_from_db()
    assert b"saksinya" not in bytes(run.sealed) and bulk.details_of(run) == {"questions": "Siapa saksinya?"}
    bulk.confirm(run, at=timezone.now())
    work_off()
    assert {c.stage for c in Complaint.objects.filter(pk__in=[c.pk for c in two])} == {"INCOMPLETE"}
    assert all(c.messages.filter(question=True).count() == 1 for c in two)


def test_reports_are_merged_into_one_and_never_into_themselves(a_complaint, intake):
    target, other, third = a_complaint("VERIFYING"), a_complaint(), a_complaint("INCOMPLETE")
    everyone = [target.reference, other.reference, third.reference]
    run = bulk.draft("complaint", "merge", everyone, by=intake, at=timezone.now())
    form = bulk.form_for(run, {"into": target.reference})
    assert form.is_valid(), form.errors
    bulk.describe(run, form)
    bulk.confirm(run, at=timezone.now())
    work_off()
    assert results(run) == {
        target.reference: ("SKIPPED", "itself"),
        other.reference: ("DONE", ""),
        third.reference: ("SKIPPED", "stage"),
    }
    assert Complaint.objects.get(pk=other.pk).merged_into == target


def test_forwarding_tells_each_item_its_own_end(a_complaint, intake, penyelia):
    first, second, third = (a_complaint("VERIFYING") for _ in range(3))
    run = bulk.draft(
        "complaint", "forward", [c.reference for c in (first, second, third)], by=intake, at=timezone.now()
    )
    bulk.describe(run, _valid(bulk.form_for(run, {"to": "Bawaslu", "reason": "Di luar wewenang."})))
    bulk.confirm(run, at=timezone.now())
    investigations.accept(second, by=penyelia)  # another officer was faster
    third.access.excluded.add(intake)  # and a conflict came up
    work_off()
    assert results(run) == {
        first.reference: ("DONE", ""),
        second.reference: ("FAILED", "moved"),
        third.reference: ("FAILED", "unseen"),
    }
    assert Complaint.objects.get(pk=second.pk).stage == "ACCEPTED"
    assert Event.objects.filter(verb="complaint.forward").count() == 1, "what failed leaves no event"


def _valid(form):
    assert form.is_valid(), form.errors
    return form


def test_what_failed_is_tried_again_and_what_was_done_is_not(a_complaint, intake):
    one, two = a_complaint(), a_complaint()
    run = bulk.draft("complaint", "verify", [one.reference, two.reference], by=intake, at=timezone.now())
    two.access.excluded.add(intake)
    bulk.confirm(run, at=timezone.now())
    work_off()
    assert results(run)[two.reference] == ("FAILED", "unseen")
    two.access.excluded.clear()
    bulk.retry(run, at=timezone.now())
    work_off()
    assert set(results(run).values()) == {("DONE", "")}
    assert Event.objects.filter(verb="complaint.verify").count() == 2


def test_a_run_may_be_cancelled_and_then_nothing_more_is_begun(a_complaint, intake):
    references = [a_complaint().reference for _ in range(3)]
    run = bulk.draft("complaint", "verify", references, by=intake, at=timezone.now())
    bulk.confirm(run, at=timezone.now())
    bulk.do_one(run.items.order_by("pk").first().pk, at=timezone.now())
    bulk.cancel(run, at=timezone.now())
    work_off()
    assert sorted(results(run).values()) == [("DONE", ""), ("SKIPPED", "cancelled"), ("SKIPPED", "cancelled")]


def test_rights_that_were_taken_away_meanwhile_stop_every_item(a_complaint, intake):
    run = bulk.draft("complaint", "verify", [a_complaint().reference], by=intake, at=timezone.now())
    bulk.confirm(run, at=timezone.now())
    intake.roles.clear()
    work_off()
    assert list(results(run).values()) == [("FAILED", "unseen")]


def test_a_worker_killed_between_two_items_does_none_twice(a_complaint, intake, monkeypatch):
    references = [a_complaint().reference for _ in range(3)]
    run = bulk.draft("complaint", "verify", references, by=intake, at=timezone.now())
    at = timezone.now()
    bulk.confirm(run, at=at)
    real, seen = bulk.do_one, []

    def killed(pk, *, at):
        if len(seen) == 1:
            raise KeyboardInterrupt
        seen.append(pk)
        real(pk, at=at)

    monkeypatch.setattr(bulk, "do_one", killed)
    job = next(j for j in jobs.claim(at=timezone.now(), limit=50) if j.kind == bulk.JOB)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(job, at=timezone.now())
    monkeypatch.setattr(bulk, "do_one", real)
    later = timezone.now() + jobs.LEASE + timedelta(seconds=1)
    again = next(j for j in jobs.claim(at=later, limit=50) if j.kind == bulk.JOB)
    assert jobs.run(again, at=later)
    assert Event.objects.filter(verb="complaint.verify").count() == 3
    assert set(results(run).values()) == {("DONE", "")}


def test_five_hundred_are_taken_in_one_request_of_few_questions(
    a_complaint, at_desk, intake, django_assert_max_num_queries
):
    pattern = a_complaint()
    accesses = type(pattern.access).objects.bulk_create(
        type(pattern.access)(authority=pattern.access.authority, region=pattern.access.region) for _ in range(499)
    )
    Complaint.objects.bulk_create(
        Complaint(
            reference=f"LAP-99-{n:06}", access=access, kind="NEUTRALITY", narrative="x", receipt_digest=f"{n:064}",
            territory=pattern.territory,
        )
        for n, access in enumerate(accesses)
    )  # fmt: skip
    browser = at_desk(intake)
    with django_assert_max_num_queries(40):
        run = begun(browser, "masuk", "verify", [], semua="1")
    with django_assert_max_num_queries(25):
        browser.post(f"/petugas/sekaligus/{run.pk}/jalankan/")
    assert BulkItem.objects.filter(run=run, state="WAITING").count() == 500


def test_routing_by_hand_puts_into_a_teams_queue(
    a_complaint, a_case, saved, team, intake, penyelia, pemeriksa, at_desk
):
    report, case = a_complaint(), a_case()
    run = bulk.draft("complaint", "route", [report.reference], by=intake, at=timezone.now())
    bulk.describe(run, _valid(bulk.form_for(run, {"team": str(team.pk)})))
    bulk.confirm(run, at=timezone.now())
    work_off()
    assert Placement.objects.get(access=report.access).team == team
    assert case.reference in at_desk(pemeriksa).get("/petugas/antrean/tim-saya/").content.decode()


@pytest.mark.parametrize("who", ["pemeriksa", "komisioner", "bkd.kukar", "auditor", "admin"])
def test_strangers_start_no_run_and_see_none(who, people, a_complaint, at_desk, intake):
    complaint = a_complaint()
    run = bulk.draft("complaint", "verify", [complaint.reference], by=intake, at=timezone.now())
    browser = at_desk(people[who])
    asked = {"antrean": "masuk", "tindakan": "verify", "pilih": [complaint.reference]}
    assert browser.post("/petugas/antrean/borongan/", asked).status_code in (403, 404)
    assert browser.get(f"/petugas/sekaligus/{run.pk}/").status_code == 404
    assert browser.post(f"/petugas/sekaligus/{run.pk}/jalankan/").status_code == 404
    assert BulkRun.objects.get().state == "DRAFT"


def test_nothing_chosen_and_subjects_of_others_are_refused_in_words(a_complaint, at_desk, intake):
    hidden = a_complaint()
    hidden.access.excluded.add(intake)
    browser = at_desk(intake)
    for references, words in [
        ([], "Pilih sedikitnya satu berkas."),
        ([hidden.reference], "Tidak ada berkas yang dapat"),
    ]:
        asked = {"antrean": "masuk", "tindakan": "verify", "pilih": references}
        answer = browser.post("/petugas/antrean/borongan/", asked, follow=True)
        assert words in answer.content.decode()
    assert not BulkRun.objects.exists()
