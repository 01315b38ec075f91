"""What other rooms' pages say of a letter."""

from django import template

from letters import delivering

register = template.Library()


@register.inclusion_tag("letters/_deliveries.html")
def deliveries(letter) -> dict:
    """How it reached its addressee, for the authority's own people."""
    return {
        "deliveries": delivering.deliveries_of(letter),
        "mails": delivering.mails_of(letter),
        "staff": True,
    }
