"""The parts of a timeline that a reader can ask for: which events belong to each."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PLENARY = [
    f"case.{verb}"
    for verb in ("deliberate", "schedule", "unschedule", "attend", "vote", "decide", "dissent", "minutes", "send_back")
]
SAID = "keterangan"  # statements and notes are cards, no events

# name in the address → label, condition on the event
KINDS = {
    "langkah": (_("Langkah"), Q(payload__has_key="from")),
    "pemeriksaan": (
        _("Pemeriksaan"),
        Q(verb__in=["case.allege", "case.finding", "case.identify", "case.set_aside"]) | Q(verb__startswith="hearing."),
    ),
    SAID: (_("Keterangan"), Q(pk__in=[])),
    "bukti": (_("Bukti"), Q(verb__startswith="evidence.") | Q(verb__startswith="link.") | Q(verb__endswith="mention")),
    "pleno": (_("Pleno"), Q(verb__in=PLENARY)),
    "rekomendasi": (_("Rekomendasi"), Q(verb__startswith="recommendation.")),
    "surat": (
        _("Surat dan konsultasi"),
        Q(verb__startswith="letter.") | Q(verb__startswith="consultation.") | Q(verb__in=["case.wait", "case.resume"]),
    ),
    "tugas": (_("Tugas"), Q(verb__contains=".task") | Q(verb="case.call")),
}


def chips(chosen: str) -> list[tuple[str, str, bool]]:
    """Name, label and whether it is chosen, in the order of the page."""
    return [(name, str(label), name == chosen) for name, (label, _condition) in KINDS.items()]


def known(name: str) -> str:
    """The name as asked for in an address, "" for one that is none."""
    return name if name in KINDS else ""
