"""Who is one person: by number alone it joins by itself; everything else an officer says, and it is remembered."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from investigations.models import Respondent
from persons import deciding, linking
from persons.models import Person, PersonLink, Verdict
from persons.names import alike, canonical
from persons.queries import alleged_of, joined_to, person_of, proposals_for
from tests.persons.conftest import NIP, OTHER_NIP
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Drs. H. Soeharto Wibowo, M.Si", "Suharto Wibowo"),
        ("Moh. Djoko Susilo", "Muhammad Joko Soesilo"),
        ("Achmad Fauzi, S.Sos", "Ahmad Fauzi"),
        ("Sukarno", "Soekarno"),
        ("Tjokro Yudhoyono", "Cokro Yudoyono"),
    ],
)
def test_spellings_of_one_name_are_alike(one, other):
    assert canonical(one) == canonical(other)
    assert alike(one, other, same_place=True)


def test_two_names_are_two_names_and_one_word_is_a_name_in_its_own_agency_alone():
    assert not alike("Budi Santoso", "Budi Hartono", same_place=True)
    assert alike("Sukarno", "Soekarno", same_place=True) and not alike("Sukarno", "Soekarno", same_place=False)
    assert not alike("", "Budi", same_place=True)


def test_the_same_valid_number_is_one_person_across_cases_and_an_odd_number_joins_nobody(about):
    _one, first = about("Budi Santoso", nip=NIP)
    _two, second = about("B. Santoso", nip=f"{NIP[:8]} {NIP[8:14]} {NIP[14]} {NIP[15:]}")
    _three, third = about("Budi Santoso", nip="123")
    assert person_of(first) == person_of(second) != person_of(third)
    assert second.link.how == PersonLink.How.NIP and third.link.how == PersonLink.How.ALONE
    assert person_of(first).nip == NIP and person_of(third).nip is None


def test_nobody_is_a_person_of_whom_neither_name_nor_number_is_known(about):
    _case, respondent = about("")
    assert person_of(respondent) is None


def test_a_number_found_later_joins_and_the_history_says_who_and_when(about, identified, pemeriksa):
    _one, first = about("Budi Santoso", nip=NIP)
    case, second = about("Boedi Santosa")
    before = person_of(second)
    identified(case, second, nip=NIP)
    assert person_of(second) == person_of(first) != before
    latest, earliest = second.link.history.order_by("-history_id")
    assert (latest.person_id, latest.history_user_id) == (person_of(first).pk, pemeriksa.pk)
    assert earliest.person_id == before.pk


def test_a_wrong_number_corrected_parts_again(about, identified):
    _one, first = about("Budi Santoso", nip=NIP)
    case, second = about("Rina Hapsari", nip=NIP)
    assert person_of(second) == person_of(first)
    identified(case, second, nip=OTHER_NIP)
    assert person_of(second) != person_of(first) and person_of(second).nip == OTHER_NIP


def test_a_like_name_is_proposed_to_an_officer_never_joined_by_itself(about, pemeriksa):
    _one, first = about("Drs. Soeharto Wibowo", nip=NIP)
    _two, second = about("Suharto Wibowo")
    _three, stranger = about("Suharto Wibowo", nip=OTHER_NIP)
    person = person_of(second)
    found = proposals_for(person, alleged_of(person, pemeriksa), pemeriksa)
    assert {each.person for each in found} == {person_of(first), person_of(stranger)}
    own = person_of(first)
    assert [each.person for each in proposals_for(own, alleged_of(own, pemeriksa), pemeriksa)] == [
        person
    ]  # two numbers


def test_accepted_they_are_one_and_parted_they_are_as_before(about, pemeriksa):
    _one, first = about("Drs. Soeharto Wibowo")
    case, second = about("Suharto Wibowo", nip=NIP)
    one, other = person_of(first), person_of(second)
    said = deciding.join(one, other, by=pemeriksa, at=timezone.now(), why="Foto sama.")
    assert person_of(second) == one == person_of(first)
    one.refresh_from_db()
    assert one.nip == NIP and joined_to(one) == [said]
    second.link.refresh_from_db()
    assert (second.link.how, second.link.by, second.link.why) == ("OFFICER", pemeriksa, "Foto sama.")
    assert Event.objects.filter(verb="case.link_person", subject_reference=case.reference).count() == 1
    deciding.part(said, by=pemeriksa, at=timezone.now())
    assert (person_of(first), person_of(second)) == (one, other)
    assert Person.objects.get(pk=other.pk).nip == NIP and Person.objects.get(pk=one.pk).nip is None
    with pytest.raises(ValidationError):
        deciding.part(said, by=pemeriksa, at=timezone.now())


def test_refused_they_are_not_proposed_again_until_somebody_joins_them(about, pemeriksa):
    _one, first = about("Suharto Wibowo")
    _two, second = about("Soeharto Wibowo")
    one, other = person_of(first), person_of(second)
    deciding.refuse(one, other, by=pemeriksa, at=timezone.now(), why="Beda tanggal lahir.")
    deciding.refuse(other, one, by=pemeriksa, at=timezone.now())
    assert Verdict.objects.filter(same=False).count() == 1
    assert proposals_for(one, alleged_of(one, pemeriksa), pemeriksa) == []
    deciding.join(one, other, by=pemeriksa, at=timezone.now())
    assert person_of(second) == one


def test_two_numbers_are_never_joined_and_a_stranger_joins_nobody(about, pemeriksa, people):
    _one, first = about("Suharto Wibowo", nip=NIP)
    _two, second = about("Suharto Wibowo", nip=OTHER_NIP)
    with pytest.raises(ValidationError):
        deciding.join(person_of(first), person_of(second), by=pemeriksa, at=timezone.now())
    with pytest.raises(ValidationError):
        deciding.join(person_of(first), person_of(first), by=pemeriksa, at=timezone.now())
    for name in ("pimpinan", "intake", "merit", "bkd.kukar", "admin"):
        with pytest.raises(PermissionDenied):
            deciding.refuse(person_of(first), person_of(second), by=people[name], at=timezone.now())
    assert person_of(first) != person_of(second)


def test_respondents_from_before_there_were_links_get_theirs_in_rounds(about):
    case, _respondent = about("Budi Santoso", nip=NIP)
    older = Respondent.objects.create(case=case, name="Lama", nip=NIP)
    Respondent.objects.create(case=case)
    linking.link_older()
    assert person_of(older).nip == NIP
    assert Respondent.objects.filter(link=None).count() == 1
