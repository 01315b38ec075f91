"""The plenary on the page: a vote per respondent, the others' hidden until one has voted, quorum and decision."""

import pytest

from complaints.actions import Person
from investigations import actions
from investigations.models import Case, Vote

pytestmark = pytest.mark.django_db


def address(case, verb: str = "") -> str:
    return f"/petugas/perkara/{case.reference}/" + (f"{verb}/" if verb else "")


def plenary_in(text: str) -> str:
    return text[text.index('id="pleno"') : text.index("</section>", text.index('id="pleno"'))]


def cast(case, by, conclusion="PROVEN", reasons=""):
    person = case.respondents.first()
    actions.vote(Case.objects.get(pk=case.pk), by=by, respondent=person, conclusion=conclusion, reasons=reasons)


def test_a_commissioner_votes_on_a_respondent(a_case, at_desk, page, komisioner):
    case = a_case("DELIBERATION")
    person = case.respondents.get()
    assert f"{address(case, 'vote')}?respondent={person.pk}" in page(komisioner, address(case))
    assert f'value="{person.pk}" selected' in page(komisioner, f"{address(case, 'vote')}?respondent={person.pk}")
    answer = at_desk(komisioner).post(
        address(case, "vote"), {"respondent": person.pk, "conclusion": "PROVEN", "reasons": "Bukti cukup."}
    )
    assert answer.status_code == 302
    assert Vote.objects.get().commissioner == komisioner
    assert "Suara Anda:" in plenary_in(page(komisioner, address(case)))


def test_nobody_votes_twice(a_case, at_desk, komisioner):
    case = a_case("DELIBERATION")
    cast(case, komisioner)
    ballot = {"respondent": case.respondents.get().pk, "conclusion": "NOT_PROVEN", "reasons": "Berubah."}
    answer = at_desk(komisioner).post(address(case, "vote"), ballot)
    assert answer.status_code == 409
    assert "sudah tercatat" in answer.content.decode() and "Berubah." in answer.content.decode()
    assert Vote.objects.get().conclusion == "PROVEN"


def test_the_others_votes_stay_hidden_until_one_has_voted(a_case, page, komisioner, komisioner2):
    case = a_case("DELIBERATION")
    cast(case, komisioner2, "NOT_PROVEN", "Kurang meyakinkan.")
    before = plenary_in(page(komisioner, address(case)))
    assert "1 dari 3" in before
    assert "Kurang meyakinkan." not in before and str(komisioner2) not in before and "Tidak terbukti" not in before
    cast(case, komisioner)
    after = plenary_in(page(komisioner, address(case)))
    assert "Kurang meyakinkan." in after and str(komisioner2) in after


@pytest.mark.parametrize("who", ["penyelia", "pemeriksa", "intake", "pimpinan"])
def test_outside_the_plenary_votes_are_counted_but_not_told_before_the_decision(a_case, people, page, who):
    case = a_case("DELIBERATION")
    cast(case, people["komisioner"], "NOT_PROVEN", "Alasan rahasia.")
    shown = plenary_in(page(people[who], address(case)))
    assert "1 dari 3" in shown and "Alasan rahasia." not in shown and "Tidak terbukti" not in shown


def test_after_the_decision_the_votes_can_be_read(a_case, page, penyelia, komisioner2):
    shown = plenary_in(page(penyelia, address(a_case("DECIDED"))))
    assert str(komisioner2) in shown and "3 dari 3" in shown and "Setuju." in shown


def test_a_vote_on_one_respondent_opens_the_votes_on_that_one_only(a_case, page, komisioner, komisioner2, kukar):
    case = a_case("DELIBERATION", people=[Person(name="Satu", agency=kukar), Person(name="Dua", agency=kukar)])
    first, second = case.respondents.order_by("pk")
    for person, reasons in ((first, "Tentang satu."), (second, "Tentang dua.")):
        actions.vote(
            Case.objects.get(pk=case.pk), by=komisioner2, respondent=person, conclusion="PROVEN", reasons=reasons
        )
    cast(case, komisioner)
    shown = plenary_in(page(komisioner, address(case)))
    assert "Tentang satu." in shown and "Tentang dua." not in shown


def test_the_decision_opens_with_the_quorum(a_case, page, at_desk, people, komisioner):
    case = a_case("DELIBERATION")
    shown = page(komisioner, address(case))
    assert "Terbuka setelah jumlah suara" in shown
    assert at_desk(komisioner).post(address(case, "decide")).status_code == 409
    for name in ("komisioner", "komisioner2", "komisioner3"):
        cast(case, people[name])
    assert f'href="{address(case, "decide")}"' in page(komisioner, address(case))
    assert at_desk(komisioner).post(address(case, "decide")).status_code == 302
    assert Case.objects.get(pk=case.pk).stage == "DECIDED"


def test_who_has_voted_on_everybody_is_not_asked_again(a_case, page, komisioner):
    case = a_case("DELIBERATION")
    cast(case, komisioner)
    shown = page(komisioner, address(case))
    assert "Suara Anda sudah lengkap." in shown and "Giliran komisioner" in shown
    assert f'href="{address(case, "vote")}' not in shown


def test_votes_are_for_commissioners(a_case, at_desk, penyelia):
    case = a_case("DELIBERATION")
    ballot = {"respondent": case.respondents.get().pk, "conclusion": "PROVEN"}
    assert at_desk(penyelia).post(address(case, "vote"), ballot).status_code == 403
    assert not Vote.objects.exists()


def test_a_respondent_of_another_case_cannot_be_voted_on(a_case, at_desk, komisioner):
    case, other = a_case("DELIBERATION"), a_case("DELIBERATION")
    ballot = {"respondent": other.respondents.get().pk, "conclusion": "PROVEN"}
    assert at_desk(komisioner).post(address(case, "vote"), ballot).status_code == 422
    assert not Vote.objects.exists()
