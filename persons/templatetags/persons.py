"""What the pages of other rooms say about people, conflicts and crowds."""

from django import template

from persons import crowds
from persons.same_case import merged_in

register = template.Library()


@register.simple_tag
def crowd_count(user) -> int:
    """How many crowds wait for this reader; 0 for who could not merge them."""
    return len(crowds.crowds(user)) if user.may(crowds.RIGHT) and user.may("complaint.view") else 0


@register.simple_tag
def respondents_merged(case) -> dict:
    """Respondent merged away → whom they were merged into. One query."""
    return merged_in(case)
