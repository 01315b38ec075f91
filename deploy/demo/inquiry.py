"""The second half of a story: the case from its opening to its end."""

from agencies.models import SupervisingAuthority
from deploy.demo import outcome
from deploy.demo.cast import FORMER
from deploy.demo.reading import Figure, Story
from investigations import actions as investigations
from investigations.models import Case, Conclusion, Respondent, Statement
from sanctions import actions as sanctions

PATH = ("OPEN", "CLARIFICATION", "EXAMINATION", "DELIBERATION", "DECIDED", "FOLLOW_UP", "CLOSED")
DETOURS = {"MOOT": "CLARIFICATION", "TRANSFERRED": "EXAMINATION"}
AGREED = ("Setuju dengan kesimpulan pemeriksa.", "Sependapat.", "Bukti cukup dan saling menguatkan.")


def conduct(play) -> None:
    """Walk the case of a play to the stage where its story ends."""
    story = play.story
    goal = "CLOSED" if story.reopen else DETOURS.get(story.until, story.until)
    for stage in PATH[: PATH.index(goal) + 1]:
        STEPS[stage](play)
    if story.reopen:
        investigations.reopen(play.case, by=play.officer("supervisor"), reason=story.reopen, at=play.days(20))
    elif story.until == "MOOT":
        _moot(play)
    elif story.until == "TRANSFERRED":
        _leave(play)


def proven(play) -> list[tuple[Respondent, Figure]]:
    """Respondents and their figures, of those whom the plenary finds guilty."""
    return [(person, figure) for person, figure in in_question(play) if figure.proven]


def in_question(play) -> list[tuple[Respondent, Figure]]:
    """Respondents and their figures, without those who were set aside."""
    return [(person, figure) for person, figure in respondents(play) if not figure.set_aside]


def respondents(play) -> list[tuple[Respondent, Figure]]:
    """Every figure of the story with the respondent whom it became."""
    found = {(person.name, person.position): person for person in play.case.respondents.all()}
    return [(found[figure.name, figure.position], figure) for figure in play.story.people]


def _open(play) -> None:
    if play.story.assigned or play.story.until != "OPEN":
        _assign(play)


def _assign(play) -> None:
    investigations.assign(play.case, by=play.officer("supervisor"), to=play.investigator(), at=play.days(1))


def _clarify(play) -> None:
    note = play.story.notes.get("clarify", "")
    at = play.days(1)
    investigations.clarify(play.case, by=play.investigator(), note=note, at=at)
    _write_down(play, {"CLARIFICATION"})


def _examine(play) -> None:
    at = play.days(5)
    investigations.examine(play.case, by=play.investigator(), note=play.story.notes.get("examine", ""), at=at)
    for name in play.story.case_files:
        play.upload(play.case.access, name, play.investigator())
    _write_down(play, {"NOTE", "WITNESS", "RESPONDENT"})
    _set_aside(play)
    everybody = in_question(play)
    shown = everybody if play.story.until != "EXAMINATION" or play.story.reopen else everybody[: play.story.findings]
    for person, figure in shown:
        _find(play, person, figure)


def _write_down(play, kinds: set[str]) -> None:
    people = [person for person, _ in respondents(play)]
    for said in play.story.statements:
        if said["kind"] in kinds:
            about = people[said["of"]] if "of" in said else None
            investigations.add_statement(
                play.case,
                by=play.investigator(),
                kind=Statement.Kind(said["kind"]),
                text=said["text"],
                respondent=about,
                given_by=said.get("given_by", ""),
                at=play.days(1),
            )


def _set_aside(play) -> None:
    for person, figure in respondents(play):
        if figure.set_aside:
            supervisor = play.officer("supervisor")
            investigations.set_aside(
                play.case, by=supervisor, respondent=person, reason=figure.set_aside, at=play.clock.minutes()
            )


def _find(play, person: Respondent, figure: Figure) -> None:
    at = play.days(1)
    for allegation in person.allegations.select_related("violation"):
        investigations.write_finding(
            play.case,
            by=play.investigator(),
            respondent=person,
            violation=allegation.violation,
            conclusion=_conclusion(figure),
            reasons=figure.reasons,
            at=at,
        )


def _conclusion(figure: Figure) -> Conclusion:
    return Conclusion.PROVEN if figure.proven else Conclusion.NOT_PROVEN


def _deliberate(play) -> None:
    at = play.days(2)
    supervisor = play.officer("supervisor")
    investigations.deliberate(play.case, by=supervisor, note=play.story.notes.get("deliberate", ""), at=at)
    if play.story.sent_back:
        _send_back(play)
    if play.story.until == "DELIBERATION":
        _vote(play, play.story.votes)


def _send_back(play) -> None:
    at = play.days(1)
    investigations.send_back(play.case, by=play.officer("supervisor"), note=play.story.sent_back, at=at)
    at = play.days(4)
    investigations.deliberate(play.case, by=play.officer("supervisor"), note="Berkas dilengkapi.", at=at)


def _vote(play, voters: int) -> None:
    for number in range(voters):
        at = play.days(0.5)
        for person, figure in in_question(play):
            conclusion, reasons = _ballot(play.story, figure, number)
            investigations.vote(
                play.case,
                by=play.officer("commissioner", number),
                respondent=person,
                conclusion=conclusion,
                reasons=reasons,
                at=at,
            )


def _ballot(story: Story, figure: Figure, number: int) -> tuple[Conclusion, str]:
    if story.dissent and number == 2:
        return Conclusion.NOT_PROVEN, story.dissent
    return _conclusion(figure), AGREED[number % len(AGREED)] if figure.proven else "Unsurnya tidak terpenuhi."


def _decide(play) -> None:
    _vote(play, 3)
    at = play.clock.minutes()
    investigations.decide(play.case, by=play.officer("commissioner"), at=at)


def _follow_up(play) -> None:
    people = proven(play)
    if people:
        outcome.recommend(play, people)


def _close(play) -> None:
    if not play.story.keep and play.authority == FORMER:
        play.hand_over()
    outcome.close(play)


def _moot(play) -> None:
    _set_aside(play)
    note = play.story.set_aside_note
    supervisor, at = play.officer("supervisor"), play.days(1)
    investigations.add_statement(play.case, by=supervisor, kind=Statement.Kind.NOTE, text=note, at=at)
    investigations.moot(play.case, by=supervisor, reason=play.story.reason, at=play.clock.minutes())


def _leave(play) -> None:
    """To an authority outside this Netral, after today's officers took the file over."""
    play.hand_over()
    at = play.days(6)
    outside = SupervisingAuthority.objects.filter(internal=False).first()
    case = Case.objects.get(pk=play.case.pk)
    sanctions.transfer(case, by=play.officer("supervisor"), to=outside, reason=play.story.reason, at=at)


STEPS = {
    "OPEN": _open,
    "CLARIFICATION": _clarify,
    "EXAMINATION": _examine,
    "DELIBERATION": _deliberate,
    "DECIDED": _decide,
    "FOLLOW_UP": _follow_up,
    "CLOSED": _close,
}
