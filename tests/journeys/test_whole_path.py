"""The whole path in a browser: citizen, intake, investigator, supervisor, commissioners, two agencies, a stranger."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from deploy.demo.accounts import PASSWORD

pytestmark = pytest.mark.browser
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PLANTED = ("Nurhayati Pelapor", "0812-7777-1234", "nurhayati@example.org")
STORY = (
    "Camat mengumpulkan para ketua RT di balai desa, membagikan kaus bergambar pasangan calon, "
    "dan jelas-jelas melakukan pelanggaran: beliau meminta kami menyukai unggahan kampanye."
)


def look(page: Page) -> None:
    """What everybody has to find on every page: no barrier, no sideways scrolling, nobody's name who reported."""
    page.wait_for_load_state("load")
    page.evaluate("scrollTo(0, 0)")  # what has been scrolled under the bar is no target
    found = Axe().run(page, options=WCAG)
    told = [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found.response["violations"]]
    assert told == [], (page.url, told)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def go_on(page: Page, name: str = "Simpan dan lanjut") -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).last.click()


def log_in(page: Page, username: str) -> Page:
    page.goto("/masuk/")
    look(page)
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(re.compile(r"/(petugas|instansi)/"))
    return page


def do(page: Page, verb: str, **fields: str) -> None:
    """Press the button of a verb, fill its page, send it."""
    with page.expect_navigation():
        page.get_by_role("link", name=verb, exact=True).first.click()
    look(page)
    for name, value in fields.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value={value}]").check()
        else:
            field.fill(value)
    with page.expect_navigation():
        page.locator("main form").get_by_role("button", name=verb, exact=True).click()


def call_to_a_session(page: Page, case: str) -> None:
    """The agenda, and who is there."""
    page.get_by_role("link", name="Jadwalkan sidang").first.click()
    look(page)
    page.fill("[name=place]", "Ruang pleno")
    page.select_option("[name=chair]", index=1)
    go_on(page, "Simpan agenda")
    look(page)
    assert case in page.locator("main").inner_text()
    for box in page.locator("[name=present]").all():
        box.check()
    go_on(page, "Simpan daftar hadir")
    look(page)


def report(page: Page) -> tuple[str, str]:
    """The citizen on a phone: five pages, the check page, the receipt."""
    page.goto("/")
    look(page)
    page.get_by_role("link", name="Buat laporan").first.click()
    look(page)
    page.locator("[name=kind][value=NEUTRALITY]").check()
    page.get_by_text("Pilih perbuatannya").first.click()
    page.locator("[name=violations][value=NET-D8]").check()
    page.fill("[name=narrative]", STORY)
    go_on(page)
    look(page)
    page.fill("[name=orang-0-name]", "Pak Camat Baru")
    page.fill("[name=orang-0-position]", "Camat")
    page.fill("[name=orang-0-agency_text]", "Pemerintah Kabupaten Kutai Kartanegara")
    go_on(page, "Tambah orang lain")
    look(page)
    page.fill("[name=orang-1-name]", "Kasi Pemerintahan")
    page.fill("[name=orang-1-agency_text]", "Pemerintah Kabupaten Kutai Kartanegara")
    go_on(page)
    look(page)
    page.reload()
    page.fill("[name=day]", "14")
    page.select_option("[name=month]", "10")
    page.fill("[name=year]", "2024")
    page.fill("[name=territory_text]", "kutai kartanegara")
    go_on(page, "Cari wilayah")
    look(page)
    go_on(page)
    look(page)
    notes = {"name": "catatan rapat.txt", "mimeType": "text/plain", "buffer": b"Selebaran disebarkan di rapat."}
    page.set_input_files("[name=berkas]", [notes])
    page.fill("[name=tautan]", "https://media.example.org/unggahan/1")
    go_on(page)
    look(page)
    page.fill("[name=name]", PLANTED[0])
    page.fill("[name=phone]", PLANTED[1])
    page.fill("[name=email]", PLANTED[2])
    go_on(page)
    look(page)
    expect(page.get_by_text("Pak Camat Baru").first).to_be_visible()
    page.get_by_role("button", name="Kirim laporan").dblclick()
    expect(page.get_by_role("heading", name="Laporan Anda sudah kami terima")).to_be_visible()
    look(page)
    reference, code = (page.locator("[data-copy]").nth(n).inner_text().strip() for n in (0, 1))
    return reference, code


def track(page: Page, reference: str, code: str) -> None:
    page.goto("/lacak/")
    look(page)
    if page.locator("[name=nomor]").count():  # not when the report is still open in this browser
        page.fill("[name=nomor]", reference.lower())
        page.fill("[name=kode]", code.replace("-", " "))
        with page.expect_navigation():
            page.get_by_role("button", name="Buka laporan").click()
    expect(page.get_by_role("heading", name=reference)).to_be_visible()
    look(page)


def test_a_report_travels_from_a_phone_to_a_closed_case(someone):
    citizen = someone(360)
    reference, code = report(citizen)

    intake = log_in(someone(), "intake")
    look(intake)
    intake.get_by_role("link", name=re.compile("Camat mengumpulkan")).first.click()
    look(intake)
    expect(intake.get_by_text("Kasi Pemerintahan").first).to_be_visible()
    for planted in PLANTED:
        expect(intake.get_by_text(planted)).to_have_count(0)
    do(intake, "Mulai verifikasi")
    do(intake, "Minta kelengkapan", questions="Pukul berapa rapat itu dimulai?")
    look(intake)

    track(citizen, reference, code)
    expect(citizen.get_by_text("Pukul berapa rapat itu dimulai?").first).to_be_visible()
    citizen.get_by_label("Jawaban Anda").fill("Sekitar pukul sembilan pagi.")
    with citizen.expect_navigation():
        citizen.get_by_role("button", name="Kirim jawaban").click()
    look(citizen)

    intake.reload()
    expect(intake.get_by_text("Sekitar pukul sembilan pagi.").first).to_be_visible()
    do(intake, "Lanjutkan menjadi perkara")
    look(intake)
    case = re.search(r"KAS-\d\d-\w{6}", intake.content()).group()

    supervisor = log_in(someone(), "penyelia")
    look(supervisor)
    supervisor.goto(f"/petugas/perkara/{case}/")
    look(supervisor)
    do(supervisor, "Tugaskan", to="pemeriksa")

    investigator = log_in(someone(), "pemeriksa")
    look(investigator)
    investigator.goto(f"/petugas/perkara/{case}/")
    do(investigator, "Minta klarifikasi", note="Kepada atasan langsung.")
    do(investigator, "Mulai pemeriksaan", note="Berdasarkan jawaban atasan.")
    look(investigator)
    while (finding := investigator.get_by_role("link", name=re.compile("^Tulis temuan NET"))).count():
        finding.first.click()
        look(investigator)
        investigator.locator("[name=conclusion][value=PROVEN]").check()
        investigator.fill("[name=reasons]", "Foto, daftar hadir, dan dua saksi.")
        investigator.locator("main form").get_by_role("button").last.click()
        investigator.wait_for_url(re.compile(case + "/([#?].*)?$"))
    look(investigator)

    search_finds_the_report(investigator)

    supervisor.goto(f"/petugas/perkara/{case}/")
    do(supervisor, "Kirim ke pleno", note="Siap pleno.")
    look(supervisor)

    call_to_a_session(supervisor, case)
    for name in ("komisioner", "komisioner2", "komisioner3"):
        commissioner = log_in(someone(), name)
        look(commissioner)
        commissioner.goto(f"/petugas/perkara/{case}/")
        look(commissioner)
        while (ballot := commissioner.get_by_role("link", name=re.compile(r"^Beri suara\s*:"))).count():
            ballot.first.click()
            look(commissioner)
            commissioner.locator("[name=conclusion][value=PROVEN]").check()
            commissioner.fill("[name=reasons]", "Setuju dengan temuan.")
            commissioner.locator("main form").get_by_role("button", name="Beri suara").click()
            commissioner.wait_for_url(re.compile(case + "/([#?].*)?$"))
    do(commissioner, "Putuskan")
    look(commissioner)

    supervisor.goto(f"/petugas/perkara/{case}/")
    do(supervisor, "Buat berita acara", notes="Sidang dibuka pukul sembilan.")
    look(supervisor)
    do(supervisor, "Susun rekomendasi")
    look(supervisor)
    recommendations = sorted(set(re.findall(r"REK-\d\d-\w{6}", supervisor.content())))
    assert len(recommendations) == 2

    agency, other = log_in(someone(), "bkd.kukar"), log_in(someone(), "bkd.kaltara")
    look(agency)
    for recommendation in recommendations:
        supervisor.goto(f"/petugas/rekomendasi/{recommendation}/")
        look(supervisor)
        do(supervisor, "Ajukan telaah")
        commissioner.goto(f"/petugas/rekomendasi/{recommendation}/")
        look(commissioner)
        do(commissioner, "Setujui")
    for recommendation in recommendations:
        supervisor.goto(f"/petugas/rekomendasi/{recommendation}/")
        supervisor.get_by_role("link", name="Terbitkan", exact=True).first.click()
        supervisor.locator("main form").get_by_role("button", name="Terbitkan", exact=True).click()
        sent = time.monotonic()
        agency.wait_for_function("r => document.body.innerText.includes(r)", arg=recommendation, timeout=2_000)
        assert time.monotonic() - sent < 2
    look(agency)
    assert other.get_by_text(recommendations[0]).count() == 0

    the_stranger_and_the_other_agency_find_nothing(someone(), other, case, reference, recommendations)

    for recommendation in recommendations:
        agency.goto(f"/instansi/rekomendasi/{recommendation}/")
        look(agency)
        for planted in (*PLANTED, STORY[:40]):
            assert planted not in agency.content()
        with agency.expect_navigation():
            agency.get_by_role("button", name="Nyatakan sudah dibaca").click()
        look(agency)
        agency.fill("[name=decree_number]", "800/77/BKPSDM")
        agency.fill("[name=decree_date]", time.strftime("%Y-%m-%d"))
        agency.select_option("[name=sanction]", "HEAVY-DEMOTION-12M")
        decree = {"name": "sk.txt", "mimeType": "text/plain", "buffer": b"Keputusan Bupati"}
        agency.locator("form[action*=implement] [type=file]").set_input_files([decree])
        with agency.expect_navigation():
            agency.get_by_role("button", name="Kirim tindak lanjut").click()
        look(agency)
        supervisor.goto(f"/petugas/rekomendasi/{recommendation}/")
        expect(supervisor.get_by_text("800/77/BKPSDM").first).to_be_visible()
        do(supervisor, "Verifikasi tindak lanjut", note="Sesuai.")
    supervisor.goto(f"/petugas/perkara/{case}/")
    do(supervisor, "Tutup perkara", reason="Semua tindak lanjut terverifikasi.")
    look(supervisor)

    track(citizen, reference, code)
    expect(citizen.get_by_text("Selesai").first).to_be_visible()


def search_finds_the_report(investigator: Page) -> None:
    """By another form of the word in the narrative, and by a word inside the file."""
    for words, mark in (("melanggar", "pelanggaran"), ("penyebaran selebaran", "disebarkan")):
        for _ in range(20):
            investigator.goto(f"/petugas/cari/?q={words}")
            if investigator.locator("mark", has_text=mark).count():
                break
            investigator.wait_for_timeout(500)
        expect(investigator.locator("mark", has_text=mark).first).to_be_visible()
    look(investigator)


def the_stranger_and_the_other_agency_find_nothing(stranger, other, case, reference, recommendations) -> None:
    agency_pages = [f"/instansi/rekomendasi/{r}/" for r in recommendations]
    staff_pages = [f"/petugas/perkara/{case}/", f"/petugas/laporan/{reference}/", "/petugas/cari/?q=camat"]
    for path in agency_pages + staff_pages:
        stranger.goto(path)
        assert "/masuk/" in stranger.url, path
        answer = other.goto(path)
        assert answer.status in (403, 404), (path, answer.status)
        assert reference not in other.content()
        assert "Pak Camat Baru" not in other.content()
    look(other)
    other.goto("/instansi/")
    assert not any(r in other.content() for r in recommendations)
