"""Writing a recommendation: what it says, the range the law permits, and every version kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from investigations.models import Conclusion
from law.catalogue import permitted_sanctions
from law.models import RespondentKind, Sanction
from law.rules import in_force
from sanctions.models import Circumstance, Recommendation, Version


@dataclass(frozen=True)
class Wording:
    """All that can be written in a draft; facts that weigh for and against are one sentence each."""

    sanction: Sanction | None
    considerations: str
    months: int | None = None
    starts_on: date | None = None
    reasons: str = ""
    departure: str = ""
    aggravating: Sequence[str] = ()
    mitigating: Sequence[str] = ()


def write(draft: Recommendation, wording: Wording, *, by, at: datetime) -> None:
    """Put the words into a locked draft and keep the version. Raises ValidationError."""
    outside = wording.sanction is not None and not is_permitted(draft, wording.sanction, on=timezone.localdate(at))
    if outside and not wording.departure.strip():
        raise ValidationError({"departure": _("Sanksi ini di luar rentang aturan. Tulis alasannya.")})
    sanction = wording.sanction
    draft.sanction, draft.considerations = sanction, wording.considerations
    draft.months = wording.months or (sanction.months if sanction else None)
    draft.starts_on, draft.reasons = wording.starts_on, wording.reasons
    draft.departure = wording.departure if outside else ""
    draft.written_by = draft._history_user = by  # type: ignore[attr-defined]
    draft.save()
    _replace(draft, wording)
    keep_version(draft, by=by, at=at, wording=wording)


def keep_version(draft: Recommendation, *, by, at: datetime, wording: Wording | None = None) -> Version:
    """Save what the draft says now; the numbers run from 1."""
    last = draft.versions.order_by("number").last()
    return Version.objects.create(
        recommendation=draft,
        number=last.number + 1 if last else 1,
        sanction=draft.sanction,
        months=draft.months,
        starts_on=draft.starts_on,
        considerations=draft.considerations,
        reasons=draft.reasons,
        departure=draft.departure,
        aggravating=list(wording.aggravating) if wording else [],
        mitigating=list(wording.mitigating) if wording else [],
        by=by,
        at=at,
    )


def permitted(recommendation: Recommendation, *, on: date) -> list[Sanction]:
    """The sanctions that the law permits for what was proven, in the catalogue's order."""
    kind = recommendation.respondent.kind
    found = {
        sanction.pk: sanction
        for allegation in proven(recommendation)
        for sanction in permitted_sanctions(allegation.violation, on, respondent_kind=kind)
    }
    return sorted(found.values(), key=lambda sanction: sanction.order)


def is_permitted(recommendation: Recommendation, sanction: Sanction, *, on: date) -> bool:
    """Is this sanction within the range?"""
    return sanction.pk in {each.pk for each in permitted(recommendation, on=on)}


def check_in_force(recommendation: Recommendation, *, on: date) -> None:
    """Raises ValidationError for a sanction that was withdrawn from the catalogue while the draft was written."""
    sanction = recommendation.sanction
    if sanction and sanction.valid_to and sanction.valid_to < on:
        facts = {"code": sanction.code, "day": date_format(sanction.valid_to, "j F Y")}
        raise ValidationError(
            _("Sanksi %(code)s hanya berlaku sampai %(day)s. Pilih sanksi lain dalam konsep, lalu ajukan lagi.") % facts
        )


def choices(recommendation: Recommendation, *, on: date) -> tuple[list[Sanction], list[Sanction]]:
    """The sanctions within the range, and the others in force for that kind of civil servant."""
    within = permitted(recommendation, on=on)
    known = {sanction.pk for sanction in within}
    dated = in_force(Sanction.objects.filter(valid_from__isnull=False), on=on).order_by("order")
    kind = recommendation.respondent.kind or RespondentKind.PNS
    fitting = [each for each in dated if not each.respondent_kinds or kind in each.respondent_kinds]
    beyond = [each for each in fitting if each.pk not in known]
    standing = recommendation.sanction
    if standing and standing.pk not in known | {each.pk for each in beyond}:
        beyond.append(standing)
    return within, beyond


def proven(recommendation: Recommendation) -> list:
    """The allegations that were found proven, with violation and finding."""
    rows = recommendation.respondent.allegations.filter(outcome=Conclusion.PROVEN)
    return list(rows.select_related("violation", "finding").order_by("violation__order"))


def _replace(draft: Recommendation, wording: Wording) -> None:
    draft.circumstances.all().delete()
    kinds = ((Circumstance.Kind.AGGRAVATING, wording.aggravating), (Circumstance.Kind.MITIGATING, wording.mitigating))
    Circumstance.objects.bulk_create(
        Circumstance(recommendation=draft, kind=kind, text=text[:400], order=order)
        for kind, texts in kinds
        for order, text in enumerate(texts)
    )
