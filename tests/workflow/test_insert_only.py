"""What stands in the log can be read and added to, and nothing else, by whatever way it is asked."""

# ruff: noqa: S608 - the tables are named here

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from workflow import insert_only
from workflow.access_batches import seal_all
from workflow.access_records import seen
from workflow.models import AccessRecord, AccessSeal, Event
from workflow.verification import first_broken_link

pytestmark = pytest.mark.django_db
MODELS = [Event, AccessRecord, AccessSeal]
TABLES = [model._meta.db_table for model in MODELS]


@pytest.fixture(autouse=True)
def written(a_complaint, intake):
    complaint = a_complaint()
    seen("complaint.read", by=intake, at=timezone.now(), access=complaint.access, reference=complaint.reference)
    seal_all(at=timezone.now())
    connection.check_constraints()  # PostgreSQL empties no table while checks wait, whoever asks


def refused(act) -> None:
    before = {model: list(model.objects.order_by("pk").values()) for model in MODELS}
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        act()
    assert {model: list(model.objects.order_by("pk").values()) for model in MODELS} == before
    assert first_broken_link() is None


def sql(statement: str):
    return lambda: connection.cursor().execute(statement)


@pytest.mark.parametrize("model", MODELS)
def test_the_orm_changes_and_removes_nothing(model):
    row = model.objects.first()
    field = "batch" if model is AccessSeal else "mark" if model is AccessRecord else "hash"
    refused(lambda: model.objects.filter(pk=row.pk).update(**{field: 7}))
    refused(lambda: model.objects.filter(pk=row.pk).delete())
    refused(lambda: row.save(force_update=True))


@pytest.mark.parametrize("table", TABLES)
def test_sql_changes_and_removes_nothing(table):
    column = "batch" if table == "workflow_accessseal" else "access_id"
    refused(sql(f"UPDATE {table} SET {column} = {column}"))
    refused(sql(f"DELETE FROM {table}"))
    refused(sql(f"DELETE FROM {table} WHERE 1 = 1"))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.embedded
def test_replacing_is_no_way_around_on_sqlite(table):
    refused(sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))
    refused(sql(f"REPLACE INTO {table} SELECT * FROM {table}"))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.postgres
def test_emptying_and_playing_the_replica_are_no_way_around_on_postgresql(table):
    refused(sql(f"TRUNCATE {table} CASCADE"))
    refused(sql(f"SET LOCAL session_replication_role = replica; DELETE FROM {table}"))
    key = "record_id" if table == "workflow_accessseal" else "id"
    refused(sql(f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}"))


def test_it_is_told_where_a_trigger_is_gone(forging):
    assert insert_only.missing() == list(insert_only.TABLES)
    insert_only.make()
    assert insert_only.missing() == []
