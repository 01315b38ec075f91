"""The plenary on the page: a vote per respondent, the others' hidden until all present voted, quorum and decision."""

import pytest
from django.utils import timezone

from investigations import actions, sessions
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


def a_session(case, people, present=("komisioner", "komisioner2", "komisioner3")):
    called = [people[name] for name in ("komisioner", "komisioner2", "komisioner3")]
    facts = {"held_at": timezone.now(), "place": "Ruang rapat", "chair": called[0], "members": called, "cases": [case]}
    session = sessions.call(by=people["penyelia"], **facts)
    sessions.attend(session, by=people["penyelia"], present=[people[name] for name in present])
    return session


def test_the_others_votes_stay_hidden_until_all_who_are_present_have_voted(a_case, page, call, people):
    first, second, third = (people[name] for name in ("komisioner", "komisioner2", "komisioner3"))
    case = a_case("DELIBERATION")
    a_session(case, people)
    cast(case, second, "NOT_PROVEN", "Kurang meyakinkan.")
    cast(case, first)
    before = plenary_in(page(first, address(case)))
    assert "2 dari 3" in before and "Suara Anda:" in before and "1 komisioner yang hadir belum" in before
    assert "Kurang meyakinkan." not in before and str(second) not in before and "Tidak terbukti" not in before
    answered = call(first, "GET", f"cases/{case.reference}/plenary").json()
    assert answered["laid_open"] is False and [v["commissioner"] for v in answered["respondents"][0]["votes"]] == [
        first.username
    ]
    assert "Kurang meyakinkan." not in page(first, address(case))
    assert "NOT_PROVEN" not in call(first, "GET", f"cases/{case.reference}/plenary").content.decode()
    cast(case, third)
    after = plenary_in(page(first, address(case)))
    assert "Kurang meyakinkan." in after and str(second) in after
    assert len(call(first, "GET", f"cases/{case.reference}/plenary").json()["respondents"][0]["votes"]) == 3


@pytest.mark.parametrize("who", ["penyelia", "pemeriksa", "intake", "pimpinan"])
def test_outside_the_plenary_votes_are_counted_but_not_told_before_the_decision(a_case, people, page, who):
    case = a_case("DELIBERATION")
    cast(case, people["komisioner"], "NOT_PROVEN", "Alasan rahasia.")
    whole = page(people[who], address(case))
    shown = plenary_in(whole)
    assert "1 dari 3" in shown and "Alasan rahasia." not in whole and "Tidak terbukti" not in shown


def test_after_the_decision_the_votes_can_be_read(a_case, page, penyelia, komisioner2):
    shown = plenary_in(page(penyelia, address(a_case("DECIDED"))))
    assert str(komisioner2) in shown and "3 dari 3" in shown and "Setuju." in shown


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


def test_a_session_is_called_attended_and_shown_with_its_papers(a_case, at_desk, page, people, penyelia, komisioner):
    case = a_case("DELIBERATION")
    assert case.reference in page(penyelia, "/petugas/pleno/")
    assert f'href="/petugas/pleno/baru/?perkara={case.reference}"' in page(penyelia, address(case))
    assert "checked" in page(penyelia, f"/petugas/pleno/baru/?perkara={case.reference}")
    called = [people[name].pk for name in ("komisioner", "komisioner2", "komisioner3")]
    facts = {"held_at": "2026-11-24T09:00", "place": "Ruang pleno", "chair": called[0], "members": called}
    assert at_desk(penyelia).post("/petugas/pleno/baru/", facts).status_code == 422
    answer = at_desk(penyelia).post("/petugas/pleno/baru/", facts | {"cases": [case.pk]})
    assert answer.status_code == 302
    shown = page(komisioner, answer.url)
    assert "Ruang pleno" in shown and case.title in shown and "NET-D8" in shown and "0 hadir, kuorum 3" in shown
    assert at_desk(people["komisioner2"]).post(answer.url + "hadir/", {"present": called}).status_code == 403
    assert at_desk(penyelia).post(answer.url + "hadir/", {"present": called[:2]}).status_code == 302
    assert "2 hadir, kuorum 3" in page(komisioner, answer.url)
    for verb in ("tutup/", f"perkara/{case.reference}/keluar/"):
        assert at_desk(komisioner).post(answer.url + verb).status_code == 403
    assert at_desk(penyelia).post(answer.url + "tutup/").status_code == 422  # not decided yet
    again = at_desk(penyelia).post("/petugas/pleno/baru/", facts | {"cases": [case.pk]})
    assert again.status_code == 422  # it stands on an agenda already
    assert at_desk(penyelia).post(answer.url + f"perkara/{case.reference}/keluar/").status_code == 302
    assert at_desk(penyelia).post(answer.url + "perkara/", {"case": case.pk}).status_code == 302


def test_who_has_no_part_in_the_plenary_sees_no_session(a_case, at_desk, people):
    session = a_session(a_case("DELIBERATION"), people)
    for who, status in {"pemeriksa": (403, 404), "intake": (403, 404), "bawaslu": (403, 404)}.items():
        assert at_desk(people[who]).get("/petugas/pleno/").status_code == status[0]
        assert at_desk(people[who]).get(f"/petugas/pleno/{session.pk}/").status_code == status[1]


def test_who_disagreed_writes_an_opinion_once(a_case, at_desk, page, people):
    case = a_case("DELIBERATION")
    a_session(case, people)
    person = case.respondents.get()
    for name, conclusion in (("komisioner", "PROVEN"), ("komisioner2", "PROVEN"), ("komisioner3", "NOT_PROVEN")):
        cast(case, people[name], conclusion)
    written = f"{address(case)}respondents/{person.pk}/dissent/"
    assert at_desk(people["komisioner3"]).get(written).status_code == 409  # nothing is decided yet
    actions.decide(Case.objects.get(pk=case.pk), by=people["komisioner"])
    assert "berbeda dari putusan" in page(people["penyelia"], address(case))
    assert written in page(people["komisioner3"], address(case))
    assert at_desk(people["komisioner"]).post(written, {"text": "Saya setuju."}).status_code == 422
    assert at_desk(people["penyelia"]).post(written, {"text": "Saya bukan komisioner."}).status_code == 403
    assert at_desk(people["komisioner3"]).post(written, {"text": "Saksi tidak didengar."}).status_code == 302
    assert at_desk(people["komisioner3"]).post(written, {"text": "Lagi."}).status_code == 409
    assert "Saksi tidak didengar." in page(people["penyelia"], address(case))
