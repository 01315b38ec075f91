"""A draft: its range and departures from it, its versions word by word, like cases, and a countersignature by another."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.models import Officer, Role
from law.models import Sanction
from sanctions import actions
from sanctions.comparing import similar
from sanctions.models import Recommendation
from sanctions.wording import runs
from workflow.verbs import available

WORDS = st.lists(st.sampled_from(["sanksi", "berat", "ringan", "pasal", "8", "<b>", "\n"]), max_size=12).map(" ".join)


@settings(max_examples=50)
@given(WORDS, WORDS)
def test_what_stayed_and_came_is_the_new_text_and_what_stayed_and_went_the_old(before, after):
    found = runs(before, after)
    assert "".join(run.text for run in found if run.how != "ins") == before
    assert "".join(run.text for run in found if run.how != "del") == after


@pytest.mark.django_db
def test_every_version_is_kept_and_its_changes_are_shown_word_by_word(a_recommendation, penyelia, komisioner, client):
    draft = a_recommendation("DRAFT")
    facts = {"reasons": "Baru <sekali> melanggar.", "aggravating": ["Memimpin apel."], "mitigating": ["Mengaku."]}
    actions.revise(draft, by=penyelia, sanction=draft.sanction, considerations="Terbukti hadir.", **facts)
    facts["reasons"] = "Sudah <sekali> melanggar."
    actions.revise(draft, by=penyelia, sanction=draft.sanction, considerations="Terbukti hadir.", **facts)
    assert [(v.number, v.by_id) for v in draft.versions.order_by("number")] == [(n, penyelia.pk) for n in (1, 2, 3)]
    assert list(draft.circumstances.values_list("text", flat=True)) == ["Memimpin apel.", "Mengaku."]
    client.force_login(komisioner)
    text = client.get(f"/petugas/rekomendasi/{draft.reference}/versi/").content.decode()
    assert "Baru</del>" in text and "Sudah</ins>" in text and "&lt;sekali&gt; melanggar." in text
    page = client.get(f"/petugas/rekomendasi/{draft.reference}/").content.decode()
    assert "Memimpin apel." in page and "Putusan dalam perkara serupa" in page


@pytest.mark.django_db
def test_a_sanction_outside_the_range_needs_its_reason(a_recommendation, penyelia, client):
    draft = a_recommendation("DRAFT")
    light = Sanction.objects.get(code="LIGHT-ORAL")
    with pytest.raises(ValidationError):
        actions.revise(draft, by=penyelia, sanction=light, considerations="x")
    client.force_login(penyelia)
    address = f"/petugas/rekomendasi/{draft.reference}/revise/"
    typed = {"sanction": light.pk, "considerations": "x", "aggravating": " Satu \n\n Dua "}
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {**typed, "departure": "Sudah dihukum adat."}).status_code == 302
    now = Recommendation.objects.get(pk=draft.pk)
    assert (now.sanction, now.departure) == (light, "Sudah dihukum adat.")
    assert "di luar rentang aturan" in client.get(f"/petugas/rekomendasi/{draft.reference}/").content.decode()
    assert [each.text for each in now.circumstances.order_by("order")] == ["Satu", "Dua"]


@pytest.mark.django_db
def test_who_wrote_it_does_not_countersign_it(a_recommendation, penyelia, komisioner):
    rec = a_recommendation("REVIEW")
    penyelia.roles.add(Role.objects.get(code="commissioner"))
    writer = Officer.objects.get(pk=penyelia.pk)
    with pytest.raises(PermissionDenied):
        actions.approve(rec, by=writer)
    assert "approve" not in {verb.name for verb in available(rec, writer)}
    assert "approve" in {verb.name for verb in available(rec, komisioner)}
    actions.approve(rec, by=komisioner)


@pytest.mark.django_db
def test_like_cases_are_those_with_the_same_violation_that_the_reader_may_see(
    a_recommendation, penyelia, bkd_kukar, people
):
    seen, hidden = a_recommendation("IMPLEMENTED"), a_recommendation("ISSUED")
    hidden.access.excluded.add(penyelia)
    draft = a_recommendation("DRAFT")
    found = similar(draft, penyelia)
    assert (found.total, found.few, found.violations) == (1, True, ["NET-D8"])
    assert [(bar.name, bar.recommended, bar.imposed, bar.own) for bar in found.bars] == [
        (seen.sanction.title, 1, 1, True)
    ]
    assert similar(draft, people["komisioner"]).total == 2
    assert similar(draft, bkd_kukar).total == 2  # nothing but what was issued to it
    assert similar(draft, people["bkd.kaltara"]).total == 0
