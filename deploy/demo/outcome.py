"""The last part of a story: recommendations, what the agencies did about them, and the end of the case."""

from dataclasses import dataclass
from datetime import date, timedelta

from deploy.demo.reading import ZONE, Figure
from law.models import Sanction
from sanctions import actions
from sanctions.models import Recommendation

BODIES = {"OBJECTION": "Atasan pejabat yang menghukum", "APPEAL": "BPASN"}
AGREED, ACCEPTED = "Sesuai rekomendasi.", "Lebih ringan, tetapi alasan instansi dapat diterima."
FALLBACK, TOO_MILD = "LIGHT-WRITTEN", "LIGHT-ORAL"
WAY = ("submit", "approve", "issue", "acknowledge", "implement", "verify")
STAGES = {"DRAFT": 0, "REVIEW": 1, "APPROVED": 2, "ISSUED": 3, "ACKNOWLEDGED": 4, "IMPLEMENTED": 5, "VERIFIED": 6}
DAYS = {"submit": 1, "approve": 2, "issue": 1, "acknowledge": 2, "implement": 9, "verify": 4, "escalate": 16}


@dataclass
class Course:
    """One recommendation, the verbs still before it, and the figure of the story whom it is about."""

    reference: str
    verbs: list[str]
    figure: Figure


def recommend(play, people: list) -> None:
    """Draft the recommendations of a decided case and walk all of them, step by step side by side."""
    actions.follow_up(play.case, by=play.officer("supervisor"), at=play.days(1))
    drafted = {rec.respondent_id: rec for rec in play.case.recommendations.all()}
    closing = play.story.until == "CLOSED"
    courses = [
        Course(drafted[person.pk].reference, verbs_of(figure, closing), figure)
        for person, figure in people
        if person.pk in drafted
    ]
    while waiting := [course for course in courses if course.verbs]:
        play.days(max(DAYS.get(course.verbs[0].partition(":")[0], 3) for course in waiting))
        for course in waiting:
            _step(play, course, course.verbs.pop(0))


def close(play) -> None:
    """A person's act at the very end."""
    actions.close(play.case, by=play.officer("supervisor"), reason=play.story.reason, at=play.days(2))


def verbs_of(figure: Figure, closing: bool) -> list[str]:
    """The way of a recommendation to the stage where its story leaves it."""
    end = figure.rec or ("VERIFIED" if closing else "DRAFT")
    if end in STAGES:
        return _straight(end, figure)
    start = ["submit", "approve", "issue"]
    later = {
        "ESCALATED": [f"escalate:{step}" for step in figure.steps],
        "REBUTTED": ["acknowledge", "rebut"],
        "MOOT": ["acknowledge", "moot"],
        "SUPERSEDED": ["rebut", "supersede", *WAY[: STAGES.get(figure.rec_after, 0)]],
    }
    return [*start, *later[end]]


def _straight(end: str, figure: Figure) -> list[str]:
    verbs = list(WAY[: STAGES[end]])
    if figure.returned and "approve" in verbs:
        verbs[1:1] = ["send_back", "submit"]
    if figure.note and "implement" in verbs:
        verbs[verbs.index("implement") : verbs.index("implement")] = ["rebut", "uphold"]
    if figure.contested and "verify" in verbs:
        verbs[verbs.index("verify") : verbs.index("verify")] = ["contest", "implement"]
    if figure.objection:
        kind, _colon, outcome = figure.objection.partition(":")
        verbs += [f"appeal:{kind}", f"settle:{outcome}"] if outcome else [f"appeal:{kind}"]
    return verbs


def _step(play, course: Course, verb: str) -> None:
    name, _, step = verb.partition(":")
    rec = Recommendation.objects.select_related("access", "letter", "sanction", "respondent").get(
        reference=course.reference
    )
    supervisor, at = play.officer("supervisor"), play.clock.minutes()
    figure = course.figure
    bkd = lambda: play.cast.agency_officer(rec.respondent.agency_id)  # noqa: E731
    commissioner = play.officer("commissioner")
    steps = {
        "submit": lambda: _submit(rec, supervisor, at),
        "send_back": lambda: actions.send_back(rec, by=commissioner, note=figure.returned, at=at),
        "approve": lambda: actions.approve(rec, by=commissioner, at=at),
        "issue": lambda: actions.issue(rec, by=supervisor, at=at),
        "acknowledge": lambda: actions.acknowledge(rec, by=bkd(), at=at),
        "implement": lambda: _implement(play, rec, bkd(), at, figure=figure, too_mild="contest" in course.verbs),
        "contest": lambda: actions.contest(rec, by=supervisor, note=figure.contested, at=at),
        "verify": lambda: actions.verify(rec, by=supervisor, note=ACCEPTED if figure.imposed else AGREED, at=at),
        "rebut": lambda: actions.rebut(rec, by=bkd(), note=figure.note, at=at),
        "uphold": lambda: actions.uphold(rec, by=supervisor, note=figure.answer, at=at),
        "supersede": lambda: _supersede(course, rec, supervisor, at),
        "escalate": lambda: actions.escalate(rec, by=supervisor, step=step, at=at),
        "moot": lambda: actions.moot(rec, by=supervisor, reason=figure.note, at=at),
        "appeal": lambda: actions.appeal(rec, by=bkd(), kind=step, filed_on=_day(at), body=BODIES[step], at=at),
        "settle": lambda: actions.settle(rec, by=bkd(), outcome=step, decided_on=_day(at), at=at),
    }
    steps[name]()


def _submit(rec: Recommendation, supervisor, at) -> None:
    if rec.sanction is None:  # the catalogue sets no level: a person chooses
        sanction = Sanction.objects.get(code=FALLBACK)
        actions.revise(rec, by=supervisor, sanction=sanction, considerations=rec.considerations, at=at)
    actions.submit(rec, by=supervisor, at=at)


def _supersede(course: Course, rec: Recommendation, supervisor, at) -> None:
    answer = actions.supersede(rec, by=supervisor, note=course.figure.answer, at=at)
    course.reference = answer["recommendation"]


def _implement(play, rec: Recommendation, bkd, at, *, figure: Figure, too_mild: bool) -> None:
    play.upload(rec.access, "sk_hukuman.pdf", bkd)
    day = at.astimezone(ZONE).date() - timedelta(days=1)
    number = f"800.1.6.2/{100 + rec.pk % 800}/BKPSDM/{day.year}"
    code = TOO_MILD if too_mild else figure.imposed
    sanction = Sanction.objects.get(code=code) if code else rec.sanction
    facts = {"received": day, "explanation": figure.explained}
    actions.implement(rec, by=bkd, decree_number=number, decree_date=day, sanction=sanction, at=at, **facts)


def _day(at) -> date:
    return at.astimezone(ZONE).date()
