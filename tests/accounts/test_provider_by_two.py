"""A service that vouches for officers counts only once a second administrator approved it as it stands."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Provider
from workflow.models import Event

pytestmark = pytest.mark.django_db
URL = "/sistem/accounts/provider/"
FIELDS = {
    "code": "kukar", "name": "SSO Kukar", "issuer": "https://sso.kukar.example", "client_id": "netral",
    "agency": "64.02", "authority": "", "active": "on", "secret": "rahasia",
}  # fmt: skip


@pytest.fixture
def admin2(people, admin_account):
    twin = type(admin_account).objects.create(username="admin2", authority_id=admin_account.authority_id, is_staff=True)
    twin.roles.set(admin_account.roles.all())
    twin.is_staff, twin.is_superuser = admin_account.is_staff, admin_account.is_superuser
    twin.save()
    return twin


@pytest.fixture
def entered(client, admin_account):
    client.force_login(admin_account)
    assert client.post(f"{URL}add/", FIELDS).status_code == 302
    return Provider.objects.get()


def approve(client, officer, service):
    client.force_login(officer)
    return client.post(URL, {"action": "approve", "_selected_action": [service.pk]}, follow=True)


def test_one_administrator_alone_brings_nothing_into_use(client, entered, admin_account):
    assert not Provider.objects.in_use().exists()
    assert "administrator lain" in approve(client, admin_account, entered).text
    assert not Provider.objects.in_use().exists()
    assert "SSO Kukar" not in client.get("/masuk/").text


def test_a_second_one_does(client, entered, admin2):
    approve(client, admin2, entered)
    assert Provider.objects.in_use().get() == entered
    verbs = Event.objects.filter(subject_kind="provider").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["provider.change", "provider.approve"]


def test_a_change_waits_again_and_switching_off_does_not(client, entered, admin_account, admin2):
    approve(client, admin2, entered)
    client.force_login(admin_account)
    changed = {**FIELDS, "secret": "", "issuer": "https://lain.example"}
    client.post(f"{URL}{entered.pk}/change/", changed)
    assert not Provider.objects.in_use().exists()
    approve(client, admin2, entered)
    client.force_login(admin_account)
    off = {name: value for name, value in changed.items() if name != "active"}
    client.post(f"{URL}{entered.pk}/change/", off)
    entered.refresh_from_db()
    assert entered.approved_by == admin2 and not entered.active and not Provider.objects.in_use().exists()


def test_a_stranger_gets_nothing(client, entered, pemeriksa):
    client.force_login(pemeriksa)
    assert client.get(URL).status_code in (302, 403, 404)
    assert not Provider.objects.in_use().exists()


def test_the_database_refuses_one_person_for_both(entered, admin_account):
    entered.approved_by = admin_account
    with pytest.raises(IntegrityError), transaction.atomic():
        entered.save()
