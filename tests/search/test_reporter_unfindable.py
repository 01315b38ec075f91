"""Who reported is in no index: no word of the identity, and none of the messages between reporter and officer."""

import pytest
from django.db import connection

from complaints import actions as complaints
from complaints.models import Complaint
from complaints.queries import reporter_of

pytestmark = pytest.mark.django_db
NAME, EMAIL, PHONE = "Quxandra Wobbelina", "quxandra@pelapor.example", "081299887766"


@pytest.fixture
def complaint(a_complaint, intake):
    made = a_complaint("VERIFYING", identity={"name": NAME, "email": EMAIL, "phone": PHONE})
    complaints.request_completion(made, by=intake, questions="Apakah Zyxwvuta hadir?")
    made = Complaint.objects.get(pk=made.pk)
    complaints.resubmit(made, by=reporter_of(made), text="Saya Mnopqrsa, teman Quxandra.")
    return made


@pytest.mark.parametrize(
    "words", [NAME, EMAIL, PHONE, "+62 812-9988-7766", "quxandra", "wobbelin*", "Zyxwvuta", "Mnopqrsa", f'"{NAME}"']
)
def test_nothing_is_found(words, complaint, penyelia, find):
    result = find(penyelia, words)
    assert (result.total, list(result.hits), any(result.facets.values())) == (0, [], False)


def test_nothing_is_stored(complaint, up_to_date):
    up_to_date()
    tables = ["search_document", *(["search_words"] if connection.vendor == "sqlite" else [])]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            text = repr(cursor.fetchall()).lower()
            assert "camat" in text
            for secret in ("quxandra", "wobbelina", "99887766", "zyxwvuta", "mnopqrsa"):
                assert secret not in text, (table, secret)
