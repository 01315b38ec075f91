"""The officer's day: filters as queues, what stands first and why, counts, who else looks, two who write at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint
from desk import queues
from investigations.models import Case, Finding
from notifications.routing import told
from workflow.ledger import unit_of_work
from workflow.models import Event
from worklists import filters
from worklists.following import alert, follow
from worklists.models import PriorityRule, RoutingRule, SavedFilter, Standing
from worklists.priorities import explained, reckon

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk():
    def browser(officer) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return browser


def text(browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


# Saved filters ----------------------------------------------------------------------------------------------------------
def test_a_filter_becomes_a_queue_is_changed_shared_and_deleted(a_case, at_desk, penyelia, intake):
    shown, other = a_case("EXAMINATION"), a_case("OPEN")
    mine, theirs = at_desk(penyelia), at_desk(intake)
    sent = {"name": "Pemeriksaan Kaltim", "k_stage": ["EXAMINATION"], "k_territory": "Kalimantan Timur"}
    answer = mine.post("/petugas/saringan/baru/?kind=case", sent)
    saved = SavedFilter.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, saved.address)
    assert saved.criteria == {"stage": ["EXAMINATION"], "territory": ["64"]}
    page = text(mine, saved.address)
    assert shown.reference in page and other.reference not in page and "Pemeriksaan Kaltim" in page
    assert theirs.get(saved.address).status_code == 404
    edit = f"/petugas/saringan/{saved.pk}/"
    assert theirs.get(edit).status_code == 404
    mine.post(edit, {**sent, "name": "Periksa", "shared": "on"})
    assert "Periksa" in text(theirs, saved.address)
    assert theirs.get(edit).status_code == 403 and theirs.post(edit + "hapus/").status_code == 403
    assert "Periksa" in text(mine, edit)
    assert mine.post(edit + "hapus/").status_code == 302 and mine.post(edit + "hapus/").status_code == 404


def test_a_filter_that_asks_nothing_or_what_is_unknown_is_refused_and_keeps_what_was_typed(at_desk, penyelia):
    browser, path = at_desk(penyelia), "/petugas/saringan/baru/?kind=complaint"
    wrong = {"name": "Apa saja", "k_territory": "Atlantis", "k_due_within": "-3", "k_stage": ["CLOSED"]}
    answer = browser.post(path, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Tidak dikenal: Atlantis." in page and 'value="Apa saja"' in page
    assert browser.post(path, {"name": "Kosong"}).status_code == 422
    assert browser.get("/petugas/saringan/baru/?kind=secret").status_code == 404
    assert not SavedFilter.objects.exists()


def test_a_shared_filter_shows_each_reader_only_what_they_see(a_case, saved, at_desk, komisioner, intake):
    before, there = a_case("EXAMINATION"), a_case("DELIBERATION")
    made = saved("case", kind=["NEUTRALITY"])
    page = text(at_desk(komisioner), made.address)
    assert there.reference in page and before.reference not in page
    there.access.excluded.add(komisioner)
    assert there.reference not in text(at_desk(komisioner), made.address)


@pytest.mark.parametrize("who", ["bkd.kukar", "bawaslu", "auditor", "kustodian", "admin"])
def test_people_without_queues_have_no_filters_and_set_no_rules(who, people, at_desk, saved):
    made, browser = saved("case", stage=["OPEN"]), at_desk(people[who])
    pages = ["/petugas/saringan/", "/petugas/saringan/baru/?kind=case", f"/petugas/saringan/{made.pk}/"]
    pages += ["/petugas/sekaligus/", "/petugas/penyaluran/", "/petugas/penyaluran/aturan/", "/petugas/penyaluran/tim/"]
    assert {browser.get(page).status_code for page in pages} == {403}
    assert browser.get(made.address).status_code == 404


def test_a_filter_that_a_rule_stands_on_is_neither_deleted_nor_made_personal(saved, rule, team, penyelia, intake):
    made = saved("case", stage=["OPEN"])
    rule(made, "TEAM", team=team)
    facts = {"name": "Baru", "kind": "case", "alert": False}
    with pytest.raises(ValidationError):
        filters.delete(made, by=penyelia)
    for change in (
        {"criteria": {"assignee": "saya"}, "shared": True},
        {"criteria": {"stage": ["OPEN"]}, "shared": False},
    ):
        with pytest.raises(ValidationError):
            filters.save(made, by=penyelia, at=timezone.now(), **facts, **change)
    with pytest.raises(PermissionDenied):
        filters.save(made, by=intake, at=timezone.now(), **facts, criteria={}, shared=True)


def test_an_alert_tells_the_owner_once_and_only_of_what_they_see(a_case, saved, pemeriksa2, today):
    case, hidden = a_case("EXAMINATION"), a_case("EXAMINATION")
    hidden.access.excluded.add(pemeriksa2)
    saved("case", by=pemeriksa2, shared=False, alert=True, stage=["EXAMINATION"])
    for _twice in range(2):
        for each in (case, hidden):
            alert(Case.objects.select_related("access").get(pk=each.pk), today=today)
    event = Event.objects.get(verb="case.match")
    assert (event.subject_reference, told(event)) == (case.reference, [pemeriksa2.pk])


# Rules ------------------------------------------------------------------------------------------------------------------
def test_a_supervisor_sets_a_rule_and_what_arrives_follows_it(a_complaint, saved, team, at_desk, penyelia, intake):
    browser, wanted = at_desk(penyelia), saved("complaint", territory=["64"])
    sent = {"name": "Kaltim", "order": 10, "filter": wanted.pk, "goal": "TEAM", "team": team.pk}
    assert browser.post("/petugas/penyaluran/aturan/", {**sent, "goal": "LEAST"}).status_code == 422
    assert browser.post("/petugas/penyaluran/aturan/", {**sent, "team": ""}).status_code == 422
    assert browser.post("/petugas/penyaluran/aturan/", sent).status_code == 302
    made = RoutingRule.objects.get()
    assert made.history.get().history_user == penyelia
    complaint = a_complaint()
    event = Event.objects.get(verb="complaint.submit", subject_reference=complaint.reference)
    for _twice in range(2):
        follow(str(event.number))
    assert complaint.access.placement.team == team
    assert "Kaltim" in text(browser, "/petugas/penyaluran/")
    team.members.add(intake)
    assert complaint.reference in text(at_desk(intake), "/petugas/antrean/laporan-tim/")
    for path in ("aturan", "tim"):
        row = made.pk if path == "aturan" else team.pk
        assert browser.get(f"/petugas/penyaluran/{path}/{row}/").status_code == 200
        assert browser.get(f"/petugas/penyaluran/{path}/{row + 99}/").status_code == 404
    assert browser.post(f"/petugas/penyaluran/aturan/{made.pk}/hapus/").status_code == 302
    assert not RoutingRule.objects.exists()


def test_absences_are_noted_in_order_and_taken_back(at_desk, penyelia, pemeriksa, today):
    browser, path = at_desk(penyelia), "/petugas/penyaluran/ketidakhadiran/"
    sent = {
        "officer": pemeriksa.pk,
        "first_day": today.isoformat(),
        "last_day": (today - timedelta(days=1)).isoformat(),
    }
    assert browser.post(path, sent).status_code == 422
    assert browser.post(path, {**sent, "last_day": today.isoformat()}).status_code == 302
    row = pemeriksa.absences.get()
    browser.post(f"{path}{row.pk}/hapus/")
    assert not pemeriksa.absences.exists()


# Priorities -------------------------------------------------------------------------------------------------------------
def test_a_case_near_its_vote_stands_first_and_says_why(a_case, an_election, at_desk, penyelia, today):
    late, near = a_case("EXAMINATION"), a_case("OPEN")
    an_election(12, "64.02")
    Case.objects.filter(pk=late.pk).update(due_date=today - timedelta(days=400))
    Standing.objects.all().delete()
    reckon("case", [near.access_id], today=today)
    browser = at_desk(penyelia)
    page = text(browser, "/petugas/antrean/tim/")
    assert page.index(near.reference) < page.index(late.reference) and "12 hari lagi pemungutan suara" in page
    assert '<b class="fig">12</b>' in page, "the workspace counts the days to the vote"
    PriorityRule.objects.filter(code__startswith="VOTE").update(valid_to=today - timedelta(days=1))
    reckon("case", [near.access_id, late.access_id], today=today)
    assert near.access_id not in explained([near, late], today=today)


def test_an_ended_case_loses_its_points(a_case, an_election, today):
    case = a_case("OPEN")
    an_election(12, "64.02")
    reckon("case", [case.access_id], today=today)
    assert Standing.objects.get(access=case.access_id).points >= 100
    Case.objects.filter(pk=case.pk).update(stage="MOOT")
    reckon("case", [case.access_id], today=today)
    assert not Standing.objects.filter(access=case.access_id).exists()


def test_pages_of_a_queue_leave_nobody_out_and_show_nobody_twice(a_complaint, at_desk, intake, today):
    made = [a_complaint() for _ in range(4)]
    accesses = type(made[0].access).objects.bulk_create(
        type(made[0].access)(authority=made[0].access.authority, region=made[0].access.region) for _ in range(56)
    )
    Complaint.objects.bulk_create(
        Complaint(
            reference=f"LAP-99-{n:06}", access=access, kind="NEUTRALITY", narrative="x", receipt_digest=f"{n:064}",
            due_date=today if n % 3 else None,
        )
        for n, access in enumerate(accesses)
    )  # fmt: skip
    raised = [access for n, access in enumerate(accesses) if n < 25] + [made[0].access]
    Standing.objects.bulk_create(
        Standing(access=a, points=100 + n % 2, reckoned_on=today) for n, a in enumerate(raised)
    )
    browser, cursor, seen = at_desk(intake), "", []
    while True:
        answer = browser.get("/petugas/antrean/masuk/", {"setelah": cursor})
        seen += [row.subject.reference for _label, rows in answer.context["groups"] for row in rows]
        cursor = answer.context["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 60
    first = {Complaint.objects.get(access=access).reference for access in raised}
    assert set(seen[:26]) == first
    for broken in ("u~x~1", "u~1", "r~~", "%00", "u~9~9~9"):
        assert browser.get("/petugas/antrean/masuk/", {"setelah": broken}).status_code == 200


def test_counts_end_at_99(a_complaint, at_desk, intake):
    pattern = a_complaint()
    accesses = type(pattern.access).objects.bulk_create(
        type(pattern.access)(authority=pattern.access.authority, region=pattern.access.region) for _ in range(120)
    )
    Complaint.objects.bulk_create(
        Complaint(reference=f"LAP-99-{n:06}", access=a, kind="NEUTRALITY", narrative="x", receipt_digest=f"{n:064}")
        for n, a in enumerate(accesses)
    )
    assert queues.counts(intake)["masuk"] == queues.CAP
    assert '<span class="n">99+</span>' in text(at_desk(intake), "/petugas/")


# Pages ask a bounded number of questions --------------------------------------------------------------------------------
BOUNDS = {"intake": 30, "pemeriksa": 32, "penyelia": 45, "komisioner": 30}


@pytest.mark.parametrize("who", BOUNDS)
def test_every_queue_asks_few_questions(who, people, a_case, a_recommendation, at_desk, django_assert_max_num_queries):
    a_case("EXAMINATION"), a_recommendation("ISSUED")
    browser = at_desk(people[who])
    for queue in queues.queues_of(people[who]):
        browser.get(f"/petugas/antrean/{queue.slug}/")
        with django_assert_max_num_queries(BOUNDS[who]):
            browser.get(f"/petugas/antrean/{queue.slug}/")


# Who else looks ---------------------------------------------------------------------------------------------------------
def test_who_sees_the_case_hears_who_else_has_it_open(a_case, at_desk, penyelia, pemeriksa, bkd_kukar):
    case = a_case()
    path = f"/petugas/perkara/{case.reference}/"
    assert "Sedang dibuka juga" not in text(at_desk(penyelia), path)
    assert "Sedang dibuka juga oleh Hasan Mappangara." in text(at_desk(pemeriksa), path)
    answer = at_desk(penyelia).post(path + "dilihat/")
    assert answer.json() == {"words": "Sedang dibuka juga oleh Yosef Lamak."}
    assert at_desk(bkd_kukar).post(path + "dilihat/").status_code == 404
    assert at_desk(penyelia).get(path + "dilihat/").status_code == 405
    case.access.excluded.add(pemeriksa)
    assert at_desk(penyelia).post(path + "dilihat/").json() == {"words": ""}


# Two who write at once --------------------------------------------------------------------------------------------------
def test_a_finding_saved_meanwhile_is_shown_beside_what_was_typed_and_not_overwritten(
    a_case, people, at_desk, pemeriksa, pemeriksa2
):
    case = a_case("EXAMINATION")
    person = case.respondents.get()
    path = f"/petugas/perkara/{case.reference}/respondents/{person.pk}/finding/"
    one, two = at_desk(pemeriksa), at_desk(pemeriksa2)
    marks = [browser.get(f"{path}?violation=NET-D8").context["mark"] for browser in (one, two)]
    sent = {"violation": "NET-D8", "conclusion": "NOT_PROVEN", "reasons": "Saksi mencabut keterangannya."}
    assert two.post(path, {**sent, "versi": marks[1]}).status_code == 302
    typed = {"violation": "NET-D8", "conclusion": "PROVEN", "reasons": "Ada tiga foto."}
    refused = one.post(path, {**typed, "versi": marks[0]})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Saksi mencabut keterangannya." in page and page.count("Ada tiga foto.") == 2
    assert Finding.objects.get().reasons == "Saksi mencabut keterangannya."
    assert one.post(path, {**typed, "versi": refused.context["mark"]}).status_code == 302
    assert Finding.objects.get().reasons == "Ada tiga foto."


def test_a_second_click_is_no_conflict(a_case, at_desk, pemeriksa):
    case = a_case("EXAMINATION")
    path = f"/petugas/perkara/{case.reference}/respondents/{case.respondents.get().pk}/finding/"
    browser = at_desk(pemeriksa)
    sent = {"violation": "NET-D8", "conclusion": "NOT_PROVEN", "reasons": "Tidak ada bukti."}
    sent["versi"] = browser.get(f"{path}?violation=NET-D8").context["mark"]
    assert [browser.post(path, sent).status_code for _click in range(2)] == [302, 302]


def test_a_draft_and_an_identity_changed_meanwhile_are_not_overwritten(a_recommendation, at_desk, penyelia, pemeriksa):
    rec = a_recommendation("DRAFT")
    path, browser = f"/petugas/rekomendasi/{rec.reference}/revise/", at_desk(penyelia)
    opened = browser.get(path)
    first = {**opened.context["form"].initial, "considerations": "Tulisan pertama.", "versi": opened.context["mark"]}
    first = {name: value for name, value in first.items() if value is not None}
    first["sanction"] = rec.sanction_id or ""
    assert browser.post(path, first).status_code == 302
    late = browser.post(path, {**first, "considerations": "Tulisan kedua."})
    assert late.status_code == 409 and "Tulisan pertama." in late.content.decode()
    person = rec.respondent
    path = f"/petugas/perkara/{rec.case.reference}/respondents/{person.pk}/identify/"
    mark = browser.get(path).context["mark"]
    with unit_of_work():
        person.position = "Sekretaris camat"
        person.save()
    late = browser.post(path, {"name": person.name, "position": "Lurah", "versi": mark})
    assert late.status_code == 409 and "Sekretaris camat" in late.content.decode()
    person.refresh_from_db()
    assert person.position == "Sekretaris camat"
