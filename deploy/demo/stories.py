"""Plays a story through the real actions, by the officers whose steps they are, at the times when they happened."""

import time
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import Agency, Shipment, SupervisingAuthority, Territory
from complaints import actions as complaints
from complaints.models import Complaint
from complaints.queries import reporter_of
from deploy.demo import inquiry
from deploy.demo.cast import FORMER, Cast
from deploy.demo.clock import Clock
from deploy.demo.files import content
from deploy.demo.reading import ZONE, Figure, Story, Told, read_stories
from evidence import actions as evidence
from investigations import actions as investigations
from investigations.models import Case
from law.models import Election, Violation
from sanctions import actions as sanctions
from workflow.ledger import unit_of_work

LEDGER = "demo"  # the Shipment that remembers which stories were played
HANDOVER = datetime(2024, 9, 16, 10, 0, tzinfo=ZONE)
BREATH = 0.02  # seconds between stories, so that other writers to an embedded database get a turn
COMPLAINT_ENDS = {"REJECTED", "FORWARDED", "WITHDRAWN"}
BY_OFFICER = {"LETTER", "PHONE", "WALK_IN"}


def play_all(*, now: datetime) -> int:
    """Play the stories not played yet, each in one unit of work; how many that were. `now` ends the time of all."""
    cast, played = Cast(), 0
    for story in read_stories(now):
        with unit_of_work():
            ledger, _ = Shipment.objects.select_for_update().get_or_create(dataset=LEDGER)
            if story.slug not in ledger.digests:
                ledger.digests[story.slug] = Play(story, cast, now).run()
                ledger.save()
                played += 1
        time.sleep(BREATH)
    return played


class Play:
    """One story on its way: the clock, the complaints and the case so far, and the authority in charge."""

    def __init__(self, story: Story, cast: Cast, now: datetime):
        self.story, self.cast, self.made_at = story, cast, now
        self.clock = Clock(story.reports[0].time(now), limit=now, pace=story.pace, seed=story.slug)
        self.complaints: list[Complaint] = []
        self.case: Case | None = None
        self.authority = ""

    def run(self) -> str:
        """The reference of the story's first complaint."""
        for told in self.story.reports:
            self.complaints.append(self._file(told))
        self.authority = self.complaints[0].access.authority_id
        if self.story.until != "RECEIVED":
            self._review()
        if self.case is not None:
            inquiry.conduct(self)
        if self.case is not None and not self.story.keep and self.authority == FORMER:
            self.hand_over()
        return self.complaints[0].reference

    def officer(self, part: str, number: int = 0):
        """Who has this part in the authority in charge."""
        people = self.cast.all(part, self.authority)
        return people[number % len(people)]

    def investigator(self):
        return self.officer("investigator", len(self.story.slug))

    def days(self, days: float) -> datetime:
        """Time passes; a case still open on the day the authority changed goes over to the new one."""
        at = self.clock.days(days)
        if at > HANDOVER and self.authority == FORMER and self.case is not None:
            self.hand_over()
        return self.clock.now

    def hand_over(self) -> None:
        """To the authority that took over in September 2024, if the case has not ended."""
        case = Case.objects.get(pk=self.case.pk)
        if case.stage not in Case.UNENDED:
            return
        self.clock.reach(HANDOVER)
        successor = SupervisingAuthority.objects.in_force(self.clock.now.date())
        reason = "Serah terima berkas sesuai SE MenPANRB 4/2024."
        sanctions.transfer(case, by=self.officer("supervisor"), to=successor, reason=reason, at=self.clock.now)
        self.authority = successor.code
        at = self.clock.days(3)
        investigations.assign(case, by=self.officer("supervisor"), to=self.investigator(), at=at)

    def upload(self, access, name: str, by) -> None:
        """One of the demo's files, as evidence."""
        evidence.add_file(access, upload=SimpleUploadedFile(name, content(name)), by=by, at=self.clock.now)

    def _file(self, told: Told) -> Complaint:
        at = self.clock.reach(told.time(self.made_at))
        by = self._filed_by(told, at)
        complaint = complaints.file_report(self._report(told), by=by, at=at).complaint
        for name in told.files:
            self.upload(complaint.access, name, by or reporter_of(complaint))
        return complaint

    def _filed_by(self, told: Told, at: datetime):
        if told.source == "REFERRAL":
            return self.cast.partner()
        authority = SupervisingAuthority.objects.in_force(at.date()).code
        return self.cast.all("intake", authority)[0] if told.source in BY_OFFICER else None

    def _report(self, told: Told) -> complaints.Report:
        story = self.story
        people = story.people if told.people is None else [story.people[number] for number in told.people]
        return complaints.Report(
            kind=story.kind,
            narrative=told.text,
            incident_date=story.happened(self.made_at),
            incident_place=story.place,
            territory=Territory.objects.get(code=story.territory),
            election=_election(story.election),
            violations=list(Violation.objects.filter(code__in=story.violations)),
            mode=told.chosen_mode,
            source=told.source,
            people=[_person(figure) for figure in people],
            links=[(url, note) for url, note in told.links],
            identity=told.identity,
        )

    def _review(self) -> None:
        first = self.complaints[0]
        if self.story.until == "WITHDRAWN":
            complaints.withdraw(first, by=reporter_of(first), reason=self.story.reason, at=self.days(2))
            return
        complaints.verify(first, by=self.officer("intake"), at=self.days(1))
        self._converse(first)
        if self.story.until in COMPLAINT_ENDS:
            self._end(first)
        elif self.story.until not in Complaint.Stage.values:
            self._accept(first)
        self._treat_the_others(first)

    def _converse(self, first: Complaint) -> None:
        reporter, intake = reporter_of(first), self.officer("intake")
        for sender, text in self.story.messages:
            by = reporter if sender == "REPORTER" else intake
            complaints.post_message(first, by=by, text=text, at=self.clock.minutes())
        if self.story.questions:
            complaints.request_completion(first, by=intake, questions=self.story.questions.strip(), at=self.days(0.5))
        if self.story.answer:
            complaints.resubmit(first, by=reporter, text=self.story.answer, at=self.days(2))
        if self.story.more_questions:
            complaints.request_completion(first, by=intake, questions=self.story.more_questions, at=self.days(1))

    def _end(self, first: Complaint) -> None:
        facts = {"by": self.officer("intake"), "reason": self.story.reason, "at": self.days(2)}
        if self.story.until == "REJECTED":
            complaints.reject(first, **facts)
        else:
            complaints.forward(first, to=self.story.forward_to, **facts)

    def _accept(self, complaint: Complaint) -> None:
        answer = investigations.accept(complaint, by=self.officer("intake"), case=self.case, at=self.days(1))
        self.case = Case.objects.get(reference=answer["case"])

    def _treat_the_others(self, first: Complaint) -> None:
        for told, complaint in list(zip(self.story.reports, self.complaints, strict=True))[1:]:
            if told.merged:
                investigations.merge(complaint, by=self.officer("intake"), into=first, at=self.clock.minutes())
            elif self.case is not None and not told.hold:
                complaints.verify(complaint, by=self.officer("intake"), at=self.clock.minutes())
                self._accept(complaint)


def _person(figure: Figure) -> complaints.Person:
    agency = Agency.objects.get(code=figure.agency) if figure.agency else None
    return complaints.Person(figure.name, figure.nip, figure.position, agency, figure.agency_text)


def _election(year: int | None) -> Election | None:
    return Election.objects.get(vote_date__year=year, in_force=True) if year else None
