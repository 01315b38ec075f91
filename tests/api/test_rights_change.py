"""Rights are asked at every request: what was taken from somebody is closed at the next one, whatever page is open."""

import pytest

from agencies.models import Role, Territory

pytestmark = pytest.mark.django_db


def pages(case) -> list[str]:
    complaint = case.case_complaints.get().complaint
    return [
        "/petugas/",
        f"/petugas/perkara/{case.reference}/",
        f"/petugas/laporan/{complaint.reference}/",
        "/petugas/cari/",
    ]


def calls(case) -> list[str]:
    complaint = case.case_complaints.get().complaint
    return [f"cases/{case.reference}", f"complaints/{complaint.reference}", "search?q=camat"]


@pytest.fixture
def opened(client, call):
    """The status of each page and each call, in the session and with the token that are already there."""

    def look(person, case) -> tuple[list[int], list[int]]:
        shown = [client.get(page).status_code for page in pages(case)]
        return shown, [call(person, "GET", path).status_code for path in calls(case)]

    return look


def test_a_role_that_was_taken_away_closes_pages_and_calls_at_the_next_request(a_case, client, opened, pemeriksa):
    case = a_case()
    client.force_login(pemeriksa)
    assert opened(pemeriksa, case) == ([200] * 4, [200] * 3)
    pemeriksa.roles.clear()
    shown, answered = opened(type(pemeriksa).objects.get(pk=pemeriksa.pk), case)
    assert shown == [403, 404, 404, 403] and answered == [404, 404, 403]


def test_a_role_that_was_given_opens_them(a_case, client, opened, auditor):
    case = a_case()
    client.force_login(auditor)
    assert 200 not in opened(auditor, case)[0][1:]
    auditor.roles.add(Role.objects.get(code="supervisor"))
    assert opened(type(auditor).objects.get(pk=auditor.pk), case) == ([200] * 4, [200] * 3)


def test_a_region_that_was_taken_away_hides_its_files_at_the_next_request(a_case, client, opened, pemeriksa):
    case = a_case()
    client.force_login(pemeriksa)
    pemeriksa.regions.set(Territory.objects.filter(code="64"))
    assert opened(pemeriksa, case)[0] == [200] * 4
    pemeriksa.regions.set(Territory.objects.filter(code="65"))
    shown, answered = opened(type(pemeriksa).objects.get(pk=pemeriksa.pk), case)
    assert shown == [200, 404, 404, 200] and answered == [404, 404, 200]
    listed = client.get("/petugas/").content.decode() + client.get("/petugas/cari/?q=camat").content.decode()
    assert case.reference not in listed


def test_who_was_excluded_from_a_file_loses_it_at_the_next_request(a_case, client, opened, pemeriksa):
    case = a_case()
    client.force_login(pemeriksa)
    assert opened(pemeriksa, case)[0] == [200] * 4
    for access in (case.access, case.case_complaints.get().complaint.access):
        access.excluded.add(pemeriksa)
    shown, answered = opened(pemeriksa, case)
    assert shown == [200, 404, 404, 200] and answered == [404, 404, 200]


def test_an_account_that_was_closed_gets_nothing_at_the_next_request(a_case, client, opened, pemeriksa):
    case = a_case()
    client.force_login(pemeriksa)
    assert opened(pemeriksa, case)[0] == [200] * 4
    type(pemeriksa).objects.filter(pk=pemeriksa.pk).update(is_active=False)
    shown, answered = opened(pemeriksa, case)
    assert set(shown) == {302} and set(answered) == {401}
