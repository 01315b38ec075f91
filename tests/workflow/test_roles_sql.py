"""The grant script for PostgreSQL: the role that the site works with reads the log and adds to it, and nothing else."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from deploy.doctor.log import alterable
from tests.architecture.sources import ROOT
from workflow import insert_only
from workflow.access_batches import seal_all
from workflow.access_records import seen
from workflow.verification import first_broken_link

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
ACTS = ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table}", "DROP TABLE {table}"]
SCRIPT = ROOT / "deploy" / "postgresql" / "roles.sql"


@pytest.fixture
def as_the_site(a_complaint):
    """The script has been run, and this connection plays its role; without the triggers, so that the grants speak alone."""
    a_complaint()
    connection.check_constraints()
    insert_only.drop()
    with connection.cursor() as cursor:
        cursor.execute(SCRIPT.read_text())
        cursor.execute("SET LOCAL ROLE netral_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("table", insert_only.TABLES)
@pytest.mark.parametrize(
    "act", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table}", "DROP TABLE {table}"]
)
def test_the_role_of_the_site_reads_and_adds_and_does_nothing_else(as_the_site, table, act):
    key = "record_id" if table == "workflow_accessseal" else "id"
    with pytest.raises(DatabaseError, match="permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(act.format(table=table, key=key))
    assert first_broken_link() is None


def test_the_site_works_with_it(as_the_site, intake, report):
    seen("case.read", by=intake, at=timezone.now())
    assert seal_all(at=timezone.now()) == 1
    assert first_broken_link() is None


def test_the_doctor_says_which_role_could_alter_the_log(db):
    assert alterable() == list(insert_only.TABLES)


def test_the_doctor_is_content_with_the_role_of_the_site(as_the_site):
    assert alterable() == []
