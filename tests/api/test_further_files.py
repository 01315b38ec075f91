"""A file comes to what is still open; what has ended takes none, by API and page alike."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.models import Evidence
from investigations import actions
from investigations.models import Case
from sanctions import actions as sanctions
from sanctions.models import Recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client, token):
    """Sends one small file: send(officer, path) → response."""

    def sent(officer, path: str):
        headers = {"Authorization": f"Bearer {token(officer)}"}
        return client.post(f"/api/v1/{path}", {"file": SimpleUploadedFile("sk.txt", b"Keputusan")}, headers=headers)

    return sent


def test_an_open_case_takes_a_file_and_an_ended_one_says_409(send, a_case, pemeriksa, penyelia):
    case = a_case("EXAMINATION")
    assert send(pemeriksa, f"cases/{case.reference}/evidence").status_code == 201
    actions.moot(Case.objects.get(pk=case.pk), by=penyelia, reason="Pensiun")
    Evidence.objects.filter(access=case.access).delete()
    refused = send(pemeriksa, f"cases/{case.reference}/evidence")
    assert (refused.status_code, refused.json()["stage"]) == (409, "MOOT")
    assert not Evidence.objects.filter(access=case.access).exists()


def test_the_decrees_file_comes_while_the_recommendation_is_open(send, a_recommendation, bkd_kukar, penyelia, client):
    recommendation = a_recommendation("IMPLEMENTED")
    assert send(bkd_kukar, f"recommendations/{recommendation.reference}/evidence").status_code == 201
    sanctions.verify(Recommendation.objects.get(pk=recommendation.pk), by=penyelia, note="Sesuai")
    assert send(bkd_kukar, f"recommendations/{recommendation.reference}/evidence").status_code == 409
    client.force_login(bkd_kukar)
    page = f"/instansi/rekomendasi/{recommendation.reference}/"
    assert client.post(f"{page}berkas/", {"file": SimpleUploadedFile("b.txt", b"Lagi")}).status_code == 409
    assert f'action="{page}berkas/"' not in client.get(page).content.decode()
