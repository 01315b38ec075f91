"""Words that only the desk's pages need."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from desk.queues import CAP
from desk.rows import url_of
from desk.views.presence import words_of
from worklists.presence import looking

register = template.Library()


@register.simple_tag
def turn_words(turn):
    """ "giliran Anda", "giliran komisioner", empty when nothing waits."""
    if not turn.code:
        return ""
    if turn.mine:
        return format_html("<b>{}</b>", _("giliran Anda"))
    return _("giliran %(who)s") % {"who": turn.name}


@register.filter
def nip_tail(nip: str) -> str:
    """Only the last four digits of a NIP are shown in lists."""
    return _("NIP berakhir %(tail)s") % {"tail": nip[-4:]} if nip else ""


@register.filter
def print_of(sha256: str) -> str:
    """The print of a file, short enough to compare by eye: "9f3a…c21e"."""
    return f"{sha256[:4]}…{sha256[-4:]}"


@register.filter
def item(mapping: dict, key):
    """What a mapping holds under a key that is itself a variable."""
    return mapping.get(key)


@register.filter
def capped(number: int | None) -> str:
    """A figure that nobody counts beyond: "99+"."""
    return "" if number is None else f"{CAP - 1}+" if number >= CAP else str(number)


@register.inclusion_tag("desk/_viewed.html", takes_context=True)
def viewed_by(context, subject):
    """Who else has this page open now; the reader is noted, too."""
    officers = looking(subject, by=context["user"], at=timezone.now())
    return {"words": words_of(officers), "src": reverse(f"desk:{subject.KIND}-presence", args=[subject.reference])}


@register.inclusion_tag("desk/_keys.html", takes_context=True)
def keys(context, subject):
    """The keys and the palette of a file's page."""
    return {"user": context["user"], "subject_url": url_of(subject)}
