"""The page and the API of search."""

import json
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from search import backends
from tests.search.test_permission import make_officer

pytestmark = pytest.mark.django_db
PAGE = "/petugas/cari/"


@pytest.fixture
def desk(client, intake, up_to_date):
    """The text of the search page for these parameters, as the intake officer reads it."""
    client.force_login(intake)

    def ask(**asked) -> str:
        up_to_date()
        answer = client.get(PAGE, asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


def test_the_empty_page_tells_what_can_be_asked(desk, a_complaint, a_file):
    a_file(a_complaint().access, stage="FAILED")
    text = desk()
    assert "kampany*" in text and "1 dari 1 berkas belum terbaca" in text


def test_hits_stand_under_their_case_and_lead_to_the_place(desk, a_case, a_file):
    case = a_case("EXAMINATION", narrative="Berorasi di lapangan.")
    file = a_file(case.access, "orasi pertama", name="rekaman <b>.pdf")
    text = desk(q="orasi")
    assert f'href="/petugas/perkara/{case.reference}/"' in text
    assert f'href="/petugas/bukti/{file.pk}/?hal=1&amp;q=orasi#hal-1"' in text
    assert "rekaman &lt;b&gt;.pdf" in text and "<mark>orasi</mark> pertama" in text
    assert text.count(f'id="g-{case.reference}"') == 1


def test_facets_narrow_and_widen(desk, a_complaint):
    a_complaint(narrative="Netral.")
    text = desk(q="netral")
    assert "?q=netral&amp;wilayah=64" in text and "Kalimantan Timur" in text
    text = desk(q="netral", wilayah="64")
    assert 'aria-current="true">Kalimantan Timur' in text and "Hapus saringan" in text
    assert 'name="wilayah" value="64"' in text


def test_no_hits_says_why_and_what_to_try(desk, a_complaint, a_file):
    a_file(a_complaint().access, stage="QUARANTINED")
    text = desk(q='"tidak ada di sini" -camat', tahap="VERIFYING")
    assert "Tidak ada halaman yang memuat kata itu." in text
    assert "Coba tanpa tanda kutip." in text and "Coba tanpa kata yang dikecualikan." in text
    assert "Cari tanpa saringan" in text and "1 dari 1 berkas belum terbaca" in text


def test_what_was_typed_is_shown_as_text(desk):
    text = desk(q='"><script>alert(1)</script>')
    assert "<script>alert" not in text and "&lt;script&gt;" in text


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "a" * 5000},
        {"sejak": "kemarin", "q": "camat"},
        {"sejak": "2024-13-45", "sampai": "0000-00-00"},
        {"setelah": "bukan penanda", "q": "camat"},
        {"setelah": "WzAsIDEuNSwgMV0=", "q": ""},
        {"tahap": "X", "jenis": "Y", "wilayah": "64'--", "berkas": "KAS-24-XXXXXX", "urut": "z"},
    ],
)
def test_a_strange_address_is_no_error(asked, desk):
    desk(**asked)


def test_a_wrong_date_says_so_and_the_rest_is_kept(desk, a_complaint):
    a_complaint(narrative="Sang camat.")
    text = desk(q="camat", sejak="kemarin")
    assert "Tanggal ini tidak ada" in text and 'value="kemarin"' in text and "<mark>camat</mark>" in text


def test_pages_follow_each_other(desk, a_complaint, a_file):
    a_file(a_complaint(narrative="x", people=[]).access, *["orasi"] * 25)
    text = desk(q="orasi")
    assert text.count('class="hit words"') == 20 and "Halaman berikutnya" in text
    following = text.split('class="btn alt" href="')[1].split('"')[0].replace("&amp;", "&")
    assert following.startswith("?q=orasi&setelah=")


def test_few_questions_to_the_database(client, intake, a_complaint, a_case, find, django_assert_max_num_queries):
    for _number in range(5):
        a_complaint(narrative="Berorasi.")
    find(intake, "orasi")
    client.force_login(intake)
    with django_assert_max_num_queries(40):
        assert client.get(PAGE, {"q": "orasi"}).status_code == 200


def test_the_api_answers_by_the_contract(call, intake, a_complaint, a_file, up_to_date):
    complaint = a_complaint(narrative="Berorasi di pasar.")
    file = a_file(complaint.access, "sampul", "orasi di balai", name="orasi.pdf")
    up_to_date()
    body = call(intake, "GET", "search?q=orasi&kind=evidence&after=2024-01-01&before=2024-12-31&territory=64").json()
    assert {"total", "hits", "facets", "unreadable", "next"} <= set(body)
    assert (body["total"], body["unreadable"], body["next"]) == (2, 0, None)
    hit = next(hit for hit in body["hits"] if hit["page"] == 2)
    assert {"reference", "kind", "evidence_id", "page", "title", "highlights", "score"} <= set(hit)
    assert (hit["reference"], hit["evidence_id"], hit["title"]) == (complaint.reference, str(file.pk), "orasi.pdf")
    assert hit["highlights"] == ["<mark>orasi</mark> di balai"]
    assert {f["value"]: f["count"] for f in body["facets"]["kind"]} == {"evidence": 2, "complaint": 1}


def test_the_api_pages_by_cursor(call, intake, a_complaint, a_file, up_to_date):
    a_file(a_complaint(narrative="x", people=[]).access, *["orasi"] * 21)
    up_to_date()
    first = call(intake, "GET", "search?q=orasi").json()
    second = call(intake, "GET", f"search?q=orasi&cursor={first['next']}").json()
    assert (len(first["hits"]), len(second["hits"]), second["next"]) == (20, 1, None)


@pytest.mark.parametrize("wrong", ["cursor=xyz", "cursor=W10%3D", "after=kemarin", "before=2024-99-99"])
def test_the_api_refuses_what_it_cannot_read(wrong, call, intake):
    answer = call(intake, "GET", f"search?q=camat&{wrong}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("odd", ["q=%22", "q=%ED%A0%80", "territory=%F0%9F%98%80", "stage='--&kind=\"", "q=", ""])
def test_the_api_answers_whatever_is_asked(odd, call, intake):
    assert call(intake, "GET", f"search?{odd}").status_code == 200


@pytest.mark.parametrize("odd", ["q=%00", "territory=%00", "cursor=%00"])
def test_nul_in_the_address_is_refused_in_words(odd, call, intake, client):
    assert call(intake, "GET", f"search?{odd}").status_code == 400
    client.force_login(intake)
    assert client.get(f"{PAGE}?{odd}").status_code == 400


def test_no_officer_of_a_region_counts_files_elsewhere(a_complaint, a_file, find):
    a_file(a_complaint().access, stage="FAILED")
    assert find(make_officer("jauh", "intake", regions=["73"]), "x").coverage.files == 0


@pytest.mark.parametrize("address", ["localhost:9200", "file:///etc", "http://"])
def test_an_address_that_nothing_speaks_to_is_refused_in_words(address, settings):
    settings.SEARCH_URL = address
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL"):
        backends.backend()


@pytest.fixture
def collection(tmp_path):
    """A judged collection of five documents and three queries."""
    texts = ["pelanggaran netralitas", "panen padi", "camat berkampanye", "harga cabai", "camat panen"]
    asked = {"q1": "melanggar", "q2": "kampanye camat", "q3": "panen cabai"}
    (tmp_path / "c").write_text("\n".join(json.dumps({"_id": f"d{n}", "text": t}) for n, t in enumerate(texts)))
    (tmp_path / "q").write_text("\n".join(json.dumps({"_id": k, "text": t}) for k, t in asked.items()))
    (tmp_path / "r").write_text("query-id\tcorpus-id\tscore\nq1\td0\t1\nq2\td2\t1\nq3\td0\t1\n")
    return ["--corpus", tmp_path / "c", "--queries", tmp_path / "q", "--qrels", tmp_path / "r"]


def test_evaluate_search_prints_one_line_of_figures(collection):
    out = StringIO()
    call_command("evaluate_search", *map(str, collection), stdout=out)
    (line,) = out.getvalue().splitlines()
    figures = json.loads(line)
    assert figures["backend"] == "embedded"
    assert (figures["ndcg@10"], figures["mrr@10"], figures["recall@100"]) == (0.6667, 0.6667, 0.6667)
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]


def test_evaluate_search_says_what_it_cannot_read(collection, tmp_path):
    (tmp_path / "c").write_text("{}")
    with pytest.raises(CommandError, match="cannot read"):
        call_command("evaluate_search", *map(str, collection))
