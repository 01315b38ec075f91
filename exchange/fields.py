"""Which facts a table may bring, and by which headings they are known."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.folding import fold
from exchange.models import Batch


@dataclass(frozen=True)
class Field:
    """A fact of a row: what it is called here, and other headings for it."""

    name: str
    label: str | Promise
    words: tuple[str, ...]
    needed: bool = False


NUMBER = Field(
    "number",
    _("Nomor"),
    (
        "nomor",
        "no perkara",
        "nomor perkara",
        "no laporan",
        "nomor laporan",
        "no register",
        "nomor register",
        "no rujukan",
        "nomor rujukan",
        "no penerusan",
        "nomor penerusan",
        "number",
    ),
    True,
)
PERSON = (
    Field("name", _("Nama terlapor"), ("nama", "nama terlapor", "nama asn", "terlapor", "nama pegawai", "name")),
    Field("nip", _("NIP"), ("nip", "nip terlapor", "nip nik", "nip nippk")),
    Field("position", _("Jabatan"), ("jabatan", "jabatan terlapor", "position")),
    Field(
        "agency",
        _("Instansi"),
        (
            "instansi",
            "unit kerja",
            "pemda",
            "kode instansi",
            "pemerintah daerah",
            "agency",
            "agency code",
            "instansi terlapor",
        ),
    ),
    Field(
        "violation",
        _("Pelanggaran"),
        ("pelanggaran", "jenis pelanggaran", "kode pelanggaran", "violation", "violations", "pasal"),
    ),
)
PLACE = (
    Field(
        "incident_date", _("Tanggal kejadian"), ("tanggal kejadian", "tgl kejadian", "waktu kejadian", "incident date")
    ),
    Field(
        "territory", _("Wilayah"), ("wilayah", "kabupaten kota", "kabupaten", "kota", "daerah", "lokasi", "territory")
    ),
)
KIND = Field("kind", _("Jenis"), ("jenis", "jenis laporan", "kategori", "kind"))
FIELDS: dict[str, tuple[Field, ...]] = {
    Batch.Kind.REFERRALS: (
        NUMBER,
        Field("narrative", _("Uraian"), ("uraian", "uraian kejadian", "kronologi", "narasi", "peristiwa", "narrative"), True),
        KIND,
        *PLACE,
        Field("incident_place", _("Tempat kejadian"), ("tempat", "tempat kejadian", "incident place")),
        *PERSON,
    ),
    Batch.Kind.CASES: (
        NUMBER,
        Field("reported_on", _("Tanggal laporan"), ("tanggal laporan", "tgl laporan", "tanggal lapor", "tanggal masuk", "tgl masuk", "tanggal terima", "tanggal"), True),  # noqa: E501
        Field("title", _("Uraian singkat"), ("uraian", "perihal", "uraian singkat", "kasus", "judul", "kronologi")),
        KIND,
        *PLACE,
        *PERSON,
        Field("position_class", _("Kelompok jabatan"), ("kelompok jabatan", "jenis jabatan", "golongan jabatan")),
        Field("stage", _("Tahap"), ("tahap", "status", "posisi", "keterangan status", "status perkara", "progres", "stage"), True),  # noqa: E501
        Field("stage_on", _("Tanggal tahap"), ("tanggal tahap", "tanggal status", "tgl status", "sejak")),
        Field("decided_on", _("Tanggal putusan"), ("tanggal putusan", "tanggal pleno", "tgl pleno")),
        Field("sanction", _("Sanksi yang direkomendasikan"), ("rekomendasi", "sanksi rekomendasi", "rekomendasi sanksi", "sanksi yang direkomendasikan")),  # noqa: E501
        Field("letter_number", _("Nomor surat rekomendasi"), ("nomor surat", "no surat", "nomor rekomendasi", "no rekomendasi", "nomor surat rekomendasi")),  # noqa: E501
        Field("recommended_on", _("Tanggal surat rekomendasi"), ("tanggal surat", "tanggal rekomendasi", "tgl surat", "tgl rekomendasi", "tanggal surat rekomendasi")),  # noqa: E501
        Field("decree_number", _("Nomor keputusan"), ("nomor sk", "no sk", "nomor keputusan", "nomor sk sanksi")),
        Field("decree_date", _("Tanggal keputusan"), ("tanggal sk", "tgl sk", "tanggal keputusan", "tanggal sanksi")),
        Field("decree_sanction", _("Sanksi yang dijatuhkan"), ("sanksi", "sanksi dijatuhkan", "hukuman disiplin", "sanksi yang dijatuhkan", "jenis hukuman")),  # noqa: E501
    ),
}  # fmt: skip


def by_heading(kind: str) -> dict[str, str]:
    """Folded heading → name of the field."""
    return {fold(word): each.name for each in FIELDS[kind] for word in (each.name, *each.words, str(each.label))}


def is_known(kind: str, word: str) -> bool:
    return fold(word) in by_heading(kind)


def guess(kind: str, header: list[str]) -> dict[str, int]:
    """Field → column, by the words of the heading; the first column of a name is taken."""
    known = by_heading(kind)
    found: dict[str, int] = {}
    for place, word in enumerate(header):
        name = known.get(fold(word))
        if name and name not in found:
            found[name] = place
    return found
