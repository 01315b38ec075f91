"""What is erased is gone: every table that hangs on a file has its word, and nothing that was said is found afterwards."""

import json

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from complaints.models import Complaint, Message, ReportedPerson
from evidence.models import Evidence, Page
from identity.report_keys import is_destroyed
from investigations.models import Case
from privacy import retention
from privacy.erasing import acts, residue
from privacy.erasing.reach import is_history, rows, texts, ways
from privacy.erasing.table import FATES
from privacy.models import Erasure
from privacy.units import accesses
from search.models import Document
from workflow.actors import SYSTEM
from workflow.models import Access, Event
from workflow.worker import drain

pytestmark = pytest.mark.django_db
NAME, STORY, PLACE = "Wiranto Terhapus", "Kalimat rahasia zamrudkelabu tentang camat.", "Balai Sungai Terhapus"


@pytest.fixture
def told(reference_data):
    return {"narrative": STORY, "incident_place": PLACE}


@pytest.fixture
def over(a_recommendation, told, penyelia):
    """A case that was followed up and closed."""
    recommendation = a_recommendation("VERIFIED", **told)
    case = recommendation.case
    respondent = case.respondents.get()
    respondent.name, respondent.nip = NAME, "198001012005011001"
    respondent.save()
    return case


def everything() -> str:
    """Every value of every table, as one text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            found += [f"{table}: {value}" for row in cursor.fetchall() for value in row if value is not None]
    return "\n".join(found)


def erase(subject, **more):
    acts.erase(accesses(subject), reference=subject.reference, kind=subject.KIND, by=SYSTEM, at=timezone.now(), **more)


def test_every_text_that_hangs_on_a_file_has_its_word():
    missing = []
    for model in ways():
        if is_history(model):
            continue
        fate = FATES.get(model._meta.label)
        if fate is not None and fate.drop:
            continue
        known = {*fate.empty, *fate.keep} if fate else set()
        missing += [f"{model._meta.label}.{name}" for name in sorted(texts(model) - known)]
    assert missing == []


def test_the_table_names_only_what_is_there():
    for label, fate in FATES.items():
        model = apps.get_model(label)
        names = {field.name for field in model._meta.concrete_fields}
        assert model in ways() and {*fate.empty, *fate.keep} <= names, label


def test_nothing_that_was_said_is_found_anywhere(over, told, kukar):
    drain()
    before = everything()
    assert all(word in before for word in (NAME, "zamrudkelabu", PLACE)) and Document.objects.exists()
    erase(over)
    drain()
    residue.sweep()
    after = everything()
    left = [
        line
        for line in after.split("\n")
        for word in (NAME, "zamrudkelabu", PLACE, "198001012005011001")
        if word in line
    ]
    assert left == []
    assert not rows(Document, accesses(over)).exists() and not rows(Page, accesses(over)).exists()
    assert not rows(Case.history.model, [over.access_id]).exists()
    assert all(is_destroyed(pk) for pk in accesses(over))


def test_the_bones_stay_for_the_figures_and_the_log(over, told):
    stage, number = over.stage, Event.objects.count()
    erase(over)
    over.refresh_from_db()
    assert (over.stage, over.reference) == (stage, over.reference)
    assert Event.objects.count() > number
    call_command("verify_log", verbosity=0)
    proof = Erasure.objects.get(access=over.access)
    assert proof.reference == over.reference and proof.counted["investigations.Case"] == 1 and len(proof.digest) == 64


def test_nobody_sees_it_any_more(over, told, penyelia, client):
    erase(over)
    client.force_login(penyelia)
    assert client.get(f"/petugas/perkara/{over.reference}/").status_code == 404
    assert not Case.objects.visible_to(penyelia).filter(pk=over.pk).exists()


def test_files_leave_the_disk(rejected, a_file, settings):
    complaint = rejected()
    file = a_file(complaint=complaint)
    folder = settings.EVIDENCE_DIR
    assert [place for place in folder.rglob("*") if place.is_file()]
    erase(complaint)
    drain()
    assert not [place for place in folder.rglob("*") if place.is_file()]
    file.refresh_from_db()
    assert file.name == "(dimusnahkan)" and Evidence.objects.filter(pk=file.pk).exists()


def test_other_files_stay_whole(over, a_complaint, told):
    other = a_complaint("VERIFYING", narrative="Laporan lain tetap ada.")
    people = ReportedPerson.objects.filter(complaint=other).count()
    erase(over)
    other.refresh_from_db()
    assert (
        other.narrative == "Laporan lain tetap ada."
        and ReportedPerson.objects.filter(complaint=other).count() == people
    )
    assert Complaint.history.filter(id=other.pk).exists()


def test_a_hold_stops_it_at_the_last_door(over, told, penyelia):
    retention.hold(over, reason="Gugatan di PTUN.", by=penyelia, at=timezone.now())
    with pytest.raises(ValidationError, match="penahanan"):
        erase(over)
    assert not Erasure.objects.exists() and Case.objects.get(pk=over.pk).title == over.title


def test_the_second_time_changes_nothing(over, told):
    erase(over)
    number, lines = Event.objects.count(), acts.listed()
    erase(over)
    assert Event.objects.count() == number and acts.listed() == lines


def test_what_comes_back_with_an_older_copy_goes_again(over, told, capsys):
    erase(over)
    assert acts.come_back() == []
    Erasure.objects.all().delete()
    Case.objects.filter(pk=over.pk).update(title=NAME)
    Access.objects.filter(pk__in=accesses(over)).update(sealed=False)
    assert [line["reference"] for line in acts.come_back()] == [over.reference]
    call_command("replay_erasures")
    over.refresh_from_db()
    assert NAME not in over.title and acts.come_back() == [] and "1 berkas" in capsys.readouterr().out


def test_a_line_cut_off_in_the_list_is_no_trouble(over, told):
    erase(over)
    with acts.place().open("a") as held:
        held.write('{"accesses": [1')
    assert [line["reference"] for line in acts.listed()] == [over.reference]


def test_a_crash_in_the_middle_leaves_all_of_it(over, told, monkeypatch):
    monkeypatch.setitem(FATES, "investigations.Case", FATES["investigations.Case"].__class__(empty={"round": None}))
    with pytest.raises(Exception, match="round|null|NULL"):
        erase(over)
    assert Case.objects.get(pk=over.pk).respondents.get().name == NAME and not Erasure.objects.exists()
    assert acts.listed() == []


def test_the_reporter_is_told_that_it_is_gone(rejected, client):
    complaint = rejected()
    erase(complaint)
    assert Message.objects.filter(complaint=complaint).exclude(sealed=b"").count() == 0
    assert json.dumps(acts.listed()[-1]["reference"]) == json.dumps(complaint.reference)
