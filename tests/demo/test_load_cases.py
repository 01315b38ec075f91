"""Synthetic reports are rows as the product itself writes them."""

import hashlib
import io

import pytest
from django.core.management import CommandError, call_command

from complaints.models import Complaint
from evidence import vault
from evidence.models import Evidence
from identity.models import Envelope
from investigations.models import Allegation, Case, CaseComplaint, Respondent
from search.indexing import differences, rebuild
from workflow.models import Access
from workflow.verification import first_broken_link


@pytest.fixture
def loaded(people, settings):
    settings.EMBEDDED = True
    call_command("load_cases", count=120, verbosity=0)


@pytest.mark.usefixtures("loaded")
def test_as_many_complaints_as_asked_for_and_what_belongs_to_them():
    assert Complaint.objects.count() == 120
    assert Access.objects.count() == 120 + Case.objects.count()
    assert CaseComplaint.objects.count() == Complaint.objects.filter(stage="ACCEPTED").count() > 0
    assert Complaint.objects.filter(people=None).count() == 0
    assert Allegation.objects.count() == Respondent.objects.count()
    assert Envelope.objects.count() == Complaint.objects.exclude(mode="ANONYMOUS").count()


@pytest.mark.usefixtures("loaded")
def test_every_row_with_a_history_has_one():
    for model in (Complaint, Case, Respondent):
        assert model.history.count() == model.objects.count()


@pytest.mark.usefixtures("loaded")
def test_rows_hold_what_the_models_ask_for():
    for row in [*Complaint.objects.all()[:20], *Case.objects.all()[:20], *Evidence.objects.all()[:20]]:
        row.full_clean(exclude=["receipt_digest", "stage"])  # the stage has a constraint of its own


@pytest.mark.usefixtures("loaded")
def test_a_file_lies_where_its_row_says():
    evidence = Evidence.objects.first()
    with vault.opened(evidence) as file:
        raw = file.read()
    assert (len(raw), hashlib.sha256(raw).hexdigest()) == (evidence.size, evidence.sha256)
    assert evidence.pages.get().text == raw.decode()


@pytest.mark.usefixtures("loaded")
def test_todays_officers_see_them_and_the_search_learns_of_them(penyelia):
    assert Complaint.objects.visible_to(penyelia).count() == 120
    rebuild()
    assert list(differences()) == []
    assert first_broken_link() is None


def test_more_can_be_loaded_beside_them(loaded):
    call_command("load_cases", count=30, verbosity=0)
    assert Complaint.objects.count() == 150


def test_the_same_seed_writes_the_same_texts(loaded, settings):
    before = list(Complaint.objects.order_by("pk").values_list("narrative", flat=True))
    call_command("load_cases", count=120, verbosity=0)
    assert list(Complaint.objects.order_by("pk").values_list("narrative", flat=True)) == before * 2


def test_it_says_what_it_leaves_out(people, settings):
    settings.EMBEDDED, out = True, io.StringIO()
    call_command("load_cases", count=1, stdout=out)
    assert "rebuild_index" in out.getvalue()


def test_it_refuses_where_real_reports_may_come_in(people, settings):
    settings.EMBEDDED = settings.DEBUG = False
    with pytest.raises(CommandError, match="may be a real site"):
        call_command("load_cases", count=1)


def test_none_is_no_number(people, settings):
    settings.EMBEDDED = True
    with pytest.raises(CommandError, match="at least 1"):
        call_command("load_cases", count=0)
