"""What was understood otherwise than it was typed, in kind words."""

from django.utils.translation import gettext as _

from search.terms import Query


def sentences(query: Query) -> list[str]:
    """One sentence per note of a query, in the reader's language."""
    words = _words()
    return [words[note.code] % {"part": note.part} for note in query.notes if note.code in words]


def _words() -> dict[str, str]:
    return {
        "long": _("Hanya 1.000 huruf pertama yang dicari."),
        "many": _("Hanya 32 kata pertama yang dicari."),
        "near": _("DEKAT berdiri di antara dua kata yang berbeda. Di sini dicari tanpa itu."),
        "not-field": _("Tanda minus belum berlaku untuk isian “%(part)s:”, jadi tidak dipakai."),
        "empty-field": _("Isian “%(part)s:” tanpa isi, jadi tidak dipakai."),
        "unknown-field": _("Tidak ada isian bernama “%(part)s:”. Dicari sebagai kata biasa."),
        "short-prefix": _("“%(part)s” terlalu pendek. Tulis paling sedikit dua huruf sebelum bintang."),
        "withheld": _("Akun Anda membuka berkas, bukan perkaranya. Isian dan saringan tentang terlapor tidak dipakai."),
    }
