"""The page of one case: whose turn, by when, what next; respondents, findings, statements, evidence, law."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import Officer, Territory
from complaints.actions import Person
from evidence.actions import add_file
from evidence.models import Evidence
from investigations import actions
from investigations.models import Allegation, Case, Finding, Respondent, Statement
from workflow.models import Event

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ANSWERS = {"violation": "NET-D8", "conclusion": "PROVEN", "reasons": "Tiga saksi dan foto."}


def address(case, rest: str = "") -> str:
    return f"/petugas/perkara/{case.reference}/{rest}"


def of_respondent(case, what: str) -> str:
    return address(case, f"respondents/{case.respondents.first().pk}/{what}/")


@pytest.fixture
def examined(a_complaint, intake, penyelia, pemeriksa):
    """A case in examination whose one respondent has one allegation and no finding yet."""
    reference = actions.accept(a_complaint("VERIFYING"), by=intake)["case"]
    case = Case.objects.get(reference=reference)
    actions.assign(case, by=penyelia, to=pemeriksa)
    actions.examine(Case.objects.get(pk=case.pk), by=pemeriksa)
    return Case.objects.get(pk=case.pk)


def test_it_shows_respondents_law_people_and_complaints(a_case, page, pemeriksa):
    case = a_case("EXAMINATION")
    shown = page(pemeriksa, address(case))
    respondent, complaint = case.respondents.get(), case.case_complaints.get().complaint
    for words in (
        case.title,
        respondent.name,
        "NET-D8",
        "Terbukti",
        "Foto dan dua saksi.",
        complaint.reference,
        "(Anda)",
    ):
        assert words in shown


def test_it_says_for_whom_findings_are_missing(examined, page, pemeriksa):
    shown = page(pemeriksa, address(examined))
    assert "Giliran Anda" in shown and "Belum ada temuan:" in shown
    assert of_respondent(examined, "finding") + "?violation=NET-D8" in shown


def test_when_all_findings_are_written_it_is_the_supervisors_turn(a_case, page, pemeriksa, penyelia):
    case = a_case("EXAMINATION")
    assert "Giliran penyelia" in page(pemeriksa, address(case))
    shown = page(penyelia, address(case))
    assert "Giliran Anda" in shown and address(case, "deliberate/") in shown


def test_until_then_the_way_to_the_plenary_is_shut_with_a_reason(examined, page, penyelia):
    shown = page(penyelia, address(examined))
    assert "Terbuka setelah setiap tuduhan" in shown
    assert f'href="{address(examined, "deliberate/")}"' not in shown


def test_the_stage_line_marks_where_it_stands(a_case, page, penyelia):
    shown = page(penyelia, address(a_case("EXAMINATION")))
    line = shown[shown.index('class="line') :]
    assert (
        line.index("Klarifikasi") < line.index('aria-current="step"') < line.index("Pemeriksaan") < line.index("Pleno")
    )


def test_a_moot_case_ends_its_line_there(a_case, page, penyelia):
    case = a_case("CLARIFICATION")
    actions.moot(case, by=penyelia, reason="Meninggal.")
    shown = page(penyelia, address(case))
    line = shown[shown.index('class="line') : shown.index("</ol>")]
    assert "Gugur" in line and "Pleno" not in line


def test_the_list_beside_it_is_the_queue_one_came_from(a_case, page, penyelia):
    first, second = a_case("EXAMINATION"), a_case("EXAMINATION")
    shown = page(penyelia, address(first) + "?antrean=tim")
    side = shown[shown.index("Kembali ke Perkara tim") : shown.index("<main")]
    assert f"{address(second)}?antrean=tim" in side
    assert 'aria-current="page"' in side
    assert "Kembali ke Perkara tim" in page(penyelia, address(first) + "?antrean=ngawur")


def test_a_finding_is_written(examined, at_desk, pemeriksa):
    answer = at_desk(pemeriksa).post(of_respondent(examined, "finding"), ANSWERS)
    assert answer.url == address(examined) + "#temuan"
    finding = Finding.objects.get()
    assert (finding.conclusion, finding.reasons, finding.by) == ("PROVEN", "Tiga saksi dan foto.", pemeriksa)


def test_a_finding_is_written_again_from_what_stands(examined, at_desk, page, pemeriksa):
    at_desk(pemeriksa).post(of_respondent(examined, "finding"), ANSWERS)
    assert "Tiga saksi dan foto." in page(pemeriksa, of_respondent(examined, "finding") + "?violation=NET-D8")
    at_desk(pemeriksa).post(of_respondent(examined, "finding"), {**ANSWERS, "conclusion": "NOT_PROVEN"})
    assert Finding.objects.get().conclusion == "NOT_PROVEN"


def test_a_finding_on_a_new_violation_alleges_it(examined, at_desk, pemeriksa):
    at_desk(pemeriksa).post(of_respondent(examined, "finding"), {**ANSWERS, "violation": "NET-D6"})
    assert Allegation.objects.filter(finding__isnull=False).get().violation_id == "NET-D6"


def test_a_finding_without_reasons_is_sent_back_with_what_was_typed(examined, at_desk, pemeriksa):
    answer = at_desk(pemeriksa).post(of_respondent(examined, "finding"), {**ANSWERS, "reasons": ""})
    assert answer.status_code == 422
    assert 'value="NET-D8" selected' in answer.content.decode()
    assert not Finding.objects.exists()


def test_a_finding_that_comes_too_late_keeps_its_words(a_case, at_desk, pemeriksa):
    case = a_case("DELIBERATION")
    answer = at_desk(pemeriksa).post(of_respondent(case, "finding"), {**ANSWERS, "reasons": "Kata-kata saya."})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Perkara ini sudah berpindah ke Pleno pukul" in shown and "Kata-kata saya." in shown


def test_findings_are_for_investigators(examined, at_desk, penyelia, intake):
    for person in (penyelia, intake):
        assert at_desk(person).post(of_respondent(examined, "finding"), ANSWERS).status_code == 403
    assert not Finding.objects.exists()


def test_a_respondent_of_another_case_is_not_found(examined, a_case, at_desk, pemeriksa):
    other = a_case("EXAMINATION").respondents.get()
    for what in ("finding", "allegation"):
        assert at_desk(pemeriksa).get(address(examined, f"respondents/{other.pk}/{what}/")).status_code == 404
    assert at_desk(pemeriksa).get(address(examined, f"respondents/{10**30}/finding/")).status_code == 404


def test_an_allegation_is_added_once(examined, at_desk, pemeriksa):
    for _ in range(2):
        at_desk(pemeriksa).post(of_respondent(examined, "allegation"), {"violation": "NET-D6"})
    assert sorted(Allegation.objects.values_list("violation_id", flat=True)) == ["NET-D6", "NET-D8"]
    answer = at_desk(pemeriksa).post(of_respondent(examined, "allegation"), {"violation": "ETI-0"})
    assert answer.status_code == 422


def test_a_respondent_is_set_aside_by_the_supervisor(examined, at_desk, page, penyelia, pemeriksa):
    assert at_desk(pemeriksa).post(of_respondent(examined, "set_aside"), {"reason": "RETIRED"}).status_code == 403
    assert at_desk(penyelia).post(of_respondent(examined, "set_aside"), {"reason": "LAZY"}).status_code == 422
    assert at_desk(penyelia).post(of_respondent(examined, "set_aside"), {"reason": "RETIRED"}).status_code == 302
    assert Respondent.objects.get().set_aside == "RETIRED"
    assert "Dikesampingkan" in page(penyelia, address(examined))


def test_a_note_and_a_statement_are_never_alike(examined, at_desk, page, pemeriksa):
    browser = at_desk(pemeriksa)
    browser.post(address(examined, "notes/"), {"text": "NIP cocok."})
    browser.post(
        address(examined, "statements/"), {"kind": "WITNESS", "given_by": "Saksi A", "text": "Saya melihatnya."}
    )
    assert [s.kind for s in Statement.objects.order_by("pk")] == ["NOTE", "WITNESS"]
    shown = page(pemeriksa, address(examined))
    note, said = shown.index("NIP cocok."), shown.index("Saya melihatnya.")
    assert shown.rfind('class="card int"', 0, note) > shown.rfind('class="card said"', 0, note)
    assert shown.rfind('class="card said"', 0, said) > shown.rfind('class="card int"', 0, said)
    assert "Saksi A" in shown


def test_nobody_writes_the_notes_of_transitions_by_hand(examined, at_desk, pemeriksa):
    answer = at_desk(pemeriksa).post(address(examined, "statements/"), {"kind": "TRANSITION", "text": "x"})
    assert answer.status_code == 422


def test_a_note_on_an_ended_case_comes_too_late(a_case, at_desk, penyelia):
    case = a_case()
    actions.moot(case, by=penyelia, reason="Pensiun.")
    answer = at_desk(penyelia).post(address(case, "notes/"), {"text": "Masih ada catatan."})
    assert answer.status_code == 409
    assert "Masih ada catatan." in answer.content.decode()


def test_further_evidence_belongs_to_the_case(examined, at_desk, page, pemeriksa):
    upload = SimpleUploadedFile("daftar <i>hadir</i>.pdf", PDF)
    assert at_desk(pemeriksa).post(address(examined, "evidence/"), {"file": upload}).status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.access_id, evidence.added_by) == (examined.access_id, pemeriksa)
    shown = page(pemeriksa, address(examined))
    assert f"/petugas/bukti/{evidence.pk}/" in shown and "<i>hadir" not in shown


@pytest.mark.parametrize(("name", "content", "status"), [("x.pdf", b"", 422), ("x.exe", b"MZ\x90\x00", 415)])
def test_a_file_that_is_no_evidence_is_refused_with_a_reason(examined, at_desk, pemeriksa, name, content, status):
    answer = at_desk(pemeriksa).post(address(examined, "evidence/"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert not Evidence.objects.exists()


def test_files_of_its_complaints_are_listed_with_it(a_case, page, intake, pemeriksa):
    case = a_case("EXAMINATION")
    access = case.case_complaints.get().complaint.access
    add_file(access, upload=SimpleUploadedFile("foto.pdf", PDF), by=intake, at=case.created_at)
    assert "foto.pdf" in page(pemeriksa, address(case))


def test_what_strangers_wrote_is_shown_as_written(a_case, at_desk, page, pemeriksa):
    evil = "<script>alert(1)</script>"
    case = a_case("EXAMINATION", narrative=f"{evil} berkampanye.", people=[Person(name=evil, position=evil)])
    at_desk(pemeriksa).post(address(case, "notes/"), {"text": evil})
    shown = page(pemeriksa, address(case))
    assert "<script>alert" not in shown and shown.count("&lt;script&gt;alert") >= 4


def test_a_case_of_many_people_asks_no_more_than_one_of_few(a_case, at_desk, pemeriksa, django_assert_max_num_queries):
    few, many = a_case("EXAMINATION"), a_case("EXAMINATION", people=[Person(name=f"Orang {n}") for n in range(25)])
    browser = at_desk(pemeriksa)
    for case in (few, many):
        with django_assert_max_num_queries(62):
            assert browser.get(address(case)).status_code == 200


@pytest.mark.parametrize("stage", ["OPEN", "CLARIFICATION", "EXAMINATION", "DELIBERATION", "DECIDED", "FOLLOW_UP"])
def test_in_every_stage_it_opens_for_everybody_who_sees_it(a_case, page, penyelia, pemeriksa, intake, pimpinan, stage):
    case = a_case(stage)
    for person in (penyelia, pemeriksa, intake, pimpinan):
        assert case.title in page(person, address(case))


def moved(case, to: str, at: str) -> None:
    """The moment of a step, told otherwise; only a test may."""
    Event.objects.filter(subject_reference=case.reference, payload__to=to).update(occurred_at=at)
    Case.objects.filter(pk=case.pk, stage=to).update(stage_since=at)


@pytest.mark.parametrize(("territory", "day"), [("94", "2 Nov"), ("64.02", "2 Nov"), (None, "1 Nov")])
def test_stage_line_and_timeline_count_days_by_the_clock_of_the_place(forging, a_case, page, penyelia, territory, day):
    place = Territory.objects.filter(pk=territory).first()
    case = a_case("CLARIFICATION", territory=place)
    moved(case, "CLARIFICATION", "2024-11-01T16:30:00Z")  # 23.30 in Jakarta, after midnight east of it
    shown = page(penyelia, address(case))
    line = shown[shown.index('class="line') : shown.index("</ol>")]
    assert day in line
    assert f"{day.replace('Nov', 'November')} 2024</li>" in shown[shown.index('class="tl"') :]


def test_votes_of_one_minute_are_one_line_and_each_can_be_read(forging, a_case, page, penyelia):
    case = a_case("DELIBERATION", people=[Person(name=f"Orang {n}") for n in range(5)])
    for name in ("komisioner", "komisioner2"):
        by = Officer.objects.get(username=name)
        for respondent in case.respondents.all():
            actions.vote(case, by=by, respondent=respondent, conclusion="PROVEN")
    Event.objects.filter(verb="case.vote").update(occurred_at="2024-11-01T03:00:00Z")
    shown = page(penyelia, address(case))
    assert shown.count("Suara diberikan untuk 5 terlapor.") == 2
    assert shown.count("Satu suara diberikan untuk Orang 3.") == 2


def test_votes_of_other_minutes_are_lines_of_their_own(forging, a_case, page, penyelia, komisioner):
    case = a_case("DELIBERATION", people=[Person(name="Satu"), Person(name="Dua")])
    for number, respondent in enumerate(case.respondents.order_by("pk")):
        actions.vote(case, by=komisioner, respondent=respondent, conclusion="PROVEN")
        last = Event.objects.filter(verb="case.vote").latest("number")
        Event.objects.filter(pk=last.pk).update(occurred_at=f"2024-11-01T03:0{number}:00Z")
    shown = page(penyelia, address(case))
    assert "Satu suara diberikan untuk Satu." in shown and "Suara diberikan untuk" not in shown
