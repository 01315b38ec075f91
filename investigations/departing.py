"""Where an officer departs from what the law engine derives: allowed, with a reason that everybody who decides reads."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from investigations.models import Case
from law.assessing import Question, assess
from law.models import Violation


def applies_instead(case: Case, violation: Violation, *, on=None) -> Violation | None:
    """The row in force on the day of the incident, when that is another one; None when the code fits or no day is known."""
    if case.incident_date is None:
        return None
    as_of = on or timezone.localdate()
    found = assess(Question(violation=violation, incident=case.incident_date, as_of=as_of, territory=case.territory))
    fitting = [found.applies, *found.alternatives]
    return None if violation in fitting else found.applies


def check_code(case: Case, violation: Violation, reason: str, *, on=None) -> str:
    """The reason to keep with the allegation, "" when there is no departure. Raises ValidationError for a missing one."""
    other = applies_instead(case, violation, on=on)
    if other is None:
        return ""
    if not reason.strip():
        facts = {"code": violation.code, "other": other.code}
        text = _("Pada hari kejadian yang berlaku %(other)s, bukan %(code)s. Tulis alasan menyimpang.") % facts
        raise ValidationError({"departure_reason": text})
    return reason.strip()
