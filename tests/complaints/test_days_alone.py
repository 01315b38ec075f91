"""Of an anonymous reporter only days are kept: no minute in any table can be laid beside somebody else's log (I6)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from complaints.models import Complaint
from workflow.ledger import is_day_alone
from workflow.worker import drain

pytestmark = pytest.mark.django_db
# transient, or the work of the site itself: none of these rows names a moment of the reporter's
OURS = {
    "workflow.Job", "sessions.Session", "agencies.Officer", "agencies.HistoricalOfficer", "identity.CustodianKey",
    "worklists.HistoricalPriorityRule",
}  # fmt: skip


def minutes_of(since) -> dict[str, list]:
    """Every time kept since then that is more than a day: table and column."""
    told: dict[str, list] = {}
    for model in apps.get_models():
        if model._meta.label in OURS:
            continue
        for column in (field.name for field in model._meta.fields if isinstance(field, models.DateTimeField)):
            times = model._default_manager.filter(**{f"{column}__gte": since}).values_list(column, flat=True)
            if exact := [time for time in times if not is_day_alone(time)]:
                told[f"{model._meta.label}.{column}"] = exact
    return told


def test_a_whole_visit_leaves_days_alone(citizen, photo, people):
    since = timezone.now() - timedelta(minutes=1)
    citizen.fills_in(but={"/lapor/kontak/": {"mode": "ANONYMOUS", "name": "", "phone": ""}})
    citizen.writes("/lapor/bukti/", berkas=photo(), tautan="https://contoh.example/1", unggah="1")
    citizen.sends()
    citizen.opens(*citizen.receipt())
    citizen.browser.post("/lacak/pesan/", {"text": "Sudah dibaca?"})
    citizen.browser.post("/lacak/bukti/", {"berkas": photo("kedua.png")})
    citizen.browser.post("/lacak/tarik/", {"text": "Tidak jadi"})
    assert Complaint.objects.get().stage == "WITHDRAWN"
    assert minutes_of(since) == {}


def test_neither_face_shows_a_minute(citizen, people, client):
    citizen.fills_in(but={"/lapor/kontak/": {"mode": "ANONYMOUS", "name": "", "phone": ""}})
    citizen.sends()
    citizen.opens(*citizen.receipt())
    client.force_login(people["intake"])
    complaint = Complaint.objects.get()
    drain()
    for page in (
        citizen.reads("/lacak/"),
        citizen.reads("/lapor/tanda-terima/"),
        client.get(f"/petugas/laporan/{complaint.reference}/").content.decode(),
        client.get("/petugas/laporan/").content.decode(),
    ):
        story = page.partition("<main")[2].partition("</main>")[0]
        assert "pukul" not in story.replace("pukul 09.42", "")
