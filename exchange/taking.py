"""Taking over what a file holds: one of their numbers is one unit of work, and is taken over once."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, Territory
from complaints.actions import Person, Report, file_report
from complaints.models import Mode, Source
from complaints.reported import reported
from exchange.cleaning import Fact
from exchange.models import Batch, Imported
from exchange.standing import Standing, stage_of, standing_of
from investigations.models import Allegation, Case, Respondent
from law.models import Sanction, Violation
from sanctions import withholding
from sanctions.models import Recommendation
from workflow.access import reaches
from workflow.ledger import unit_of_work
from workflow.models import Access
from workflow.references import new_reference
from workflow.transitions import begin, perform

Follow = Recommendation.Stage
NOON = time(12)  # of days without an hour


@dataclass(frozen=True)
class Taken:
    """`new` when it was taken over now; `told` what the reader should know of it."""

    new: bool
    told: str = ""


def take(batch: Batch, number: str, facts: list[Fact], *, by, at: datetime) -> Taken:
    """One of their numbers: a case with its people, or a report with them. Raises PermissionDenied outside the reach."""
    digest = _digest(facts)
    with unit_of_work():
        known = Imported.objects.filter(kind=batch.kind, source=batch.source, number=number).first()
        if known is not None:
            changed = known.digest != digest
            return Taken(False, _changed(known.reference) if changed else "")
        take_one = _case if batch.kind == Batch.Kind.CASES else _report
        reference = take_one(batch, number, facts, by, at)
        Imported.objects.create(
            batch=batch, kind=batch.kind, source=batch.source, number=number, digest=digest, reference=reference
        )
    return Taken(True)


def _changed(reference: str) -> str:
    return _("Sudah diimpor sebagai %(reference)s dan sekarang berbeda; tidak diubah.") % {"reference": reference}


def _digest(facts: list[Fact]) -> str:
    rows = [{name: str(value) for name, value in fact.values.items()} for fact in facts]
    rows.sort(key=lambda row: json.dumps(row, sort_keys=True))
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def at_noon(day: date, *, at: datetime) -> datetime:
    """A day of a spreadsheet as a time, never after now."""
    return min(timezone.make_aware(datetime.combine(day, NOON)), at)


# Referrals -------------------------------------------------------------------------------------------------------------
def _report(batch: Batch, number: str, facts: list[Fact], by, at: datetime) -> str:
    first = facts[0].values
    violations = Violation.objects.filter(pk__in={f.values["violation"] for f in facts} - {""})
    report = Report(
        kind=first["kind"] or next((v.kind for v in violations), Violation.Kind.NEUTRALITY),
        narrative=first["narrative"],
        incident_date=first["incident_date"],
        incident_place=first["incident_place"],
        territory=_place(first),
        violations=list(violations),
        mode=Mode.CONFIDENTIAL,
        source=Source.REFERRAL,
        people=[_person(fact.values) for fact in facts if _tells(fact.values)],
    )
    filed = file_report(report, by=by, at=at)
    _give_to_sender(filed.complaint.access, batch.source)
    return filed.complaint.reference


def _give_to_sender(access: Access, source: str) -> None:
    """Who referred it sees what becomes of it, whoever uploaded the file."""
    if agency := Agency.objects.filter(pk=source).first():
        access.partners.add(agency)


def _tells(values: dict[str, Any]) -> bool:
    return any(values[name] for name in ("name", "nip", "position", "agency"))


def _person(values: dict[str, Any]) -> Person:
    agency, text = _agency(values)
    return Person(values["name"], values["nip"], values["position"], agency, text)


def _agency(values: dict[str, Any]) -> tuple[Agency | None, str]:
    named = values["agency"] or {"code": "", "text": ""}
    return (Agency.objects.get(pk=named["code"]) if named["code"] else None), named["text"]


def _place(values: dict[str, Any]) -> Territory | None:
    if values["territory"]:
        return Territory.objects.get(pk=values["territory"]["code"])
    agency, _text = _agency(values)
    return agency.territory if agency else None


# Cases -----------------------------------------------------------------------------------------------------------------
def _case(batch: Batch, number: str, facts: list[Fact], by, at: datetime) -> str:
    standings = [standing_of(fact.values) for fact in facts]
    case = _opened(number, facts, by, at)
    if not reaches(by, case.access):
        raise PermissionDenied("case.import")
    people = [_respondent(case, f.values, s, by) for f, s in zip(facts, standings, strict=True)]
    reported(case, people, by=by, at=at)
    stage = stage_of(standings)
    case.access.at_plenary = stage in (
        Case.Stage.DELIBERATION,
        Case.Stage.DECIDED,
        Case.Stage.FOLLOW_UP,
        Case.Stage.CLOSED,
    )
    case.access.save(update_fields=["at_plenary"])
    proven = {
        str(person.pk): _decided_on(f.values).isoformat()
        for person, f, s in zip(people, facts, standings, strict=True)
        if s.outcome == "PROVEN"
    }
    moved = perform(
        case.import_, by=by, at=_since(facts, at), payload={"batch": batch.reference, "proven_on": proven}, to=stage
    )
    for person, fact, standing in zip(people, facts, standings, strict=True):
        if standing.follow:
            _recommendation(moved, person, fact.values, standing, by, at)
    return case.reference


def _opened(number: str, facts: list[Fact], by, at: datetime) -> Case:
    values = facts[0].values
    place = _place(values)
    access = Access.objects.create(authority_id=by.authority_id, region=place)
    violation = Violation.objects.filter(pk=values["violation"]).first() if values["violation"] else None
    case = Case(
        reference=new_reference("KAS", at=at),
        access=access,
        title=values["title"] or _("Perkara nomor %(number)s") % {"number": number},
        kind=values["kind"] or (violation.kind if violation else Violation.Kind.NEUTRALITY),
        territory=place,
        incident_date=values["incident_date"],
    )
    first = min(fact.values["reported_on"] for fact in facts)
    begin(case, at=at_noon(first, at=at))
    case._history_user = by
    case.save()
    return case


def _respondent(case: Case, values: dict[str, Any], standing: Standing, by) -> Respondent:
    agency, text = _agency(values)
    person = Respondent(
        case=case,
        name=values["name"],
        nip=values["nip"],
        position=values["position"],
        position_class=values["position_class"],
        agency=agency,
        agency_text=text,
        outcome=standing.outcome,
        set_aside=standing.set_aside,
        set_aside_at=case.created_at if standing.set_aside else None,
    )
    person._history_user = by  # type: ignore[attr-defined]
    person.save()
    if values["violation"]:
        Allegation.objects.create(respondent=person, violation_id=values["violation"])
    return person


def _decided_on(values: dict[str, Any]) -> date:
    return values["decided_on"] or values["recommended_on"] or values["stage_on"] or values["reported_on"]


def _since(facts: list[Fact], at: datetime) -> datetime:
    """Since when the case stands where it stands: the latest day that its rows name."""
    names = ("stage_on", "decree_date", "recommended_on", "decided_on", "reported_on")
    days = [fact.values[name] for fact in facts for name in names if fact.values[name]]
    return at_noon(max(days), at=at)


def _recommendation(
    case: Case, person: Respondent, values: dict[str, Any], standing: Standing, by, at: datetime
) -> None:
    sent = values["recommended_on"] or values["decree_date"] or values["stage_on"] or values["reported_on"]
    access = Access.objects.create(
        authority=case.access.authority, region=case.access.region, agency=person.agency, at_plenary=True
    )
    found = Recommendation(
        reference=new_reference("REK", at=at),
        access=access,
        case=case,
        respondent=person,
        sanction=Sanction.objects.filter(pk=values["sanction"]).first(),
        considerations=_considerations(values),
    )
    begin(found, at=at_noon(sent, at=at))
    found._history_user = by
    found.save()
    withholding.propose(found, at=at)
    _move(found, values, standing, sent, by, at)
    access.refresh_from_db()
    access.issued = person.agency is not None and standing.follow in (
        Follow.ISSUED,
        Follow.IMPLEMENTED,
        Follow.VERIFIED,
    )
    access.save(update_fields=["issued"])


def _move(found: Recommendation, values: dict[str, Any], standing: Standing, sent: date, by, at: datetime) -> None:
    decree = values["decree_date"]
    days = {"recommended_on": sent, "sanctioned_on": decree}
    if standing.follow == Follow.VERIFIED:
        days["verified_on"] = values["stage_on"] or decree
    perform(
        found.import_,
        by=by,
        at=at_noon(max(day for day in days.values() if day), at=at),
        payload={name: day.isoformat() for name, day in days.items() if day},
        to=standing.follow,
        decree_number=values["decree_number"],
        decree_date=decree,
        sanction=Sanction.objects.filter(pk=values["decree_sanction"]).first(),
    )


def _considerations(values: dict[str, Any]) -> str:
    violation = Violation.objects.filter(pk=values["violation"]).first() if values["violation"] else None
    lines = [f"{violation.code}: {violation.title} ({'; '.join(violation.articles)})"] if violation else []
    if values["letter_number"]:
        lines.append(_("Surat rekomendasi nomor %(number)s.") % {"number": values["letter_number"]})
    return "\n".join(lines)
