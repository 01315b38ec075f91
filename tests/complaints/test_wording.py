"""The same story told again in other words is found at intake, by whom both may be seen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency, Territory
from complaints.actions import Person
from complaints.models import Wording
from complaints.queries import likely_duplicates
from complaints.wording import remember_older, told_alike

pytestmark = pytest.mark.django_db
STORY = (
    "Pada hari Senin pagi kepala dinas mengumpulkan seluruh pegawai di aula kantor, lalu membagikan kaus bergambar pasangan "
    "calon nomor dua. Pegawai honorer diminta mencatat nama keluarga dan menyerahkan daftar itu kepada bendahara."
)
RETOLD = (
    "Hari Senin pagi kepala dinas mengumpulkan seluruh pegawai di aula kantor dan membagikan kaus bergambar pasangan calon "
    "nomor dua. Pegawai honorer diminta mencatat nama keluarga, lalu menyerahkan daftar itu ke bendahara kantor."
)
OTHER = (
    "Lurah mengunggah foto bersama bakal calon wali kota pada halaman media sosial pribadinya, memakai pakaian dinas lengkap "
    "dan simbol jari. Unggahan tersebut disukai puluhan guru sekolah dasar."
)


@pytest.fixture
def told(a_complaint):
    """A report of this story, about somebody unknown elsewhere, so that only the words can give it away."""

    def make(narrative: str, **other):
        person = Person(name="", position="Kepala dinas", agency=Agency.objects.get(code="64.02"))
        facts = {"narrative": narrative, "people": [person], "incident_date": None}
        return a_complaint(**{**facts, **other})

    return make


def test_a_story_told_again_is_likely_a_duplicate_and_another_story_is_not(told, intake):
    first, again = told(STORY), told(RETOLD)
    told(OTHER)
    assert likely_duplicates(again, intake) == [first] and likely_duplicates(first, intake) == [again]


def test_what_the_reader_may_not_see_is_not_compared(told, intake):
    far = told(STORY, territory=Territory.objects.get(code="65.01"))
    near = told(RETOLD)
    assert set(told_alike(near, intake)) == {far.pk}
    intake.regions.set([Territory.objects.get(code="64")])
    reader = type(intake).objects.get(pk=intake.pk)
    assert told_alike(near, reader) == {} and likely_duplicates(near, reader) == []


def test_sealed_and_excluded_it_is_not_told(told, intake):
    first, again = told(STORY), told(RETOLD)
    first.access.excluded.add(intake)
    assert told_alike(again, intake) == {}


def test_a_short_text_is_like_nothing(told, intake):
    told("Camat berkampanye.")
    assert told_alike(told("Camat berkampanye."), intake) == {}


def test_reports_without_a_fingerprint_get_one_in_the_next_round_and_keep_it(told, intake):
    first, again = told(STORY), told(RETOLD)
    Wording.objects.all().delete()
    for _ in range(2):
        remember_older()
    assert Wording.objects.count() == 2 and likely_duplicates(again, intake) == [first]


def test_the_look_up_costs_a_fixed_number_of_queries(told, intake):
    for _ in range(8):
        told(STORY)
    again = told(RETOLD)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(told_alike(again, intake)) == 8
    assert len(asked) <= 5
