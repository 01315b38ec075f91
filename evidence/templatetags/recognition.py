"""What was recognised in a file, where it was seen before, and what officers saw at a link: for any page that shows them."""

from django import template

from evidence import offers, recognised, seen, sightings
from evidence.models import Evidence, Link

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


@register.simple_tag(takes_context=True)
def sightings_of(context, links) -> dict:
    """The latest sighting of each link by its id, for who may know; None for readers who have no page of a link."""
    user = context["request"].user
    return sightings.latest_of(links, user) if user.may("evidence.view") or user.may("case.view_plenary") else None


@register.simple_tag(takes_context=True)
def shown_at(context, evidence) -> list:
    """The sightings that a file is a screenshot of."""
    own = Link.objects.visible_to(context["request"].user).filter(access=evidence.access_id)
    return list(evidence.sightings.filter(link__in=own).select_related("link", "by").order_by("-seen_at"))


@register.filter
def at(rows: dict | None, key):
    """The value of a key, None without one."""
    return (rows or {}).get(key)
