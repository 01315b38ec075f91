"""The list of people and the page of one: only what the reader sees, what was not proven said as such, bounded queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from investigations.assessing import earlier_levels
from investigations.models import Case
from persons.models import Person
from persons.queries import person_of
from tests.conftest import walk
from tests.persons.conftest import NIP, OTHER_NIP
from workflow.models import AccessRecord

pytestmark = pytest.mark.django_db


def test_the_page_tells_every_case_over_the_years_with_what_came_of_it(about, people, at_desk):
    old, first = about("Drs. Boedi Santoso", nip=NIP, stage="DECIDED", proven=False)
    new, _second = about("Budi Santoso", nip=NIP)
    desk = at_desk(people["pemeriksa"])
    answer = desk.get(f"/petugas/perkara/{old.reference}/respondents/{first.pk}/orang/")
    assert answer.status_code == 302
    text = desk.get(answer.headers["Location"]).content.decode()
    assert old.reference in text and new.reference in text and NIP in text
    assert "Tidak terbukti" in text and "2 perkara" in text and "Drs. Boedi Santoso" in text
    read = AccessRecord.objects.filter(what="person.read", reference__in=[old.reference, new.reference])
    assert set(read.values_list("reference", flat=True)) == {old.reference, new.reference}


def test_a_case_the_reader_does_not_see_is_neither_shown_nor_counted_nor_searched(about, people, at_desk):
    seen, first = about("Budi Santoso", nip=NIP)
    hidden, _second = about("Poniman Rahasia", nip=NIP, territory=None)
    hidden.access.excluded.add(people["pemeriksa"])
    desk, page = at_desk(people["pemeriksa"]), f"/petugas/orang/{person_of(first).pk}/"
    text = desk.get(page).content.decode()
    assert "1 perkara" in text and hidden.reference not in text and "Poniman" not in text
    assert "Budi Santoso" not in desk.get("/petugas/orang/?q=Poniman").content.decode()
    assert "Budi Santoso" in desk.get("/petugas/orang/?q=boedi santosso").content.decode()
    assert "Budi Santoso" in desk.get(f"/petugas/orang/?q={NIP}").content.decode()
    for name in ("merit", "admin", "auditor", "bkd.kukar", "bawaslu"):
        assert at_desk(people[name]).get(page).status_code == 403
    assert at_desk(people["komisioner"]).get(page).status_code == 404
    assert at_desk(people["pimpinan"]).get(page).status_code == 200


def test_an_officer_accepts_and_refuses_on_the_page(about, people, at_desk):
    _one, first = about("Suharto Wibowo")
    _two, second = about("Soeharto Wibowo")
    _three, third = about("Suharto Wibawa")
    person, desk = person_of(first), at_desk(people["pemeriksa"])
    page = f"/petugas/orang/{person.pk}/"
    text = desk.get(page).content.decode()
    assert "Mungkin orang yang sama" in text and "Soeharto Wibowo" in text
    assert "Mungkin orang yang sama" not in at_desk(people["intake"]).get(page).content.decode()
    assert (
        at_desk(people["intake"]).post(f"{page}decide/", {"other": person_of(second).pk, "do": "join"}).status_code
        == 403
    )
    desk.post(f"{page}decide/", {"other": person_of(second).pk, "do": "join"})
    desk.post(f"{page}decide/", {"other": person_of(third).pk, "do": "refuse"})
    assert person_of(second) == person != person_of(third)
    text = desk.get(page).content.decode()
    assert "Mungkin orang yang sama" not in text and "Pisahkan" in text
    assert desk.post(f"{page}decide/", {"other": "x", "do": "join"}).status_code == 404


def test_the_list_goes_on_by_key_and_both_pages_ask_a_bounded_number_of_questions(about, people, at_desk, monkeypatch):
    monkeypatch.setattr("persons.views.people.PAGE", 2)
    cases = [about("Budi Santoso", nip=NIP) for _each in range(2)]
    desk = at_desk(people["pemeriksa"])
    page, listed = f"/petugas/orang/{person_of(cases[0][1]).pk}/", "/petugas/orang/"
    desk.get(page)
    few = questions(desk, page), questions(desk, listed)
    for number in range(4):
        about("Budi Santoso", nip=NIP)
        about(f"Orang {'abcd'[number]}", agency=None)
    assert (questions(desk, page), questions(desk, listed)) <= (few[0] + 1, few[1])
    first = desk.get(listed)
    assert len(first.context["rows"]) == 2 and first.context["next"]
    second = desk.get(listed, {"setelah": first.context["next"]})
    pages = [row.pk for row in [*first.context["rows"], *second.context["rows"]]]
    assert pages == sorted(set(pages), reverse=True)
    assert Person.objects.count() == 5


def questions(desk, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(path).status_code == 200
    return len(asked)


def test_what_was_proven_before_against_the_same_person_aggravates_and_nothing_else(about, people, identified):
    old, first = about("Budi Santoso", nip=NIP)
    walk(Case.objects.get(pk=old.pk), "DECIDED", True, people)
    case, second = about("Boedi Santosa")
    code = second.allegations.get().violation_id
    assert not earlier_levels([second])
    identified(case, second, nip=NIP)
    assert earlier_levels([second])[second.pk, code] == [first.allegations.get().violation.default_level]
    _other, third = about("Budi Santoso", nip=OTHER_NIP)
    assert not earlier_levels([third])
