"""A reported person learns what is kept about them, and nothing from which the reporter could be told."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.models import Agency
from complaints.actions import Person
from investigations.models import Respondent
from privacy.subjects import subject_export
from workflow.models import AccessRecord

NIP = "198001012005011001"
PLANTED = "Saya bidan di puskesmas yang sama, meja saya di sebelahnya."


@pytest.fixture
def about(reference_data):
    """The reported person, with the number as a reporter typed it."""
    return {
        "people": [
            Person(
                name="Budi Terlapor",
                nip="19800101 200501 1 001",
                position="Camat",
                agency=Agency.objects.get(code="64.02"),
            )
        ],
        "narrative": PLANTED,
        "incident_place": "Puskesmas Loa Kulu",
    }


def test_what_is_kept_is_told_without_anything_of_the_reporter(a_case, about, penyelia):
    case = a_case("EXAMINATION", **about)
    respondent = case.respondents.get()
    kept = subject_export(NIP, by=penyelia, at=timezone.now())
    (told,) = kept.export["cases"]
    assert told["reference"] == case.reference and told["noted_as"]["name"] == "Budi Terlapor"
    assert told["violations"] == [{"code": "NET-D8", "finding": "PROVEN"}]
    said, complaint = json.dumps(kept.export), case.case_complaints.get().complaint
    for planted in (PLANTED, "Loa Kulu", "Pelapor Rahasia", "pelapor@example.org", complaint.reference, "dua saksi"):
        assert planted not in said
    assert kept.withheld == 0 and respondent.name in said


def test_what_became_of_it_is_told(a_recommendation, about, penyelia):
    recommendation = a_recommendation("IMPLEMENTED", **about)
    (told,) = subject_export("19800101-200501-1-001", by=penyelia, at=timezone.now()).export["cases"]
    (letter,) = told["recommendations"]
    assert (letter["letter"], letter["decree"]) == (recommendation.letter.number, "800/1")
    assert told["outcome"] == "PROVEN"


def test_a_case_of_which_its_respondent_was_not_told_is_withheld(a_case, about, penyelia):
    a_case("CLARIFICATION", **about)
    kept = subject_export(NIP, by=penyelia, at=timezone.now())
    assert kept.export["cases"] == [] and kept.withheld == 1
    assert "withheld" not in kept.export


def test_nobody_else_in_the_same_case_is_told_of(a_case, about, penyelia):
    case = a_case("EXAMINATION", **about)
    Respondent.objects.create(case=case, name="Orang Lain", nip="198502022010012002")
    assert "Orang Lain" not in json.dumps(subject_export(NIP, by=penyelia, at=timezone.now()).export)


def test_a_sealed_case_is_withheld_and_every_told_one_is_noted(a_case, about, penyelia):
    open_one, sealed = a_case("EXAMINATION", **about), a_case("EXAMINATION", **about)
    sealed.access.sealed = True
    sealed.access.save()
    kept = subject_export(NIP, by=penyelia, at=timezone.now())
    assert [told["reference"] for told in kept.export["cases"]] == [open_one.reference] and kept.withheld == 1
    noted = AccessRecord.objects.filter(what="export.subject").values_list("reference", "actor")
    assert list(noted) == [(open_one.reference, penyelia.pk)]


def test_the_command_says_what_it_withholds_apart(a_case, about, penyelia):
    a_case("CLARIFICATION", **about)
    out, aside = StringIO(), StringIO()
    call_command("subject_export", nip=NIP, by="penyelia", stdout=out, stderr=aside)
    assert json.loads(out.getvalue())["cases"] == [] and "withheld: 1" in aside.getvalue()


@pytest.mark.parametrize(
    "nip, by, said", [("1980", "penyelia", "18 digits"), (NIP, "auditor", "may not"), (NIP, "siapa", "no account")]
)
def test_who_may_not_and_what_is_no_number(people, nip, by, said):
    with pytest.raises(CommandError, match=said):
        call_command("subject_export", nip=nip, by=by)
