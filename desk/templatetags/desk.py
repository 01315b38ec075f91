"""Words that only the desk's pages need."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

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
