"""Administrators keep accounts and reference data, and nothing else; nobody else gets in."""

import pytest
from django.contrib import admin
from django.urls import reverse

from agencies.models import Agency, ApiToken, Officer, Role, SupervisingAuthority

pytestmark = pytest.mark.usefixtures("reference")
MANAGED = {
    "accounts": {"Provider"},
    "sanctions": {"LadderRule"},
    "consultations": {"ConsultationRule"},
    "agencies": {"Territory", "Agency", "SupervisingAuthority", "Role", "Officer", "ApiToken", "Official"},
    "law": {
        "Violation",
        "Sanction",
        "Election",
        "Holiday",
        "StageClock",
        "Candidate",
        "ClockRule",
        "Instrument",
        "Rule",
        "LegalNote",
        "Proposal",
        "SanctioningOfficial",
    },
    "worklists": {"PriorityRule", "StageWeight"},
}
NEW = {"username": "baru", "full_name": "Petugas Baru", "usable_password": "true"}
PASSWORD = {"password1": "kata-sandi-panjang", "password2": "kata-sandi-panjang"}


def officer(username: str, *roles: str, **facts) -> Officer:
    person = Officer.objects.create_user(username, password="lama-sekali", full_name=username, is_staff=True, **facts)
    person.roles.set(roles)
    return person


@pytest.fixture
def desk(client):
    client.force_login(officer("tata.usaha", "admin"))
    return client


def addresses():
    return [
        reverse(f"admin:{room}_{model.lower()}_changelist")
        for room, models in MANAGED.items()
        for model in sorted(models)
    ]


def test_only_accounts_and_reference_data_are_registered():
    registered = {(m._meta.app_label, m.__name__) for m in admin.site._registry}
    assert registered == {(room, model) for room, models in MANAGED.items() for model in models}


def test_every_list_opens_and_can_be_searched(desk):
    for address in addresses():
        assert desk.get(address).status_code == 200
        assert desk.get(address, {"q": "kutai"}).status_code == 200


def test_forms_open(desk):
    for name, key in [
        ("agencies_agency", "64.02"),
        ("agencies_officer", Officer.objects.get(username="tata.usaha").pk),
        ("law_violation", "NET-E1"),
    ]:
        assert desk.get(reverse(f"admin:{name}_change", args=[key])).status_code == 200


@pytest.mark.parametrize("role", ["supervisor", "auditor", "bkd"])
def test_another_role_sees_nothing_even_with_a_way_in(client, role):
    client.force_login(officer("lain", role))
    assert {client.get(address).status_code for address in addresses()} == {403}


def test_a_stranger_is_sent_to_log_in(client):
    assert {client.get(address).status_code for address in addresses()} == {302}


def test_reference_rows_are_not_deleted(desk):
    assert desk.post(reverse("admin:agencies_agency_delete", args=["64.02"]), {"post": "yes"}).status_code == 403
    assert Agency.objects.filter(code="64.02").exists()


def test_an_authority_can_be_reconfigured(desk):
    address = reverse("admin:agencies_supervisingauthority_change", args=["BKN"])
    form = {
        "name": "Badan Kepegawaian Negara",
        "short_name": "BKN",
        "valid_from": "2024-09-05",
        "internal": "on",
        "quorum": 5,
        "majority_percent": 66,
        "letter_pattern": "{number}/BKN/{year}",
        "letterhead": "",
        "source": "uji",
    }
    assert desk.post(address, form).status_code == 302
    assert SupervisingAuthority.objects.get(code="BKN").quorum == 5


def test_a_new_agency_can_be_found_by_its_name(desk):
    form = {"code": "K.90", "name": "Otorita Ibu Kota Nusantara", "kind": "CENTRAL", "personnel_body": "Biro SDM"}
    desk.post(reverse("admin:agencies_agency_add"), form)
    assert Agency.objects.get(code="K.90").search_text == "otorita ibu kota nusantara"


def test_no_account_is_made_here(desk):
    assert desk.get(reverse("admin:agencies_officer_add")).status_code == 403
    assert desk.post(reverse("admin:agencies_officer_add"), NEW | {"roles": ["supervisor"]}).status_code == 403
    assert not Officer.objects.filter(username="baru").exists()


@pytest.mark.parametrize("whose", ["tata.usaha", "orang"])
def test_no_account_is_changed_here_neither_ones_own_nor_anothers(desk, whose):
    """Roles, place, regions, address and password: with any of them alone an administrator could read reports."""
    officer("orang", "intake")
    found = Officer.objects.get(username=whose)
    address = reverse("admin:agencies_officer_change", args=[found.pk])
    form = {
        "username": whose,
        "full_name": "Lain",
        "email": "lain@example.org",
        "roles": ["supervisor"],
        "is_active": "on",
    }
    assert desk.post(address, form | {"agency": "64.02", "password": "rahasia"}).status_code == 403
    desk.post(f"{address.removesuffix('change/')}password/", PASSWORD, follow=True)  # no such page: led away
    kept = Officer.objects.get(pk=found.pk)
    assert (kept.role_codes, kept.email, kept.password, kept.agency_id) == (
        found.role_codes, found.email, found.password, None,
    )  # fmt: skip


def test_an_account_is_seen_with_the_way_to_where_two_people_change_it(desk):
    someone = officer("orang", "intake")
    page = desk.get(reverse("admin:agencies_officer_change", args=[someone.pk])).content.decode()
    assert "/petugas/akun-petugas/orang/orang/" in page
    assert someone.password.split("$")[-1] not in page


@pytest.mark.parametrize("role", ["admin", "merit", "auditor"])
def test_no_role_is_widened_here(desk, role):
    address = reverse("admin:agencies_role_change", args=[role])
    before = Role.objects.get(code=role)
    form = {"name": "Nama lain", "name_en": "Other", "rights": '["complaint.view"]', "gives": '["admin"]', "second": ""}
    assert desk.post(address, form).status_code == 302
    after = Role.objects.get(code=role)
    assert (after.rights, after.gives, after.second, after.name) == (
        before.rights,
        before.gives,
        before.second,
        "Nama lain",
    )
    assert desk.get(reverse("admin:agencies_role_add")).status_code == 403


@pytest.mark.parametrize(
    "question",
    [
        "agency/?respondent__isnull=False",
        "agency/?reportedperson=3",
        "territory/?complaint=5",
        "territory/?case__isnull=False",
        "officer/?cases=3",
        "officer/?notifications__isnull=False",
        "officer/?mailbox__last_number=1",
        "officer/?password__startswith=md5",
        "apitoken/?officer__cases=3",
    ],
)
def test_no_list_answers_questions_about_cases(desk, question):
    assert desk.get(f"/sistem/agencies/{question}").status_code == 400


@pytest.mark.parametrize(
    "question", ["agency/?kind__exact=CITY", "officer/?roles__code__exact=bkd", "officer/?authority__code__exact=BKN"]
)
def test_a_list_is_narrowed_by_its_own_fields(desk, question):
    assert desk.get(f"/sistem/agencies/{question}").status_code == 200


def test_a_token_is_seen_and_revoked_but_not_made(desk):
    from_day = Officer.objects.get(username="tata.usaha").date_joined
    secret = ApiToken.issue(Officer.objects.get(username="tata.usaha"), at=from_day)
    token = ApiToken.objects.get()
    page = desk.get(reverse("admin:agencies_apitoken_change", args=[token.pk])).content.decode()
    assert secret not in page and token.digest not in page
    desk.post(
        reverse("admin:agencies_apitoken_change", args=[token.pk]),
        {"revoked_at_0": "2026-11-22", "revoked_at_1": "10:00:00"},
    )
    assert ApiToken.objects.officer_of(secret, from_day) is None
    assert desk.get(reverse("admin:agencies_apitoken_add")).status_code == 403
