"""The five pages of a report together: their forms, what is still missing, and the Report they make."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agencies.models import Agency, Territory
from agencies.queries import Directory, agencies, territories
from complaints import actions, forms
from complaints.drafts import OpenDraft
from complaints.models import Mode
from law.catalogue import violations_in_force
from law.models import Election, Violation

MOST_PEOPLE = 50


@dataclass(frozen=True)
class Missing:
    """What keeps the report from being sent: the page it is on, and the sentence."""

    page: str
    text: str


class Incomplete(Exception):
    """The report cannot be sent yet; `missing` says why."""

    def __init__(self, missing: list[Missing]):
        super().__init__("incomplete")
        self.missing = missing


class Questionnaire:
    """Everything typed so far, checked."""

    def __init__(self, draft: OpenDraft, *, at: datetime):
        self.draft, self.at = draft, at

    @cached_property
    def what(self) -> forms.What:
        return forms.What.checked(self.draft.page("what"), acts=acts(self.at))

    @cached_property
    def people(self) -> list[forms.Person]:
        return people_of(self.draft.page("who"), agencies(), checked=True)

    @cached_property
    def when(self) -> forms.When:
        return forms.When.checked(self.draft.page("when"), directory=territories(), at=self.at)

    @cached_property
    def contact(self) -> forms.Contact:
        return forms.Contact.checked({"mode": Mode.CONFIDENTIAL.value, **self.draft.page("contact")})

    @property
    def acts_done(self) -> list[Violation]:
        chosen = self.what.cleaned_data.get("violations", []) if self.what.is_valid() else []
        return [act for act in self.what.acts if act.code in chosen]

    @property
    def missing(self) -> list[Missing]:
        """Everything that must be written or mended before the report can be sent, in the order of the pages."""
        return [
            *_errors("what", self.what),
            *self._about_people(),
            *_errors("when", self.when),
            *_errors("contact", self.contact),
        ]

    def _about_people(self) -> list[Missing]:
        needs_somebody = self.draft.page("what").get("kind") != Violation.Kind.MERIT
        if not self.people and needs_somebody:
            return [Missing("who", _("Tulis satu petunjuk tentang orangnya, misalnya jabatan atau tempat kerjanya."))]
        return [missing for person in self.people for missing in _errors("who", person)]

    def report(self) -> actions.Report:
        """The report these pages make. Raises Incomplete."""
        if missing := self.missing:
            raise Incomplete(missing)
        when, contact = self.when.cleaned_data, self.contact.cleaned_data
        kind, territory = self.what.cleaned_data["kind"], Territory.objects.filter(pk=when["found"]).first()
        election = election_at(when["incident_date"], territory) if kind == Violation.Kind.NEUTRALITY else None
        return actions.Report(
            kind=kind,
            narrative=self._story(),
            incident_date=when["incident_date"],
            incident_place=self._place(),
            territory=territory,
            election=election,
            violations=in_phase(self.acts_done, when["incident_date"], election),
            mode=contact["mode"],
            people=[_person(person) for person in self.people],
            identity=_identity(contact),
        )

    def _story(self) -> str:
        """The narrative, and what is remembered of the time in the reporter's words, which has no field of its own."""
        story, when = self.what.cleaned_data["narrative"], self.when.cleaned_data["when"]
        if not when:
            return story
        with translation.override("id"):
            return "\n\n".join([story, _("Waktu menurut pelapor: %(when)s") % {"when": when}])

    def _place(self) -> str:
        """The place, and the territory as typed where the list does not have it."""
        facts = self.when.cleaned_data
        unknown = "" if facts["found"] else facts.get("territory_text", "")
        return ", ".join(filter(None, [facts.get("place"), unknown]))[:200]


def acts(at: datetime) -> list[Violation]:
    """The acts to choose from: of two twins (before and after the designation of candidates) the later one stands for both."""
    rows = list(violations_in_force(on=timezone.localdate(at)))
    known = {row.code for row in rows}
    before = Violation.Phase.BEFORE
    return [row for row in rows if not (row.phase == before and row.twin_id in known)]


def election_at(day: date | None, territory: Territory | None) -> Election | None:
    """The election whose stages were running in this territory on that day."""
    if day is None or territory is None:
        return None
    here = Q(territories=territory.pk) | Q(territories=territory.parent_id) | Q(territories__isnull=True)
    running = Election.objects.filter(here, in_force=True, stages_from__lte=day, vote_date__gte=day)
    return running.order_by("vote_date", "code").first()


def in_phase(acts_done: list[Violation], day: date | None, election: Election | None) -> list[Violation]:
    """The acts as the catalogue names them in their phase: before the designation of candidates, the earlier twin."""
    if day is None or election is None or day >= election.designation_date:
        return acts_done
    twins = Violation.objects.filter(twin__in=acts_done, phase=Violation.Phase.BEFORE)
    earlier = {twin.twin_id: twin for twin in twins}
    return [earlier.get(act.code, act) for act in acts_done]


def people_of(
    page: dict, directory: Directory, *, checked: bool = False, searched: int | None = None
) -> list[forms.Person]:
    """The forms of the people on the second page, in order; when checked, those left wholly empty are dropped."""
    typed = page.get("people", [])
    if checked:
        typed = [facts for facts in typed if any(facts.values())]
    make = forms.Person.checked if checked else forms.Person.shown
    return [
        make(facts, prefix=f"orang-{i}", directory=directory, number=i + 1, searched=searched == i)
        for i, facts in enumerate(typed[:MOST_PEOPLE])
    ]


def _errors(page: str, form: forms.Kept) -> list[Missing]:
    return [Missing(page, str(text)) for texts in form.errors.values() for text in texts]


def _person(form: forms.Person) -> actions.Person:
    facts, known = form.cleaned_data, form.recognised
    workplace = "" if facts["agency_unknown"] else facts["agency_text"]
    agency = Agency.objects.filter(pk=known.code).first() if known and workplace else None
    return actions.Person(
        name=" ".join((facts["clue"] if facts["name_unknown"] else facts["name"] or facts["clue"]).split()),
        nip=facts["nip"],
        position="" if facts["position_unknown"] else facts["position"],
        agency=agency,
        agency_text="" if agency and agency.name == workplace else workplace,
    )


def _identity(contact: dict) -> dict:
    if contact["mode"] == Mode.ANONYMOUS:
        return {}
    known = {name: contact[name] for name in ("name", "email", "phone") if contact[name]}
    return {**known, "notify": contact["notify"]} if known else {}
