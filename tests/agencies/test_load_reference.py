"""Reference data is loaded at every start: quickly, once, and without undoing what an administrator changed."""

import time
from io import StringIO

import pytest
from django.core.management import call_command

from agencies.loading import read_csv, store
from agencies.models import Agency, Role, Shipment, SupervisingAuthority, Territory
from law.models import Holiday

pytestmark = pytest.mark.django_db
NEW_ROLE = {"code": "tamu", "name": "Tamu", "name_en": "Guest", "rights": ["case.view"]}


def run(*options) -> str:
    out = StringIO()
    call_command("load_reference", *options, stdout=out)
    return out.getvalue()


def test_a_second_load_writes_nothing_and_is_quick(django_assert_max_num_queries):
    run()
    started = time.perf_counter()
    with django_assert_max_num_queries(40):
        assert "0 baris" in run()
    assert time.perf_counter() - started < 2


def test_a_new_database_is_filled_in_seconds():
    Shipment.objects.all().delete()
    started = time.perf_counter()
    run()
    assert time.perf_counter() - started < 4


def test_what_an_administrator_changed_stays():
    run()
    SupervisingAuthority.objects.filter(code="BKN").update(quorum=5)
    run()
    assert SupervisingAuthority.objects.get(code="BKN").quorum == 5


def test_overwrite_brings_the_shipped_rows_back():
    run()
    SupervisingAuthority.objects.filter(code="BKN").update(quorum=5)
    run("--overwrite")
    assert SupervisingAuthority.objects.get(code="BKN").quorum == 3


def test_only_the_row_that_changed_in_the_file_is_written():
    other = NEW_ROLE | {"code": "tamu2"}
    store(Role, [NEW_ROLE, other])
    Role.objects.filter(code="tamu2").update(name="Diubah di situs")
    assert store(Role, [NEW_ROLE | {"name": "Tamu resmi"}, other]) == [NEW_ROLE | {"name": "Tamu resmi"}]
    assert set(Role.objects.filter(code__startswith="tamu").values_list("name", flat=True)) == {
        "Tamu resmi",
        "Diubah di situs",
    }


def test_a_row_gone_from_the_file_stays_unless_told_otherwise():
    store(Role, [NEW_ROLE])
    store(Role, [])
    assert Role.objects.filter(code="tamu").exists()


def test_a_holiday_taken_back_is_deleted():
    first = {"day": "2031-01-01", "kind": "NATIONAL", "source": "uji"}
    second = {"day": "2031-01-02", "kind": "JOINT_LEAVE", "source": "uji"}
    store(Holiday, [first, second], drop=True)
    store(Holiday, [first], drop=True)
    assert list(Holiday.objects.filter(day__year=2031).values_list("kind", flat=True)) == ["NATIONAL"]


def test_a_failed_load_leaves_nothing_behind(monkeypatch):
    Shipment.objects.all().delete()
    monkeypatch.setattr("law.loading.load", lambda: 1 / 0)
    before = (Territory.objects.count(), Agency.objects.count())
    with pytest.raises(ZeroDivisionError):
        run()
    assert (Territory.objects.count(), Agency.objects.count()) == before
    assert not Shipment.objects.exists()


def test_comments_at_the_head_of_a_file_are_no_rows(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("# source: none\ncode,name\n1,satu\n", encoding="utf-8")
    assert read_csv(path) == [{"code": "1", "name": "satu"}]
