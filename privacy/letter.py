"""The notice of a breach, with what UU 27/2022 pasal 46 asks for: which data, when and how, handling and recovery."""

from collections.abc import Iterable

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.models import Breach

PARTS = {
    "complaint": gettext_lazy("isi laporan"),
    "message": gettext_lazy("pesan antara pelapor dan petugas"),
    "evidence": gettext_lazy("berkas bukti"),
    "link": gettext_lazy("berkas bukti"),
    "case": gettext_lazy("berkas perkara yang memuat laporan ini"),
    "recommendation": gettext_lazy("rekomendasi dari perkara yang memuat laporan ini"),
    "letter": gettext_lazy("rekomendasi dari perkara yang memuat laporan ini"),
    "search": gettext_lazy("kutipan laporan atau bukti dalam hasil pencarian"),
    "export": gettext_lazy("daftar yang memuat laporan ini"),
}


def letter(breach: Breach, *, kinds: Iterable[str] = (), identity_opened: bool = False, reference: str = "") -> str:
    """The text in Indonesian; with a reference for whoever filed that report, without one for the authority in charge."""
    with translation.override("id"):
        paragraphs = [_opening(breach, reference), _data(breach, kinds, identity_opened, reference)]
        paragraphs += [_when_and_how(breach), _handling(breach), _basis(breach)]
        return "\n\n".join(paragraphs)


def _opening(breach: Breach, reference: str) -> str:
    title = _("Pemberitahuan kegagalan pelindungan data pribadi (%(breach)s)") % {"breach": breach.reference}
    if not reference:
        return title
    about = _("Data pada laporan %(reference)s dilihat pihak yang tidak semestinya. Kami menyesali kejadian ini.")
    return f"{title}\n\n{about % {'reference': reference}}"


def _data(breach: Breach, kinds: Iterable[str], identity_opened: bool, reference: str) -> str:
    lines = [_("1. Data yang terungkap"), breach.what]
    if parts := sorted({str(PARTS[part]) for kind in kinds if (part := kind.split(".")[0]) in PARTS}):
        lines.append(_("Yang tercatat dibuka dari laporan ini: %(parts)s.") % {"parts": "; ".join(parts)})
    if reference and identity_opened:
        lines.append(_("Identitas pelapor ikut dibuka."))
    elif reference:
        lines.append(_("Identitas pelapor tersegel dan tidak tercatat dibuka."))
    return "\n".join(lines)


def _when_and_how(breach: Breach) -> str:
    said = _("Antara %(since)s dan %(until)s. Diketahui pada %(discovered)s.") % {
        "since": local(breach.since),
        "until": local(breach.until),
        "discovered": local(breach.discovered_at),
    }
    return "\n".join([_("2. Kapan dan bagaimana data terungkap"), said, breach.how])


def _handling(breach: Breach) -> str:
    return "\n".join([_("3. Upaya penanganan dan pemulihan"), breach.handling])


def _basis(breach: Breach) -> str:
    said = _("Dasar: UU 27/2022 pasal 46. Batas pemberitahuan: %(due)s.")
    return said % {"due": local(breach.due_at)}


def local(at) -> str:
    """Such as "Senin, 2 Maret 2026 12.00 WIB", in the site's zone."""
    here = timezone.localtime(at)
    return f"{date_format(here, 'l, j F Y H.i')} {here:%Z}"
