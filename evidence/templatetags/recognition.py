"""What was recognised in a file, where it was seen before, and what officers saw at a link: for any page that shows them."""

from django import template

from evidence import offers, recognised, seen
from evidence.models import Evidence

register = template.Library()


@register.simple_tag
def facts_of(evidence) -> dict:
    """{"groups": by kind, "done": is everything looked through}"""
    return {"groups": recognised.groups_of(evidence), "done": recognised.looked_through(evidence)}


@register.simple_tag(takes_context=True)
def offers_for(context, evidence) -> list:
    """What can be done with it by the reader of this page."""
    return offers.offers_for(evidence, context["request"].user)


@register.simple_tag(takes_context=True)
def seen_before(context, files):
    """Where a file, or each of several, was seen before, as far as the reader of this page may know."""
    own = [files] if isinstance(files, Evidence) else list(files)
    return seen.seen_before(own, context["request"].user)
