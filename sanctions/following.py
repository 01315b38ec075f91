"""What the agency does about a recommendation, and what the authority says to it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from law.models import Sanction
from sanctions import decrees
from sanctions.models import Examination, Objection, Recommendation
from workflow.ledger import unit_of_work
from workflow.transitions import perform


def convene(recommendation, *, by, kind, formed_on: date, decree_number="", at=None) -> None:
    """The agency notes that it has set up a team of examiners or an ethics panel."""
    at = at or timezone.now()
    with unit_of_work():
        subject = perform(recommendation.convene, by=by, at=at, payload={"kind": str(kind)})
        Examination.objects.create(
            recommendation=subject, kind=kind, formed_on=formed_on, decree_number=decree_number, by=by, at=at
        )


def implement(recommendation, *, by, decree_number, decree_date, sanction, at=None, **more) -> None:
    """The agency records its decree, or (`sanction` None) that it imposes nothing.

    `more`: official, received, effective, months, explanation. What does not fit is flagged to both sides, never refused.
    """
    at = at or timezone.now()
    subject = Recommendation.objects.select_related("letter", "sanction", "respondent").get(pk=recommendation.pk)
    today = timezone.localdate(at)
    decree = decrees.Decree(decree_number, decree_date, sanction, more.get("months"))
    flags = decrees.codes_of(subject, decree, on=today)
    more["effective"] = decrees.effective_day(given=more.get("effective"), received=more.get("received"))
    perform(
        recommendation.implement,
        by=by,
        at=at,
        payload={"sanction": sanction.code if sanction else None, "flags": flags},
        decree_number=decree_number,
        decree_date=decree_date,
        sanction=sanction,
        noted_on=today,
        **more,
    )


def verify(recommendation, *, by, note="", at=None) -> None:
    """The follow-up is what was recommended, or is accepted with a reason. Raises ValidationError without one."""
    found = decrees.comparison(Recommendation.objects.get(pk=recommendation.pk))
    if found != decrees.Comparison.SAME and not note.strip():
        raise ValidationError({"note": _("Keputusannya berbeda dari rekomendasi. Tulis mengapa diterima.")})
    perform(recommendation.verify, by=by, at=at, payload={"comparison": str(found)}, note=note)


def contest(recommendation, *, by, note, at=None) -> None:
    """The follow-up is not what was recommended: back to the agency."""
    perform(recommendation.contest, by=by, at=at, note=note)


def appeal(recommendation, *, by, kind, filed_on: date, body, at=None) -> None:
    """The person objects to the decree, or appeals: it rests until that is decided."""
    at = at or timezone.now()
    with unit_of_work():
        subject = perform(recommendation.appeal, by=by, at=at, payload={"kind": str(kind)})
        Objection.objects.create(recommendation=subject, kind=kind, filed_on=filed_on, body=body, by=by, at=at)


def settle(
    recommendation,
    *,
    by,
    outcome,
    decided_on: date,
    decision_number="",
    sanction: Sanction | None = None,
    note="",
    at: datetime | None = None,
) -> None:
    """The objection is decided: confirmed, changed into another sanction, or the decree annulled."""
    at = at or timezone.now()
    with unit_of_work():
        subject = perform(recommendation.settle, by=by, at=at, payload={"outcome": str(outcome)}, outcome=str(outcome))
        pending = subject.objections.select_for_update().get(outcome="")
        if decided_on < pending.filed_on:
            raise ValidationError({"decided_on": _("Tanggal ini lebih awal daripada tanggal pengajuan.")})
        pending.outcome, pending.decided_on, pending.decision_number = outcome, decided_on, decision_number
        pending.note, pending.decided_by = note, by
        pending.sanction = sanction if outcome == Objection.Result.CHANGED else None
        pending.save()
