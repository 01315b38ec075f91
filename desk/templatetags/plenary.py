"""Words and questions that only the plenary's pages need."""

from django import template

from investigations import voting

register = template.Library()


@register.filter
def dissents(vote, respondent) -> bool:
    """Did this vote differ from what was decided about the respondent?"""
    return voting.dissents(vote, respondent)
