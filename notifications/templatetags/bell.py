"""The bell of the bar: how many notifications its reader has not seen, and where the live connection goes on."""

from django import template

from notifications.queries import bell_of

register = template.Library()


@register.inclusion_tag("notifications/bell.html", takes_context=True)
def bell(context):
    """Nothing for people without an account."""
    user = getattr(context.get("request"), "user", None)
    if not getattr(user, "is_authenticated", False):
        return {}
    return {"user": user, "csrf_token": context.get("csrf_token"), **bell_of(user.pk)}
