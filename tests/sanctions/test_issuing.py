"""One letter carries what is issued together to one appointing authority; one person's annex says nothing of another."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agencies.models import Agency
from complaints.actions import Person
from investigations.models import Case
from letters.models import Letter, NumberSequence
from sanctions import actions
from sanctions.models import Recommendation
from tests.letters.test_writing import words_of

pytestmark = pytest.mark.django_db
Stage = Recommendation.Stage


@pytest.fixture
def approved(a_case, people):
    """Approved recommendations of one case: Andi and Budi of Kutai Kartanegara, Citra of Paser."""

    def make() -> list[Recommendation]:
        kukar, paser = Agency.objects.get(code="64.02"), Agency.objects.get(code="64.01")
        named = [("Andi Satu", kukar), ("Budi Dua", kukar), ("Citra Tiga", paser)]
        people_ = [Person(name=name, position="Camat", agency=agency) for name, agency in named]
        case = a_case("FOLLOW_UP", people=people_)
        for rec in case.recommendations.order_by("pk"):
            actions.submit(rec, by=people["penyelia"])
            actions.approve(Recommendation.objects.get(pk=rec.pk), by=people["komisioner"])
        return list(rows().filter(case=case).order_by("respondent__name"))

    return make


def rows():
    return Recommendation.objects.select_related("access", "letter", "case", "respondent__agency")


def page(case: Case) -> str:
    return reverse("sanctions:issue-together", args=[case.reference])


def test_one_letter_carries_those_of_one_agency_each_with_an_annex(approved, people):
    andi, budi, citra = approved()
    letter = actions.issue_together([andi, budi], by=people["penyelia"], cc=["Menteri Dalam Negeri"])
    assert [rows().get(pk=each.pk).letter_id for each in (andi, budi, citra)] == [letter.pk, letter.pk, None]
    text = words_of(letter.pdf)
    first, second = (text.index(f"Lampiran {n} {letter.number}") for n in (1, 2))
    assert "Andi Satu" in text[first:second] and "Budi Dua" not in text[first:second]
    assert "Budi Dua" in text[second:] and "Andi Satu" not in text[second:]
    assert "Citra" not in text and "Menteri Dalam Negeri" in text and "NET-" in text[first:second]
    assert letter.agency_id == "64.02" and rows().get(pk=andi.pk).stage == Stage.ISSUED


def test_two_agencies_are_never_in_one_letter(approved, people):
    andi, _budi, citra = approved()
    with pytest.raises(ValidationError):
        actions.issue_together([andi, citra], by=people["penyelia"])
    assert not Letter.objects.exists() and rows().get(pk=andi.pk).stage == Stage.APPROVED


def test_when_one_was_issued_meanwhile_none_is_and_no_number_is_lost(approved, people):
    andi, budi, _citra = approved()
    actions.issue(budi, by=people["penyelia"])
    before = Letter.objects.count(), NumberSequence.objects.get().last
    with pytest.raises(Exception, match="issue"):
        actions.issue_together([andi, budi], by=people["penyelia"])
    assert (Letter.objects.count(), NumberSequence.objects.get().last) == before
    assert rows().get(pk=andi.pk).stage == Stage.APPROVED


def test_the_page_groups_by_agency_and_issues_what_was_chosen(client, approved, people):
    andi, budi, citra = approved()
    client.force_login(people["penyelia"])
    text = client.get(page(andi.case)).content.decode()
    assert (
        text.count("Terbitkan dengan satu surat") == 2
        and "Terbitkan bersama" in client.get(reverse("desk:case", args=[andi.case.reference])).content.decode()
    )
    assert client.post(page(andi.case), {"surat": "surat1"}).status_code == 422
    foreign = {"surat": "surat1", "surat1-recommendations": [citra.reference]}
    groups = {"surat1": andi, "surat2": citra} if text.index("Andi") < text.index("Citra") else {}
    assert groups and client.post(page(andi.case), foreign).status_code == 422
    chosen = {"surat": "surat1", "surat1-recommendations": [andi.reference, budi.reference], "surat1-cc": "Gubernur\n"}
    answer = client.post(page(andi.case), chosen)
    letter = Letter.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("letters:show", args=[letter.pk])
    assert letter.cc == ["Gubernur"] and letter.recommendations.count() == 2
    assert client.post(page(andi.case), chosen).status_code in (409, 422)


def test_who_may_not_issue_together(client, approved, people):
    case = approved()[0].case
    for name, status in {"komisioner": 403, "pemeriksa": 403, "bkd.kukar": 404, "bawaslu": 404}.items():
        client.force_login(people[name])
        assert client.get(page(case)).status_code == status, name


def test_a_replaced_recommendation_replaces_its_letter(a_recommendation, people, client):
    old = a_recommendation("ISSUED")
    actions.rebut(old, by=people["bkd.kukar"], note="Bukan pegawai kami saat itu.")
    new = actions.supersede(rows().get(pk=old.pk), by=people["penyelia"], note="Diganti.")["recommendation"]
    draft = rows().get(reference=new)
    actions.submit(draft, by=people["penyelia"])
    actions.approve(rows().get(pk=draft.pk), by=people["komisioner"])
    actions.issue(rows().get(pk=draft.pk), by=people["penyelia"])
    letters = Letter.objects.filter(kind="RECOMMENDATION")
    assert letters.get(pk=old.letter_id).superseded_by_id == rows().get(pk=draft.pk).letter_id
    assert client.get(f"/api/v1/verify/{old.letter.code}").json()["superseded"] is True


def test_the_agency_opens_its_letter_from_its_own_page(client, a_recommendation, people):
    issued = a_recommendation("ISSUED")
    client.force_login(people["bkd.kukar"])
    own = client.get(reverse("sanctions:letter", args=[issued.reference])).content.decode()
    pdf = reverse("letters:pdf", args=[issued.letter_id])
    assert pdf in own and pdf in client.get(reverse("sanctions:show", args=[issued.reference])).content.decode()
    assert client.get(pdf).content == issued.letter.pdf
    client.force_login(people["penyelia"])
    desk = client.get(reverse("desk:recommendation", args=[issued.reference])).content.decode()
    assert "Dibuka di ruang kerja instansi" in desk
