"""The design's signs (level, stage line, progress, stage sign, clock) and how dates, times and sizes are written."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

register = template.Library()

# The sign of a stage: hollow is new, half is worked on, broken waits for others, full is ready or decided, dash stopped.
SIGNS = {
    "complaint": {
        "INCOMPLETE": "wait", "ACCEPTED": "full",
        "REJECTED": "off", "FORWARDED": "off", "MERGED": "off", "WITHDRAWN": "off",
    },
    "case": {
        "EXAMINATION": "mid", "CLARIFICATION": "wait", "DELIBERATION": "full", "DECIDED": "full", "FOLLOW_UP": "full",
        "CLOSED": "ok", "MOOT": "off", "TRANSFERRED": "off", "MERGED": "off",
    },
    "recommendation": {
        "REVIEW": "mid", "ACKNOWLEDGED": "mid", "REBUTTED": "wait", "IMPLEMENTED": "wait", "APPROVED": "full",
        "VERIFIED": "ok", "ESCALATED": "late", "SUPERSEDED": "off", "MOOT": "off",
    },
    "evidence": {"CLEAN": "mid", "READY": "ok", "REJECTED": "off", "FAILED": "wait"},
}  # fmt: skip
NEAR = 4  # working days
MARKS = (8, 68)  # of the clock's drawing, 96 wide


# Dates, times, sizes ---------------------------------------------------------------------------------------------------
@register.filter
def tanggal(value: date | None, territory=None) -> str:
    """ "Jumat, 8 November 2024"; a time is taken in the zone of the Territory, or of the site. Empty for None."""
    return _dated(_local(value, territory), "l, j F Y")


@register.filter
def tanggal_hari(value: date | None, territory=None) -> str:
    """ "Jumat, 8 November", and the year when it is not this one."""
    return _dated(_local(value, territory), "l, j F" if _this_year(value) else "l, j F Y")


@register.filter
def tanggal_pendek(value: date | None) -> str:
    """ "Jum, 8 Nov" for queues, and the year instead of the weekday when it is not this one: "8 Nov 2020"."""
    return _dated(value, "D, j M" if _this_year(value) else "j M Y")


@register.filter
def waktu(value: datetime | None, territory=None) -> str:
    """ "pukul 09.42 WITA", in the zone of a Territory or, without one, of the site (WIB)."""
    if not value:
        return ""
    clock = timezone.localtime(value, _zone(territory))
    return _("pukul %(time)s %(zone)s") % {"time": jam(clock), "zone": territory.zone if territory else "WIB"}


@register.filter(expects_localtime=True)
def jam(value: datetime | None) -> str:
    """ "09.42" (in English "09:42"); in a template in the zone of the page."""
    return date_format(value, pgettext("pola jam", "H.i")) if value else ""


@register.filter
def iso(value: date | None) -> str:
    """For the `datetime` attribute of <time>."""
    return value.isoformat() if value else ""


@register.filter
def ukuran(value: int | None) -> str:
    """ "412 kB", "2,1 MB": thousands, as phones count."""
    size = value or 0
    if size >= 1_000_000:
        return f"{number_format(size / 1_000_000, decimal_pos=1)} MB"
    return f"{number_format(-(-size // 1000))} kB"


def _zone(territory) -> ZoneInfo:
    return ZoneInfo(territory.timezone if territory else settings.TIME_ZONE)


def _local(value, territory=None):
    """A time as a day of its zone; a day stays what it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value, _zone(territory)).replace(tzinfo=None)
    return value


def _dated(value: date | None, pattern: str) -> str:
    return date_format(_local(value), pattern) if value else ""


def _this_year(value: date | None) -> bool:
    return bool(value) and _local(value).year == timezone.localdate().year


# Signs -----------------------------------------------------------------------------------------------------------------
@register.simple_tag
def level(label: str = ""):
    """The mark of the product: a spirit level at rest. Decoration unless it has a label."""
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="lv" viewBox="0 0 44 20" {}><rect x="1" y="1" width="42" height="18" rx="9"/>'
        '<path d="M14 1v18M30 1v18"/><circle cx="22" cy="10" r="5"/></svg>',
        named,
    )


@register.simple_tag
def stage_sign(subject):
    """The stage of a complaint, case, recommendation or file: its sign and its name."""
    sign = SIGNS.get(subject.KIND, {}).get(str(subject.stage), "")
    return format_html('<span class="st {}">{}</span>', sign, subject.get_stage_display())


@register.simple_tag
def clock(left: int | None, of: int = 10, *, paused: bool = False, kept: bool = False):
    """A deadline as a bubble between two marks: `left` working days of `of`, negative when overdue. Words: `days_left`."""
    state = clock_state(left, paused=paused, kept=kept)
    return format_html(
        '<svg class="clk {}" viewBox="0 0 96 14" aria-hidden="true"><rect class="t" x=".5" y="2.5" width="95" height="9"'
        ' rx="4.5"/><path class="m" d="M8 0v14M68 0v14"/><circle cx="{}" cy="7" r="4"/></svg>',
        state,
        _bubble(left, of),
    )


@register.filter
def days_left(left: int | None) -> str:
    """ "9 hari kerja lagi", "besok", "hari ini", "terlambat 2 hari kerja"; empty without a deadline."""
    if left is None:
        return ""
    if left < 0:
        return ngettext("terlambat %(n)s hari kerja", "terlambat %(n)s hari kerja", -left) % {"n": number_format(-left)}
    if left <= 1:
        return pgettext("tenggat", "besok") if left else pgettext("tenggat", "hari ini")
    return ngettext("%(n)s hari kerja lagi", "%(n)s hari kerja lagi", left) % {"n": number_format(left)}


@register.filter
def clock_class(left: int | None) -> str:
    """The class that goes with the words: "", near, hot or late."""
    return clock_state(left)


def clock_state(left: int | None, *, paused: bool = False, kept: bool = False) -> str:
    """Which of the design's six states a deadline is in: kept, paused, none, overdue, urgent, near."""
    if kept or paused or left is None:
        return "okc" if kept else "hold" if paused else ""
    if left < 0:
        return "late"
    return "hot" if left <= 1 else "near" if left <= NEAR else ""


def _bubble(left: int | None, of: int) -> int:
    """Where the bubble stands: at the left mark with all the time ahead, past the right one when overdue."""
    start, end = MARKS
    if left is None:
        return (start + end) // 2
    if left < 0:
        return min(end + 9 - 3 * left, 90)
    spent = 1 - min(left, max(of, 1)) / max(of, 1)
    return round(start + 6 + spent * (end - start - 11))


@register.inclusion_tag("netral/stage_line.html")
def stage_line(steps, *, across: bool = False, label: str = ""):
    """The way of a report: steps with `name`, `note` and `state` ("done", "now" or ""); `across` lays it flat on wide screens."""
    return {"steps": steps, "across": across, "label": label}


@register.inclusion_tag("netral/progress.html")
def progress(step: int, of: int = 5, saved_at: datetime | None = None):
    """The form's progress: the bubble stands in the step that is being filled in."""
    marks = [{"x": f"{100 * n // of}%", "passed": n <= step} for n in range(1, of)]
    return {"step": step, "of": of, "marks": marks, "x": f"{100 * (2 * step - 1) // (2 * of)}%", "saved_at": saved_at}
