"""Auditors ask who has seen a file and what an officer has seen; they see codes, and their asking is recorded."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import SupervisingAuthority
from workflow import anchors, verifying
from workflow.access_batches import seal_all
from workflow.access_records import read, seen
from workflow.models import Access, AccessRecord
from workflow.worker import drain

pytestmark = pytest.mark.django_db
PATH = "/petugas/audit/"


@pytest.fixture
def looks(a_case, intake, penyelia):
    """Two files: the first was opened as report and as case, the second as case alone."""
    first, second, now = a_case(), a_case(), timezone.now()
    complaint = first.case_complaints.get().complaint
    read(complaint, by=intake, at=now - timedelta(hours=3))
    read(first, by=penyelia, at=now - timedelta(hours=2))
    read(second, by=intake, at=now - timedelta(hours=1))
    return complaint, first, second


def rows(page) -> list[AccessRecord]:
    return [row for row, _words in page.context["rows"]]


def test_who_has_seen_this_reporters_file_takes_in_all_that_came_of_it(looks, at_desk, auditor):
    complaint, first, _second = looks
    for asked in (complaint.reference, first.reference, f" {first.reference.lower()} "):
        found = rows(at_desk(auditor).get(PATH, {"nomor": asked}))
        seen_by = [(row.what, row.actor.username) for row in found if not row.what.startswith("audit.")]
        assert seen_by == [("case.read", "penyelia"), ("complaint.read", "intake")]


def test_what_has_this_officer_seen_between_two_times(looks, at_desk, auditor):
    complaint, _first, second = looks
    now = timezone.localtime()
    asked = lambda **times: [row.reference for row in rows(at_desk(auditor).get(PATH, {"petugas": "intake", **times}))]  # noqa: E731
    stamp = lambda hours: (now - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")  # noqa: E731
    assert asked() == [second.reference, complaint.reference]
    assert asked(sejak=stamp(2)) == [second.reference]
    assert asked(sampai=stamp(2)) == [complaint.reference]
    assert asked(sejak=stamp(30), sampai=stamp(20)) == []


def test_it_is_narrowed_by_kind(looks, at_desk, auditor):
    found = rows(at_desk(auditor).get(PATH, {"jenis": "case.read"}))
    assert {row.what for row in found} == {"case.read"} and len(found) == 2


def test_a_field_that_is_wrong_is_told_and_left_out(looks, at_desk, auditor):
    answer = at_desk(auditor).get(PATH, {"sejak": "kemarin"})
    assert answer.status_code == 422 and len(rows(answer)) == 3


def test_it_shows_codes_and_no_content(looks, page, auditor):
    complaint, first, _second = looks
    shown = page(auditor, PATH)
    assert complaint.reference in shown and "Laporan dibuka" in shown and "Penyelia" in shown
    for words in (first.title, "kaus bergambar", first.respondents.get().name, "Pelapor Rahasia"):
        assert words not in shown


def test_pages_follow_each_other_without_gap_or_repeat(looks, at_desk, auditor, intake):
    for number in range(120):
        seen("search.ask", by=intake, at=timezone.now(), hits=number)
    there = set(AccessRecord.objects.values_list("pk", flat=True))
    found, query = [], "jenis="
    while query:
        answer = at_desk(auditor).get(f"{PATH}?{query}")
        found += [row.pk for row in rows(answer)]
        query = answer.context["next"]
    assert found == sorted(found, reverse=True) and there <= set(found) and len(found) == len(set(found))


def test_looking_is_recorded_with_what_was_asked(looks, at_desk, auditor):
    complaint, *_rest = looks
    at_desk(auditor).get(PATH, {"nomor": complaint.reference, "petugas": "intake"})
    kept = AccessRecord.objects.get(what="audit.access")
    assert (kept.actor, kept.reference, kept.codes) == (auditor, complaint.reference, {"officer": "intake"})


def test_the_table_holds_what_the_page_shows_and_taking_it_is_recorded(looks, at_desk, auditor):
    complaint, *_rest = looks
    answer = at_desk(auditor).get(f"{PATH}csv/", {"nomor": complaint.reference})
    lines = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    assert [(line["what"], line["by"]) for line in lines if line["what"] != "export.access"] == [
        ("case.read", "penyelia"),
        ("complaint.read", "intake"),
    ]
    assert AccessRecord.objects.get(what="export.access").actor == auditor


@pytest.mark.parametrize("path", [PATH, f"{PATH}csv/", f"{PATH}rantai/"])
@pytest.mark.parametrize("who", ["intake", "penyelia", "pimpinan", "bkd.kukar", "kustodian", "admin"])
def test_it_is_for_auditors(people, at_desk, who, path):
    assert at_desk(people[who]).get(path).status_code == 403
    assert not AccessRecord.objects.exists()


def test_files_of_another_authority_are_not_listed_and_those_under_seal_are(looks, page, auditor):
    complaint, _first, second = looks
    Access.objects.filter(pk=complaint.access_id).update(authority=SupervisingAuthority.objects.get(code="KASN"))
    Access.objects.filter(pk=second.access_id).update(sealed=True)
    shown = page(auditor, PATH)
    assert complaint.reference not in shown and second.reference in shown


def test_the_api_answers_the_same(looks, call, auditor, intake):
    complaint, first, _second = looks
    answer = call(auditor, "GET", f"access-records?reference={complaint.reference}").json()
    assert [(row["what"], row["officer"], row["reference"]) for row in answer["items"]] == [
        ("case.read", "penyelia", first.reference),
        ("complaint.read", "intake", complaint.reference),
    ]
    assert answer["next"] is None
    since = (timezone.now() - timedelta(minutes=90)).strftime("%Y-%m-%dT%H:%M:%SZ")
    later = call(auditor, "GET", f"access-records?officer=intake&after={since}").json()["items"]
    assert [row["what"] for row in later] == ["case.read"]
    assert call(intake, "GET", "access-records").status_code == 403
    assert call(auditor, "GET", "access-records?cursor=x").status_code == 422


def test_the_api_pages_by_key(looks, call, auditor, intake):
    for number in range(60):
        seen("search.ask", by=intake, at=timezone.now(), hits=number)
    first = call(auditor, "GET", "access-records?what=search.ask").json()
    second = call(auditor, "GET", f"access-records?what=search.ask&cursor={first['next']}").json()
    numbers = [row["id"] for row in first["items"] + second["items"]]
    assert len(numbers) == 60 and numbers == sorted(numbers, reverse=True) and second["next"] is None


def test_it_asks_a_bounded_number_of_questions(looks, at_desk, auditor, intake, django_assert_max_num_queries):
    browser = at_desk(auditor)
    for number in range(60):
        seen("search.ask", by=intake, at=timezone.now(), hits=number)
    with django_assert_max_num_queries(20):
        browser.get(PATH)


# The state of the chain -----------------------------------------------------------------------------------------------
def test_the_state_of_the_chain_before_anything_was_done(page, auditor):
    shown = page(auditor, f"{PATH}rantai/")
    assert "Belum pernah selesai dibaca ulang." in shown


def test_the_state_of_the_chain_says_sealed_anchored_and_read_again(looks, page, auditor, settings, tmp_path):
    settings.ANCHOR = [(tmp_path / "anchors.log").as_uri()]
    seal_all(at=timezone.now())
    anchors.tell()
    verifying.begin()
    drain()
    shown = page(auditor, f"{PATH}rantai/")
    assert "Rantai utuh." in shown and "file: anchors.log" in shown and "terlambat" not in shown
    last = AccessRecord.objects.filter(seal__isnull=False).order_by("-pk").first()
    assert str(last.pk) in shown


def test_a_broken_chain_and_missing_anchors_are_said(forging, looks, page, auditor, settings):
    settings.ANCHOR = []
    AccessRecord.objects.filter(what="case.read").update(what="case.list")
    verifying.begin()
    drain()
    shown = page(auditor, f"{PATH}rantai/")
    assert "Rantai rusak:" in shown and "was altered" in shown and "Tidak diatur." in shown
