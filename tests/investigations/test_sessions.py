"""A session of the plenary: who is there votes, who is recused counts not, each allegation is decided by itself."""

import pypdfium2 as pdfium
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from investigations import actions, sessions
from investigations.minutes import write_minutes
from investigations.models import Allegation, Attendance, Case, Session, Vote
from investigations.voting import laid_open, tally
from law.models import Violation
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db
NAMES = ("komisioner", "komisioner2", "komisioner3")


@pytest.fixture
def session(people):
    """Calls the three commissioners to a session on these cases; `present` of them are there."""

    def call(*cases, present=NAMES) -> Session:
        called = [people[name] for name in NAMES]
        facts = {"held_at": timezone.now(), "place": "Ruang pleno", "chair": called[0], "members": called}
        made = sessions.call(by=people["penyelia"], cases=cases, **facts)
        sessions.attend(made, by=people["penyelia"], present=[people[name] for name in present])
        return made

    return call


def vote(case, by, conclusion="PROVEN", violations=()):
    for person in case.respondents.filter(set_aside=""):
        actions.vote(fresh(case), by=by, respondent=person, conclusion=conclusion, violations=violations)


def fresh(case) -> Case:
    return Case.objects.select_related("access__authority").get(pk=case.pk)


def test_only_who_is_present_votes_and_all_of_them_before_the_decision(a_case, session, people):
    case = a_case("DELIBERATION")
    case.access.authority.quorum = 2
    case.access.authority.save()
    session(case, present=NAMES[:2])
    with pytest.raises(ValidationError, match="hadir"):
        vote(case, people["komisioner3"])
    assert not Vote.objects.exists()
    vote(case, people["komisioner"])
    assert not laid_open(fresh(case))
    with pytest.raises(MovedOn):
        actions.decide(fresh(case), by=people["komisioner"])
    vote(case, people["komisioner2"])
    assert laid_open(fresh(case))
    actions.decide(fresh(case), by=people["komisioner"])
    assert fresh(case).stage == "DECIDED"


def test_too_few_who_are_present_decide_nothing(a_case, session, people):
    case = a_case("DELIBERATION")
    session(case, present=NAMES[:2])
    for name in NAMES[:2]:
        vote(case, people[name])
    with pytest.raises(MovedOn):
        actions.decide(fresh(case), by=people["komisioner"])


def test_a_vote_before_the_session_counts_when_its_commissioner_is_there(a_case, session, people):
    case = a_case("DELIBERATION")
    vote(case, people["komisioner3"])
    session(case, present=NAMES[:2])
    assert tally(fresh(case), people["penyelia"]).counts[0].cast == 0


def test_a_recused_commissioner_neither_votes_nor_counts(a_case, session, people):
    case = a_case("DELIBERATION")
    session(case)
    for name in NAMES[:2]:
        vote(case, people[name])
    vote(case, people["komisioner3"], "NOT_PROVEN")
    case.access.excluded.add(people["komisioner3"])
    known = tally(fresh(case), people["penyelia"])
    assert known.counts[0].cast == 2 and known.laid_open
    with pytest.raises(MovedOn):  # two are below the quorum of three
        actions.decide(fresh(case), by=people["komisioner"])
    with pytest.raises(PermissionDenied):
        vote(case, people["komisioner3"])
    assert not Case.objects.visible_to(people["komisioner3"]).exists()


def test_who_comes_after_the_votes_were_laid_open_cannot_be_let_in(a_case, session, people):
    case = a_case("DELIBERATION")
    made = session(case, present=NAMES[:2])
    for name in NAMES[:2]:
        vote(case, people[name])
    with pytest.raises(ValidationError, match="terbuka"):
        sessions.attend(made, by=people["penyelia"], present=[people[name] for name in NAMES])
    assert Attendance.objects.get(officer=people["komisioner3"]).state == "ABSENT"


def test_each_allegation_is_decided_by_itself(a_case, session, people):
    case = a_case("EXAMINATION")
    person = case.respondents.get()
    other = Violation.objects.get(code="NET-D7")
    facts = {"by": people["pemeriksa"], "respondent": person, "violation": other, "reasons": "Foto."}
    actions.add_allegation(case, by=people["pemeriksa"], respondent=person, violation=other, departure_reason="Foto.")
    actions.write_finding(case, conclusion="PROVEN", **facts)
    actions.deliberate(fresh(case), by=people["penyelia"])
    session(case)
    with pytest.raises(ValidationError):
        vote(case, people["komisioner"], violations=["NET-E1"])
    vote(case, people["komisioner"], violations=["NET-D8"])
    vote(case, people["komisioner2"], violations=["NET-D8"])
    vote(case, people["komisioner3"])  # both, as the examination found
    actions.decide(fresh(case), by=people["komisioner"])
    decided = dict(Allegation.objects.values_list("violation_id", "outcome"))
    assert decided == {"NET-D8": "PROVEN", "NET-D7": "NOT_PROVEN"}
    assert case.respondents.get().outcome == "PROVEN"
    actions.dissent(fresh(case), by=people["komisioner3"], respondent=person, text="Keduanya terbukti.")
    with pytest.raises(ValidationError):
        actions.dissent(fresh(case), by=people["komisioner"], respondent=person, text="Sama.")


def test_a_vote_is_nowhere_but_in_the_vote(a_case, session, people):
    case = a_case("DELIBERATION")
    session(case)
    vote(case, people["komisioner"], "NOT_PROVEN")
    told = [event.payload for event in Event.objects.filter(verb="case.vote")]
    assert told == [{"respondent": case.respondents.get().pk}]
    assert "NOT_PROVEN" not in str(list(case.history.values())) + str(list(case.respondents.get().history.values()))


def test_strangers_call_no_session_and_a_case_of_another_stage_is_on_none(a_case, people):
    facts = {"held_at": timezone.now(), "place": "x", "chair": people["komisioner"], "members": []}
    with pytest.raises(PermissionDenied):
        sessions.call(by=people["komisioner"], cases=[a_case("DELIBERATION")], **facts)
    with pytest.raises(MovedOn):
        sessions.call(by=people["penyelia"], cases=[a_case("EXAMINATION")], **facts)
    assert not Session.objects.exists()  # the session goes back with its agenda


def test_a_session_closes_when_everything_on_it_was_decided_or_sent_back(a_case, session, people):
    case = a_case("DELIBERATION")
    made = session(case)
    with pytest.raises(ValidationError):
        sessions.close(made, by=people["penyelia"])
    actions.send_back(fresh(case), by=people["penyelia"], note="Dengar saksi.")
    sessions.close(made, by=people["penyelia"])
    with pytest.raises(ValidationError):
        sessions.close(made, by=people["penyelia"])
    actions.deliberate(fresh(case), by=people["penyelia"])
    assert list(sessions.waiting_cases(people["penyelia"])) == [case]  # a new round needs a new session


def test_the_minutes_are_a_letter_once_the_plenary_has_decided(a_case, session, people):
    case = a_case("DELIBERATION")
    session(case)
    for name, conclusion in zip(NAMES, ("PROVEN", "PROVEN", "NOT_PROVEN"), strict=True):
        vote(case, people[name], conclusion)
    with pytest.raises(MovedOn):
        write_minutes(fresh(case), by=people["penyelia"])
    actions.decide(fresh(case), by=people["komisioner"])
    person = case.respondents.get()
    actions.dissent(fresh(case), by=people["komisioner3"], respondent=person, text="Saksi tidak didengar.")
    with pytest.raises(PermissionDenied):
        write_minutes(fresh(case), by=people["komisioner"])
    letter = write_minutes(fresh(case), by=people["penyelia"], notes="Sidang dibuka pukul sembilan.")
    assert letter.kind == "PLENARY_MINUTES" and letter.pdf.startswith(b"%PDF")
    said = pages_of(letter.pdf)
    for words in (
        case.reference,
        "Ruang pleno",
        str(people["komisioner2"]),
        "Terbukti (2 dari 3",
        "Saksi tidak didengar.",
    ):
        assert words in said
    with pytest.raises(MovedOn):
        write_minutes(fresh(case), by=people["penyelia"])
    with pytest.raises(MovedOn):  # written once already
        actions.dissent(fresh(case), by=people["komisioner3"], respondent=person, text="Lagi.")


def pages_of(pdf: bytes) -> str:
    """The words of a PDF, whatever its line breaks."""
    document = pdfium.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
