"""What the page of a person says of recommendations: the sanction asked for, what was decided, where it stands."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from persons.records import Entry
from sanctions.models import Recommendation


def recommended(respondents: Iterable, user) -> Iterator[Entry]:
    """Recommendations about these respondents that this user sees, oldest first. One query."""
    rows = Recommendation.objects.visible_to(user).filter(respondent__in=[row.pk for row in respondents])
    for row in rows.select_related("sanction", "decree_sanction").order_by("pk"):
        day = row.decree_date or timezone.localdate(row.stage_since)
        address = f"/petugas/rekomendasi/{row.reference}/" if user.may("recommendation.view") else ""
        yield Entry(row.respondent_id, _said(row), day, address, row.get_stage_display())


def _said(row: Recommendation) -> str:
    if row.decree_sanction:
        return _("Sanksi dijatuhkan: %(sanction)s") % {"sanction": row.decree_sanction}
    return _("Rekomendasi: %(sanction)s") % {"sanction": row.sanction or row.reference}
