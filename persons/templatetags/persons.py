"""What the pages of other rooms say about people, conflicts and crowds."""

from django import template
from django.core.cache import cache

from persons import crowds
from persons.same_case import merged_in

register = template.Library()
FRESH = 60  # seconds: whoever merges a crowd reads the list itself


@register.simple_tag
def crowd_count(user) -> int:
    """How many crowds wait for this reader; 0 for who could not merge them."""
    if not (user.may(crowds.RIGHT) and user.may("complaint.view")):
        return 0
    return cache.get_or_set(f"crowds:{user.pk}", lambda: len(crowds.crowds(user)), FRESH)


@register.simple_tag
def respondents_merged(case) -> dict:
    """Respondent merged away → whom they were merged into. One query."""
    return merged_in(case)
