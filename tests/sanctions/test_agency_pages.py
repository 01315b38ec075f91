"""The pages of an agency: its own recommendations, and nothing of anybody else's or of the case behind them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evidence.models import Evidence
from law.models import Sanction
from sanctions import actions
from sanctions.models import Recommendation

pytestmark = pytest.mark.django_db
HIDDEN = ("Pelapor Rahasia", "pelapor@example.org", "+628110000001", "kaus bergambar", "Foto dan dua saksi", "Setuju.")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def address(recommendation, verb: str = "show") -> str:
    return reverse(f"sanctions:{verb}", args=[recommendation.reference])


def stage_of(recommendation) -> str:
    return Recommendation.objects.get(pk=recommendation.pk).stage


@pytest.fixture
def decree():
    """What somebody types into the form; anything can be given otherwise."""

    def fill(recommendation, **other) -> dict:
        facts = {
            "decree_number": "800/1187/BKPSDM/2026",
            "decree_date": timezone.localdate().isoformat(),
            "sanction": recommendation.sanction_id,
        }
        return {**facts, **other}

    return fill


# What is seen -----------------------------------------------------------------------------------------------------------
def test_the_list_shows_what_was_issued_by_whose_turn_it_is(client, bkd_kukar, a_recommendation):
    new, waiting, done = a_recommendation("ISSUED"), a_recommendation("IMPLEMENTED"), a_recommendation("VERIFIED")
    draft = a_recommendation("APPROVED")
    client.force_login(bkd_kukar)
    shown = {"": new, "?status=menunggu": waiting, "?status=selesai": done}
    for query, recommendation in shown.items():
        text = client.get(f"/instansi/{query}").content.decode()
        assert recommendation.reference in text
        others = {new, waiting, done, draft} - {recommendation}
        assert not [other for other in others if other.reference in text]
        assert "Perlu tindakan 1" in text and "Menunggu otoritas 1" in text and "Selesai 1" in text


def test_an_unknown_group_is_no_page(client, bkd_kukar):
    client.force_login(bkd_kukar)
    assert client.get("/instansi/?status=semua").status_code == 404


def test_a_long_list_is_read_page_by_page_without_losing_or_repeating_one(
    client, bkd_kukar, a_recommendation, monkeypatch
):
    monkeypatch.setattr("sanctions.queries.PAGE", 2)
    references = {a_recommendation("ISSUED").reference for _ in range(5)}
    client.force_login(bkd_kukar)
    seen, cursor = [], ""
    while True:
        response = client.get(f"/instansi/?sesudah={cursor}")
        seen += [row.subject.reference for row in response.context["rows"]]
        cursor = response.context["following"]
        if not cursor:
            break
    assert sorted(seen) == sorted(references)


@pytest.mark.parametrize(
    "cursor", ["x", "20261399-1", "20260101-", "-1", "20260101-99999999999999999999", "²0260101-1"]
)
def test_a_broken_cursor_shows_the_first_page(cursor, client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    client.force_login(bkd_kukar)
    assert recommendation.reference in client.get("/instansi/", {"sesudah": cursor}).content.decode()


def test_the_page_tells_letter_facts_turn_and_date(client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    client.force_login(bkd_kukar)
    text = client.get(address(recommendation)).content.decode()
    for word in (
        recommendation.letter.number,
        recommendation.letter.code,
        recommendation.respondent.name,
        "NET-D8",
        "Giliran Anda",
    ):
        assert word in text
    assert recommendation.sanction.title in text
    assert "Nyatakan sudah dibaca" in text


@pytest.mark.parametrize("stage", ["ISSUED", "ACKNOWLEDGED", "IMPLEMENTED", "VERIFIED"])
def test_no_page_of_an_agency_tells_who_reported_or_what_stands_in_the_case(stage, client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation(stage)
    client.force_login(bkd_kukar)
    for place in ("/instansi/", address(recommendation), address(recommendation, "letter"), "/pemberitahuan/"):
        text = client.get(place).content.decode()
        assert not [word for word in HIDDEN if word in text], place
        complaint = recommendation.case.case_complaints.get().complaint
        assert complaint.reference not in text


def test_a_note_between_the_authoritys_people_is_not_shown(client, bkd_kukar, a_recommendation, people):
    recommendation = a_recommendation("REVIEW")
    actions.send_back(recommendation, by=people["komisioner"], note="Pasalnya lemah, hati-hati.")
    for act, by in (("submit", "penyelia"), ("approve", "komisioner"), ("issue", "penyelia")):
        getattr(actions, act)(Recommendation.objects.get(pk=recommendation.pk), by=people[by])
    client.force_login(bkd_kukar)
    assert "Pasalnya lemah" not in client.get(address(recommendation)).content.decode()


def test_the_answer_to_a_rebuttal_is_shown(client, bkd_kukar, penyelia, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    actions.rebut(recommendation, by=bkd_kukar, note="Pegawai itu sudah pindah.")
    actions.uphold(Recommendation.objects.get(pk=recommendation.pk), by=penyelia, note="Ia pindah sesudah kejadian.")
    client.force_login(bkd_kukar)
    text = client.get(address(recommendation)).content.decode()
    assert "Pegawai itu sudah pindah." in text and "Ia pindah sesudah kejadian." in text


def test_the_letter_names_its_own_people_alone(client, bkd_kukar, a_recommendation):
    recommendation, other = a_recommendation("ISSUED"), a_recommendation("ISSUED")
    client.force_login(bkd_kukar)
    text = client.get(address(recommendation, "letter")).content.decode()
    assert recommendation.respondent.name in text and recommendation.letter.code in text
    assert other.respondent.name not in text


@pytest.mark.parametrize("count", [1, 4])
def test_the_number_of_questions_does_not_grow_with_the_list(
    count, client, bkd_kukar, a_recommendation, django_assert_max_num_queries
):
    recommendation = [a_recommendation("ISSUED") for _ in range(count)][0]
    client.force_login(bkd_kukar)
    with django_assert_max_num_queries(16):
        client.get("/instansi/")
    with django_assert_max_num_queries(30):
        client.get(address(recommendation))


# Who is no reader -------------------------------------------------------------------------------------------------------
PLACES = ["show", "letter"]
VERBS = ["acknowledge", "implement", "rebut", "file"]


@pytest.mark.parametrize("verb", PLACES + VERBS)
def test_a_stranger_is_sent_to_the_door(verb, client, a_recommendation):
    place = address(a_recommendation("ISSUED"), verb)
    response = client.post(place) if verb in VERBS else client.get(place)
    assert response.status_code == 302 and response.url.startswith("/masuk/")


@pytest.mark.parametrize("verb", PLACES + VERBS)
@pytest.mark.parametrize("name", ["bkd.kaltara", "bawaslu", "penyelia", "pimpinan", "admin"])
def test_for_everybody_else_it_looks_like_one_that_does_not_exist(name, verb, client, people, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    client.force_login(people[name])
    ask = client.post if verb in VERBS else client.get
    hidden, absent = ask(address(recommendation, verb)), ask(reverse(f"sanctions:{verb}", args=["REK-26-000000"]))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert stage_of(recommendation) == "ISSUED"


def test_another_agencys_list_is_empty(client, bkd_kaltara, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    client.force_login(bkd_kaltara)
    for group in ("tindakan", "menunggu", "selesai"):
        text = client.get(f"/instansi/?status={group}").content.decode()
        assert recommendation.reference not in text and recommendation.respondent.name not in text


@pytest.mark.parametrize("stage", ["DRAFT", "REVIEW", "APPROVED"])
def test_what_is_not_issued_yet_does_not_exist_for_its_agency(stage, client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation(stage)
    client.force_login(bkd_kukar)
    assert client.get(address(recommendation)).status_code == 404


def test_the_authoritys_people_are_shown_to_their_own_desk(client, penyelia):
    client.force_login(penyelia)
    response = client.get("/instansi/")
    assert response.status_code == 302 and response.url == "/petugas/"


def test_without_the_right_a_verb_is_forbidden(client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    role = bkd_kukar.roles.get()
    role.rights = ["recommendation.view_agency"]
    role.save()
    client.force_login(bkd_kukar)
    assert client.get(address(recommendation)).status_code == 200
    assert client.post(address(recommendation, "acknowledge")).status_code == 403
    assert client.post(address(recommendation, "file"), {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 403
    assert stage_of(recommendation) == "ISSUED"


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_never_done_by_opening_an_address(verb, client, bkd_kukar, a_recommendation):
    client.force_login(bkd_kukar)
    assert client.get(address(a_recommendation("ISSUED"), verb)).status_code == 405


# What is done -----------------------------------------------------------------------------------------------------------
def test_acknowledge_and_a_second_click(client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    client.force_login(bkd_kukar)
    first = client.post(address(recommendation, "acknowledge"))
    assert first.status_code == 302 and first.url == address(recommendation)
    assert stage_of(recommendation) == "ACKNOWLEDGED"
    second = client.post(address(recommendation, "acknowledge"))
    assert second.status_code == 409
    assert "sudah berada di tahap Dibaca" in second.content.decode()
    assert recommendation.history.filter(stage="ACKNOWLEDGED").count() == 1


def test_rebut_with_a_reason(client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    client.force_login(bkd_kukar)
    assert client.post(address(recommendation, "rebut"), {"note": "Bukan pegawai kami."}).status_code == 302
    assert Recommendation.objects.get(pk=recommendation.pk).note == "Bukan pegawai kami."
    assert "Giliran otoritas" in client.get(address(recommendation)).content.decode()


def test_rebut_without_a_reason_is_asked_again(client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    client.force_login(bkd_kukar)
    response = client.post(address(recommendation, "rebut"), {"note": " "})
    assert response.status_code == 422
    assert stage_of(recommendation) == "ISSUED"


def test_rebut_in_the_wrong_stage_keeps_the_typed_words(client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("VERIFIED")
    client.force_login(bkd_kukar)
    response = client.post(address(recommendation, "rebut"), {"note": "Alasan panjang yang tidak boleh hilang."})
    assert response.status_code == 409
    assert "Alasan panjang yang tidak boleh hilang." in response.content.decode()


def test_implement_with_its_file_in_one_go(client, bkd_kukar, a_recommendation, decree):
    recommendation = a_recommendation("ACKNOWLEDGED")
    client.force_login(bkd_kukar)
    response = client.post(
        address(recommendation, "implement"),
        decree(recommendation, file=SimpleUploadedFile("sk.pdf", PDF, "application/pdf")),
    )
    assert response.status_code == 302
    done = Recommendation.objects.get(pk=recommendation.pk)
    assert (done.stage, done.decree_number, done.decree_sanction_id) == (
        "IMPLEMENTED",
        "800/1187/BKPSDM/2026",
        done.sanction_id,
    )
    file = Evidence.objects.get(access=recommendation.access)
    assert (file.name, file.added_by) == ("sk.pdf", bkd_kukar)
    assert "sk.pdf" in client.get(address(recommendation)).content.decode()


def test_a_refused_file_takes_the_decree_back_and_keeps_what_was_typed(client, bkd_kukar, a_recommendation, decree):
    recommendation = a_recommendation("ACKNOWLEDGED")
    client.force_login(bkd_kukar)
    program = SimpleUploadedFile("sk.exe", b"MZ" + bytes(200), "application/octet-stream")
    response = client.post(address(recommendation, "implement"), decree(recommendation, file=program))
    assert response.status_code == 422
    assert stage_of(recommendation) == "ACKNOWLEDGED"
    assert not Evidence.objects.filter(access=recommendation.access).exists()
    assert "800/1187/BKPSDM/2026" in response.content.decode()
    assert response.context["form"].errors["file"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("decree_number", ""),
        ("decree_date", "31-31-2026"),
        ("decree_date", "2999-01-01"),
        ("sanction", "HEAVY-UNKNOWN"),
        ("sanction", ""),
    ],
)
def test_a_wrong_field_is_named_and_the_rest_kept(field, value, client, bkd_kukar, a_recommendation, decree):
    recommendation = a_recommendation("ACKNOWLEDGED")
    client.force_login(bkd_kukar)
    response = client.post(address(recommendation, "implement"), decree(recommendation, **{field: value}))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert stage_of(recommendation) == "ACKNOWLEDGED"


def test_a_decree_dated_before_its_recommendation_is_flagged_not_refused(client, bkd_kukar, a_recommendation, decree):
    recommendation = a_recommendation("ACKNOWLEDGED")
    client.force_login(bkd_kukar)
    day = timezone.localdate() - timedelta(days=30)
    assert (
        client.post(
            address(recommendation, "implement"), decree(recommendation, decree_date=day.isoformat())
        ).status_code
        == 302
    )
    assert "lebih awal daripada tanggal surat" in client.get(address(recommendation)).content.decode()


def test_another_sanction_than_recommended_is_flagged_not_refused(client, bkd_kukar, a_recommendation, decree):
    recommendation = a_recommendation("ACKNOWLEDGED")
    lighter = Sanction.objects.filter(level="LIGHT").first()
    client.force_login(bkd_kukar)
    assert (
        client.post(address(recommendation, "implement"), decree(recommendation, sanction=lighter.pk)).status_code
        == 302
    )
    assert "berbeda dari rekomendasi" in client.get(address(recommendation)).content.decode()


def test_implement_in_the_wrong_stage_keeps_the_typed_words(client, bkd_kukar, a_recommendation, decree):
    recommendation = a_recommendation("VERIFIED")
    client.force_login(bkd_kukar)
    response = client.post(address(recommendation, "implement"), decree(recommendation))
    assert response.status_code == 409
    assert "800/1187/BKPSDM/2026" in response.content.decode()


def test_the_decrees_file_may_follow_later(client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("IMPLEMENTED")
    client.force_login(bkd_kukar)
    assert client.post(address(recommendation, "file"), {"file": SimpleUploadedFile("sk.pdf", PDF)}).status_code == 302
    assert Evidence.objects.filter(access=recommendation.access, name="sk.pdf").exists()


@pytest.mark.parametrize("upload", [None, ("kosong.pdf", b""), ("program.exe", b"MZ" + bytes(200))])
def test_a_file_that_cannot_be_taken_is_told_beside_its_field(upload, client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("IMPLEMENTED")
    client.force_login(bkd_kukar)
    response = client.post(address(recommendation, "file"), {"file": SimpleUploadedFile(*upload)} if upload else {})
    assert response.status_code in (415, 422)
    assert response.context["file_form"].errors["file"]
    assert not Evidence.objects.filter(access=recommendation.access).exists()


def test_the_whole_way_of_an_agency(client, bkd_kukar, penyelia, a_recommendation, decree):
    recommendation = a_recommendation("ISSUED")
    client.force_login(bkd_kukar)
    client.post(address(recommendation, "acknowledge"))
    client.post(address(recommendation, "implement"), decree(recommendation))
    actions.verify(Recommendation.objects.get(pk=recommendation.pk), by=penyelia, note="Sesuai.")
    text = client.get(address(recommendation)).content.decode()
    assert "Urusan ini selesai" in text and "Sesuai." in text
    assert recommendation.reference in client.get("/instansi/?status=selesai").content.decode()


def test_the_calendar_of_an_unknown_year_gives_no_false_count(client, bkd_kukar, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    recommendation.due_date = date(2099, 1, 5)
    recommendation.save()
    client.force_login(bkd_kukar)
    assert "hari kerja lagi" not in client.get(address(recommendation)).content.decode()
