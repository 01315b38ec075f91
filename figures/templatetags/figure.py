"""How numbers are written and drawn: no script, no style, the bar is an attribute."""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def angka(value: int | None) -> str:
    """ "1.158"; a hidden number says why."""
    return _("kurang dari 5") if value is None else number_format(value, force_grouping=True)


@register.filter
def hari(value: float) -> str:
    """ "3", "4,5"."""
    return number_format(value, decimal_pos=0 if value == int(value) else 1)


@register.simple_tag
def bar(value: int | None, most: int, kind: str = "f1"):
    """A bar, as long as `value` is of `most`. The number stands beside it in words, so it is decoration."""
    width = round(100 * (value or 0) / most, 1) if most else 0
    return format_html(
        '<svg class="ch fbar" height="14" aria-hidden="true"><rect class="{}" width="{}%" height="14" rx="2"/></svg>',
        kind,
        width,
    )
