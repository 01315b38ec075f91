"""A respondent's number or name in the evidence of their case is offered as a link: taken, refused, taken back, never assumed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.models import Agency, Territory
from complaints import actions as complaints
from evidence.actions import add_file
from investigations import mentions
from investigations.actions import moot
from investigations.models import Case, Mention
from investigations.offering import mentions_of, offers_about, offers_in
from workflow.models import Event
from workflow.transitions import MovedOn
from workflow.worker import drain

pytestmark = pytest.mark.django_db
NIP = "198609262015051001"
TEXT = "Daftar hadir rapat.\n1. Rahmat Contoh Wijaya, NIP 19860926 201505 1 001, Camat\n2. Warga"


def person(**other) -> complaints.Person:
    facts = {
        "name": "Rahmat Contoh Wijaya",
        "position": "Camat",
        "agency": Agency.objects.get(code="64.02"),
        "nip": NIP,
    }
    return complaints.Person(**{**facts, **other})


@pytest.fixture
def a_matter(a_case, pemeriksa):
    """A case with one respondent and one file of text, looked through."""

    def make(text: str = TEXT, **other):
        case = a_case(people=[person(**other)])
        upload = SimpleUploadedFile("daftar.txt", text.encode())
        evidence = add_file(case.access, upload=upload, by=pemeriksa, at=timezone.now())
        drain()
        evidence.refresh_from_db(fields=["name"])
        return case, case.respondents.get(), evidence

    return make


def link(case, respondent, evidence, by, **other) -> Mention:
    facts = {"page": 1, "what": "NIP", "linked": True, "at": timezone.now()}
    return mentions.mention(case, by=by, respondent=respondent, evidence=evidence, **{**facts, **other})


def test_the_number_of_a_respondent_is_offered_with_its_page(a_matter, pemeriksa):
    _case, respondent, evidence = a_matter(name="")
    (offer,) = offers_about(evidence, pemeriksa)
    assert (offer.page, offer.evidence) == (1, evidence)
    assert "1001" in offer.text and NIP not in offer.text and str(respondent) in offer.text
    assert [choice.fields["do"] for choice in offer.choices] == ["link", "refuse"]


def test_the_name_is_offered_when_there_is_no_number_also_misread_by_one_letter(a_matter, pemeriksa):
    _case, _respondent, evidence = a_matter("Hadir: RAHMAT C0NTOH WIJAYA beserta staf", nip="")
    (offer,) = offers_about(evidence, pemeriksa)
    assert "Rahmat Contoh Wijaya" in offer.text and [c.fields["do"] for c in offer.choices] == ["link", "refuse"]


def test_a_number_beside_the_name_is_offered_to_fill_in(a_matter, pemeriksa):
    case, respondent, evidence = a_matter(nip="")
    (offer,) = offers_about(evidence, pemeriksa)
    assert [choice.fields["do"] for choice in offer.choices] == ["fill", "link", "refuse"]
    about = {"respondent": respondent, "evidence": evidence, "by": pemeriksa, "at": timezone.now()}
    mentions.fill_in(case, page=1, nip=NIP, **about)
    respondent.refresh_from_db()
    assert (respondent.nip, respondent.position) == (NIP, "Camat")
    verbs = Event.objects.filter(subject_reference=case.reference).values_list("verb", flat=True)
    assert {"case.identify", "case.mention"} <= set(verbs)
    assert offers_about(evidence, pemeriksa) == []


def test_a_number_that_is_not_on_the_page_is_not_filled_in(a_matter, pemeriksa):
    case, respondent, evidence = a_matter(nip="")
    about = {"respondent": respondent, "evidence": evidence, "by": pemeriksa, "at": timezone.now()}
    with pytest.raises(ValidationError):
        mentions.fill_in(case, page=1, nip="197001011995031002", **about)
    respondent.refresh_from_db()
    assert respondent.nip == "" and not Mention.objects.exists()


def test_a_number_far_from_the_name_is_not_offered_for_it(a_matter, pemeriksa):
    _case, _respondent, evidence = a_matter(f"Rahmat Contoh Wijaya hadir. {'kata lain ' * 60} NIP {NIP}", nip="")
    (offer,) = offers_about(evidence, pemeriksa)
    assert [choice.fields["do"] for choice in offer.choices] == ["link", "refuse"]


def test_a_link_is_kept_told_by_codes_and_offered_no_more(a_matter, pemeriksa):
    case, respondent, evidence = a_matter()
    link(case, respondent, evidence, pemeriksa)
    assert offers_in(case, [evidence], [respondent], pemeriksa) == []
    assert [row.evidence for row in mentions_of([respondent], pemeriksa)[respondent.pk]] == [evidence]
    event = Event.objects.get(verb="case.mention")
    assert event.payload == {"respondent": respondent.pk, "evidence": str(evidence.pk), "page": 1}


def test_a_refusal_is_remembered_and_a_second_click_makes_no_second_row(a_matter, pemeriksa):
    case, respondent, evidence = a_matter()
    for _ in range(2):
        link(case, respondent, evidence, pemeriksa, linked=False)
    assert Mention.objects.count() == 1
    assert offers_about(evidence, pemeriksa) == [] and mentions_of([respondent], pemeriksa) == {}


def test_taken_back_it_is_offered_again_and_twice_is_once(a_matter, pemeriksa):
    case, respondent, evidence = a_matter()
    link(case, respondent, evidence, pemeriksa)
    for _ in range(2):
        mentions.forget(case, by=pemeriksa, respondent=respondent, evidence=evidence, at=timezone.now())
    assert len(offers_about(evidence, pemeriksa)) == 1
    assert Event.objects.filter(verb="case.forget_mention").count() == 1


@pytest.mark.parametrize("name", ["intake", "komisioner", "bkd.kukar", "bawaslu", "pimpinan"])
def test_strangers_link_nothing(a_matter, people, name):
    matter = a_matter()
    with pytest.raises(PermissionDenied):
        link(*matter, people[name])
    assert not Mention.objects.exists()


def test_an_ended_case_is_left_as_it_is_and_offers_no_buttons(a_matter, pemeriksa, penyelia):
    case, respondent, evidence = a_matter()
    case = Case.objects.get(pk=case.pk)
    moot(case, by=penyelia, reason="Semua pensiun")
    with pytest.raises(MovedOn):
        link(case, respondent, evidence, pemeriksa)
    assert [offer.choices for offer in offers_about(evidence, pemeriksa)] == [()]


def test_a_file_of_another_case_is_no_evidence_of_this_one(a_matter, pemeriksa):
    case, respondent, _own = a_matter()
    _other, _somebody, foreign = a_matter()
    with pytest.raises(ValidationError):
        link(case, respondent, foreign, pemeriksa)
    assert not Mention.objects.exists()


def test_a_respondent_of_another_region_is_never_named_by_a_file(a_matter, a_complaint, pemeriksa, penyelia, intake):
    a_matter(name="Rahmat Contoh Wijaya")
    pemeriksa.regions.set([Territory.objects.get(code="65")])
    reader = type(pemeriksa).objects.get(pk=pemeriksa.pk)
    complaint = a_complaint(territory=Territory.objects.get(code="65.01"), people=[])
    evidence = add_file(
        complaint.access, upload=SimpleUploadedFile("x.txt", TEXT.encode()), by=intake, at=timezone.now()
    )
    drain()
    assert offers_about(evidence, reader) == []
    assert not evidence.facts.filter(kind__in=["OFFICIAL", "CANDIDATE"]).exists()


# Pages --------------------------------------------------------------------------------------------------------------------
def test_on_the_page_of_the_file_one_button_links_and_leads_back(a_matter, client, pemeriksa):
    case, respondent, evidence = a_matter()
    client.force_login(pemeriksa)
    page = client.get(f"/petugas/bukti/{evidence.pk}/").content.decode()
    address = f"/petugas/perkara/{case.reference}/respondents/{respondent.pk}/mention/"
    assert address in page and "Kaitkan" in page
    answer = client.post(
        address, {"do": "link", "evidence": str(evidence.pk), "page": "1", "what": "NIP", "back": "file"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/petugas/bukti/{evidence.pk}/?hal=1#hal-1")
    page = client.get(f"/petugas/perkara/{case.reference}/").content.decode()
    assert "dikaitkan" in page and "Lepas kaitan" in page and "Kaitkan<" not in page
    client.post(address, {"do": "forget", "evidence": str(evidence.pk)})
    assert "Kaitkan<" in client.get(f"/petugas/perkara/{case.reference}/").content.decode()


def test_what_a_button_should_not_send_changes_nothing(a_matter, client, pemeriksa):
    case, respondent, evidence = a_matter()
    client.force_login(pemeriksa)
    address = f"/petugas/perkara/{case.reference}/respondents/{respondent.pk}/mention/"
    for sent in ({}, {"do": "link"}, {"do": "link", "evidence": "x"}, {"do": "burn", "evidence": str(evidence.pk)}):
        assert client.post(address, sent).status_code == 302
    assert client.post(f"/petugas/perkara/{case.reference}/respondents/999999/mention/", {}).status_code == 404
    assert client.get(address).status_code == 405
    assert not Mention.objects.exists()
