"""On the authority's page of a recommendation: who of the agency has seen it, and when."""

from datetime import timedelta

from django import template
from django.utils import timezone

from notifications.receipts import OPEN, days_of, receipts_of

register = template.Library()


@register.inclusion_tag("notifications/_receipts.html")
def receipts(recommendation):
    """Nothing before it was issued."""
    if not recommendation.access.issued:
        return {}
    seen, days = receipts_of(recommendation), days_of(recommendation.access.authority_id)
    late = recommendation.stage in OPEN and recommendation.stage_since < timezone.now() - timedelta(days=days)
    return {"issued": True, "seen": seen, "late": late and not seen, "days": days, "zone": recommendation.access.region}
