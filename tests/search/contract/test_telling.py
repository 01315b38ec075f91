"""The search service hears of every change, however it was made, in the right order; what differs is found and mended."""

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection, transaction

from complaints.models import Complaint
from evidence.models import Evidence
from search import indexing, queries, telling
from search.backends import backend
from search.backends.base import Filters
from search.backends.elastic import reading, writing
from search.backends.elastic.client import breaker, client
from search.models import Document, Target, Unheard
from search.parsing import parse
from tests.search.test_index import check
from tests.search.test_permission import make_officer
from workflow.models import Access

pytestmark = [pytest.mark.django_db, pytest.mark.elastic, pytest.mark.usefixtures("elastic")]


def live() -> str:
    return Target.objects.get(live=True).name


def told(pk: int) -> dict | None:
    """What the service holds of a document, and at which version."""
    writing.refresh(live())
    answer = client(site.SEARCH_URL).options(ignore_status=404).get(index=live(), id=str(pk))
    return {"digest": answer["_source"]["digest"], "version": answer["_version"]} if answer["found"] else None


def counted(user, text: str) -> int:
    """What the service itself counts, whatever the database would say."""
    return reading.search(parse(text), user, Filters(), place=None, newest=False, size=5).total


def text_of(complaint) -> Document:
    return Document.objects.get(key=f"complaint/{complaint.pk}/text")


def test_the_service_is_asked_and_agrees(a_complaint, a_file, intake, find):
    a_file(a_complaint(narrative="kata baru").access, "deklarasi damai")
    assert find(intake, "deklarasi damai").fallback is False
    assert counted(intake, "deklarasi") == 1
    assert not Unheard.objects.exists()
    assert list(telling.differences()) == []


def test_writing_again_what_is_there_tells_nothing(a_complaint, up_to_date):
    access = a_complaint().access
    up_to_date()
    indexing.make(access.pk)
    assert not Unheard.objects.exists()


def test_a_stale_write_never_wins(a_complaint, up_to_date):
    complaint = a_complaint(narrative="kata lama")
    up_to_date()
    old = text_of(complaint)
    Complaint.objects.filter(pk=complaint.pk).update(narrative="kata baru")
    indexing.make(complaint.access_id)
    Document.objects.filter(key=old.key).update(hidden="lain")
    up_to_date()
    now = text_of(complaint)
    before = told(now.pk)
    late = Document.objects.get(pk=now.pk)
    late.hidden = "terlambat"
    writing.put(live(), [late], {late.pk: before["version"] - 1}, {})
    assert told(now.pk) == before


def test_a_late_write_does_not_raise_what_was_deleted(a_complaint, a_file, intake, up_to_date):
    file = a_file(a_complaint().access, "kata lenyap")
    up_to_date()
    document = Document.objects.get(evidence=file)
    file.delete()
    up_to_date()
    writing.put(live(), [document], {document.pk: 1}, {})
    assert told(document.pk) is None
    assert counted(intake, "lenyap") == 0


@pytest.mark.parametrize("way", ["delete", "queryset", "access", "sql"])
def test_what_is_deleted_is_deleted_there(way, a_complaint, a_file, intake, up_to_date):
    file = a_file(a_complaint().access, "kata lenyap")
    up_to_date()
    assert counted(intake, "lenyap") == 1
    if way == "delete":
        file.delete()
    elif way == "queryset":
        Evidence.objects.filter(pk=file.pk).delete()
    elif way == "access":
        Document.objects.filter(access=file.access).delete()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document WHERE evidence_id IS NOT NULL")
    up_to_date()
    assert counted(intake, "lenyap") == 0


def test_bulk_and_update_of_documents_are_told(a_complaint, a_file, intake, up_to_date):
    a_file(a_complaint().access, *["halaman sama"] * 5)
    up_to_date()
    Document.objects.filter(evidence__isnull=False).update(stage="FOLLOW_UP")
    assert Unheard.objects.count() == 5
    up_to_date()
    assert list(telling.differences()) == []


def test_what_is_rolled_back_is_told_to_nobody(a_complaint, intake, up_to_date):
    complaint = a_complaint(narrative="tetap")
    up_to_date()
    with transaction.atomic():
        Document.objects.filter(access=complaint.access_id).update(hidden="tak pernah")
        Access.objects.filter(pk=complaint.access_id).update(sealed=True)
        transaction.set_rollback(True)
    assert not Unheard.objects.exists()
    assert counted(intake, "tetap") == 1


@pytest.mark.parametrize("way", ["update", "save", "sql"])
def test_a_sealed_file_is_gone_in_the_next_search_and_then_from_the_service(way, a_complaint, intake, find, up_to_date):
    complaint = a_complaint(narrative="rahasia besar")
    assert find(intake, "rahasia").total == 1
    if way == "update":
        Access.objects.filter(pk=complaint.access_id).update(sealed=True)
    elif way == "save":
        access = Access.objects.get(pk=complaint.access_id)
        access.sealed = True
        access.save()
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE workflow_access SET sealed = %s WHERE id = %s", [True, complaint.access_id])
    result = find(intake, "rahasia", fresh=False)
    assert (result.total, list(result.hits), result.fallback) == (0, [], False)
    assert not any(result.facets.values())
    up_to_date()
    assert counted(intake, "rahasia") == 0
    assert not Unheard.objects.exists()


def test_a_moved_file_leaves_its_old_readers_at_once_and_is_found_by_the_new(a_complaint, people, find):
    here, there = make_officer("timur", "intake", regions=["64"]), make_officer("utara", "intake", regions=["65"])
    complaint = a_complaint(narrative="pindah wilayah")
    assert (find(here, "pindah").total, find(there, "pindah").total) == (1, 0)
    Access.objects.filter(pk=complaint.access_id).update(region_id="65")
    assert find(here, "pindah", fresh=False).total == 0
    assert (find(here, "pindah").total, find(there, "pindah").total) == (0, 1)
    assert (counted(here, "pindah"), counted(there, "pindah")) == (0, 1)


def test_a_conflict_declared_and_a_rejected_file_hold_at_once(a_complaint, a_file, intake, find):
    first, second = a_complaint(narrative="benturan"), a_complaint(narrative="biasa")
    file = a_file(second.access, "isi terlarang")
    assert find(intake, "benturan").total == 1 and find(intake, "terlarang").total == 1
    first.access.excluded.add(intake)
    Evidence.objects.filter(pk=file.pk).update(stage="REJECTED")
    assert find(intake, "benturan", fresh=False).total == 0
    assert find(intake, "terlarang", fresh=False).total == 0
    assert counted(intake, "benturan") == 0


def test_a_partner_that_is_no_more_finds_no_more(a_complaint, people, find):
    partner = make_officer("mitra", rights=["search.use", "complaint.view_referred"], authority=None, agency="K.01")
    complaint = a_complaint(narrative="dirujuk")
    complaint.access.partners.add("K.01")
    assert find(partner, "dirujuk").total == 1
    complaint.access.partners.remove("K.01")
    result = find(partner, "dirujuk", fresh=False)
    assert (result.total, result.facets["kind"]) == (0, [])
    find(partner, "x")
    assert counted(partner, "dirujuk") == 0


# Comparing and mending --------------------------------------------------------------------------------------------------
def test_check_counts_what_differs_both_ways_and_fix_mends_it(a_complaint, a_file, intake, up_to_date, capsys):
    for narrative in ("pertama", "kedua", "ketiga"):
        a_complaint(narrative=narrative)
    up_to_date()
    assert check(capsys)[0] == 0
    missing, stale = Document.objects.order_by("pk")[:2]
    service = client(site.SEARCH_URL)
    service.delete(index=live(), id=str(missing.pk))
    service.index(index=live(), id=str(stale.pk), document={"id": stale.pk, "digest": "lain", "tokens": stale.tokens})
    ghost = {"id": 999_999, "digest": "hantu", "stem": "hantu", "tokens": stale.tokens, "kind": "complaint"}
    service.index(index=live(), id="999999", document=ghost, refresh=True)
    code, lines = check(capsys)
    assert code == 1
    assert {f"missing elasticsearch/{missing.key}", f"stale elasticsearch/{stale.key}"} <= set(lines)
    assert "orphan elasticsearch/999999" in lines
    with pytest.raises(SystemExit):
        call_command("check_index", fix=True)
    assert "1 missing, 1 orphan, 1 stale (mended)" in capsys.readouterr().err
    assert check(capsys)[0] == 0
    assert find_total(intake, "hantu") == 0


def find_total(user, text: str) -> int:
    return queries.search(user, text).total


def test_what_raw_sql_changed_behind_its_back_is_found_in_both_indexes(a_complaint, up_to_date, capsys):
    complaint = a_complaint()
    up_to_date()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE complaints_complaint SET narrative = 'diam-diam' WHERE id = %s", [complaint.pk])
    assert f"stale complaint/{complaint.pk}/text" in check(capsys)[1]
    with pytest.raises(SystemExit):
        call_command("check_index", fix=True)
    assert check(capsys)[0] == 0
    assert list(telling.differences()) == []


def test_a_database_restored_from_a_backup_overtakes_the_service(a_complaint, up_to_date):
    complaint = a_complaint(narrative="asli")
    up_to_date()
    document = text_of(complaint)
    document.hidden = "masa depan"
    writing.put(live(), [document], {document.pk: 5_000_000}, {})
    assert [str(each) for each in telling.differences()] == [f"stale elasticsearch/{document.key}"]
    telling.mend()
    assert list(telling.differences()) == []
    Document.objects.filter(pk=document.pk).update(hidden="berikutnya")
    telling.tell()
    assert list(telling.differences()) == []


# Making it anew ---------------------------------------------------------------------------------------------------------
def test_rebuilding_moves_the_alias_and_drops_the_old(a_complaint, intake, find):
    a_complaint(narrative="deklarasi")
    assert find(intake, "deklarasi").total == 1
    before = live()
    call_command("rebuild_index", verbosity=0)
    assert live() != before and writing.existing() == {live(): True}
    assert counted(intake, "deklarasi") == 1


def test_the_old_answers_until_the_new_one_is_whole_and_what_happens_meanwhile_is_in_both(
    a_complaint, intake, find, monkeypatch
):
    for _number in range(3):
        a_complaint(narrative="deklarasi damai")
    assert find(intake, "deklarasi").total == 3
    seen, put = [], writing.put

    def watched(*given):
        put(*given)
        seen.append(counted(intake, "deklarasi"))

    monkeypatch.setattr(writing, "put", watched)
    target = telling.begin()
    telling.fill(target)
    changed = Document.objects.filter(kind="complaint").first()
    Document.objects.filter(pk=changed.pk).update(body="lain sama sekali")
    telling.tell()
    telling.finish(target)
    assert set(seen) == {3} or seen[-1] == 2
    writing.refresh(live())
    assert live() == target.name and counted(intake, "deklarasi") == 2
    assert list(telling.differences()) == []


def test_a_rebuild_that_was_killed_leaves_the_old_one_answering_and_is_finished_by_the_worker(
    a_complaint, intake, find, monkeypatch
):
    a_complaint(narrative="deklarasi")
    assert find(intake, "deklarasi").total == 1

    def killed(target):
        raise KeyboardInterrupt

    monkeypatch.setattr(telling, "finish", killed)
    with pytest.raises(KeyboardInterrupt):
        call_command("rebuild_index", verbosity=0)
    monkeypatch.undo()
    half = Target.objects.get(live=False)
    assert find(intake, "deklarasi", fresh=False).total == 1
    telling.keep_up()
    assert live() == half.name
    assert list(telling.differences()) == []


def test_an_index_that_vanished_is_made_again_while_the_database_answers(a_complaint, intake, find):
    a_complaint(narrative="deklarasi")
    assert find(intake, "deklarasi").total == 1
    writing.remove([live()])
    result = find(intake, "deklarasi", fresh=False)
    assert (result.total, result.fallback) == (1, True)
    breaker.reset()
    assert (find(intake, "deklarasi").total, find(intake, "deklarasi").fallback) == (1, False)
    assert counted(intake, "deklarasi") == 1


def test_a_site_without_a_service_notes_nothing(a_complaint, elastic, up_to_date):
    writing.remove(writing.existing())
    elastic.SEARCH_URL = ""
    telling.keep_up()
    a_complaint()
    up_to_date()
    assert not Unheard.objects.exists() and not Target.objects.exists()
    assert backend().name == "embedded"
