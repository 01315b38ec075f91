"""What the law says of a case: the page, the strip of the election, and the clocks beside the stage's own."""

from datetime import date

import pytest

from deadlines import keeping
from desk.templatetags.legal import strip_of
from investigations.assessing import answers_of
from investigations.models import Respondent
from law.models import Election
from workflow.models import Job

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def law_of(case) -> str:
    return f"/petugas/perkara/{case.reference}/ketentuan/"


@pytest.fixture
def case_of(a_case):
    """A case whose incident is on a day."""

    def make(day: date | None, stage: str = "EXAMINATION"):
        case = a_case(stage)
        case.incident_date = day
        case.save()
        return case

    return make


def test_the_page_tells_row_sanction_source_and_doubt(case_of, page, pemeriksa):
    shown = page(pemeriksa, law_of(case_of(date(2024, 10, 12))))
    for words in (
        "NET-D8",
        "Sesudah penetapan calon",
        "PP 94/2021",
        "Langkah demi langkah",
        "Sumber berselisih",
        "Pejabat pembina",
    ):
        assert words in shown


def test_without_a_day_it_says_what_is_missing(case_of, page, pemeriksa):
    assert "Isi hari kejadian lebih dahulu" in page(pemeriksa, law_of(case_of(None)))


def test_respondents_of_another_kind_have_an_answer_of_their_own(case_of, page, pemeriksa):
    case = case_of(date(2024, 10, 12))
    first = case.respondents.get()
    other = Respondent.objects.create(case=case, name="Siti Aminah", kind="PPPK")
    other.allegations.create(violation=first.allegations.get().violation)
    answers = answers_of(case, as_of=TODAY)
    assert [answer.assessment.discipline_law.pk for answer in answers] == ["PP-94-2021", "PP-49-2018"]
    assert "Siti Aminah" in page(pemeriksa, law_of(case))


def test_the_same_person_proven_before_is_answered_more_heavily(case_of, a_case):
    nip = "198601022010011003"
    before, now = a_case("FOLLOW_UP"), case_of(date(2024, 3, 1))
    for case in (before, now):
        person = case.respondents.get()
        person.nip = nip
        person.save()
    texts = [reason.step for reason in answers_of(now, as_of=TODAY)[0].assessment.explanation]
    assert "repetition" in texts
    person = before.respondents.get()
    person.nip = "198601022010011004"
    person.save()
    texts = [reason.step for reason in answers_of(now, as_of=TODAY)[0].assessment.explanation]
    assert "repetition" not in texts


def test_a_stranger_finds_no_such_page(a_case, client, bkd_kaltara):
    client.force_login(bkd_kaltara)
    assert client.get(law_of(a_case("EXAMINATION"))).status_code == 404


def test_the_case_shows_its_election_and_the_way_to_the_law(case_of, page, pemeriksa):
    case = case_of(date(2024, 10, 12))
    shown = page(pemeriksa, f"/petugas/perkara/{case.reference}/")
    assert "Penetapan calon" in shown and "22 September 2024" in shown and law_of(case) in shown


def test_the_strip_keeps_the_order_of_the_days():
    election = Election(designation_date=date(2024, 9, 22), vote_date=date(2024, 11, 27))
    strip = strip_of(election, date(2024, 10, 12), date(2024, 11, 4))
    assert 0 < strip.designation < strip.incident < strip.today < strip.vote < 100
    assert strip_of(election, date(2024, 10, 12), TODAY).today is None


def test_other_clocks_stand_beside_the_stages_own_with_their_basis(case_of, page, pemeriksa):
    case = case_of(date(2024, 10, 12))
    for job in Job.objects.filter(kind=keeping.JOB):
        keeping.follow(job.key)
    shown = page(pemeriksa, f"/petugas/perkara/{case.reference}/")
    assert "Keputusan atas pengaduan" in shown and "UU 25/2009 pasal 50" in shown
