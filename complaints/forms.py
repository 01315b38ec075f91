"""The public forms: they check, they never refuse for what only the state can know, and what was typed is never lost."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import validate_email
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.queries import Directory, Entry
from complaints.models import Mode
from complaints.secrecy import REFUSED, tells_a_code
from identity import envelopes
from law.models import Violation

NARRATIVE = 50_000  # characters
MESSAGE = 10_000
OLDEST = 1990  # the year before which a report has no hearing; says so beside the field
EARLIEST_CLOCK = ZoneInfo("Asia/Jayapura")  # where a new day begins first: today there is not the future anywhere
NONE_OF_THESE = "-"
# what may steer the direction of text is dropped from lines, where it could pose as another name; from texts nothing else is
DIRECTION = dict.fromkeys((*range(8234, 8239), *range(8294, 8298), 8206, 8207))
CONTROL = dict.fromkeys((*range(0, 9), 11, 12, *range(14, 32), 127))


def readable(value):
    """What was typed without NUL and other control characters, which no database and no reader wants."""
    if isinstance(value, list):
        return [readable(item) for item in value]
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").translate(CONTROL)


def one_line(value: str) -> str:
    """A line as it is kept: readable, and steering no direction."""
    return readable(value).translate(DIRECTION).strip()


class Line(forms.CharField):
    """One line of text. Says how long it is when it is too long, instead of cutting it in the browser."""

    def __init__(self, *, max_length: int = 160, **options):
        self.longest = max_length
        super().__init__(**{"required": False, **options})

    def clean(self, value):
        text = super().clean(value).translate(DIRECTION)
        if len(text) > self.longest:
            raise forms.ValidationError(too_long(len(text), self.longest))
        return text


class Text(Line):
    widget = forms.Textarea

    def clean(self, value):
        text = forms.CharField.clean(self, value)
        if len(text) > self.longest:
            raise forms.ValidationError(too_long(len(text), self.longest))
        return text


def too_long(length: int, longest: int) -> str:
    """The message beside a text that is too long."""
    return _("Tulisan ini %(length)s huruf, batasnya %(longest)s. Singkatkan, atau kirim sebagai berkas.") % {
        "length": f"{length:,}".replace(",", "."),
        "longest": f"{longest:,}".replace(",", "."),
    }


class Kept(forms.Form):
    """A form that can be put together again from what was typed, valid or not."""

    quiet_optional = True
    use_required_attribute = False
    read_by_officers = True

    def clean(self):
        """What officers read tells no code (I3)."""
        facts = super().clean()
        for name, value in list(facts.items()):
            if self.read_by_officers and isinstance(value, str) and tells_a_code(value):
                self.add_error(name, REFUSED)
        return facts

    @classmethod
    def typed(cls, post, *, prefix: str | None = None, **options) -> dict:
        """What was typed, by field; nothing is checked, control characters are dropped."""
        form = cls(post, prefix=prefix, **options)
        return {name: readable(form[name].data) for name in form.fields}

    @classmethod
    def checked(cls, typed: dict, *, prefix: str | None = None, **options):
        """The form bound to what was typed: with its errors."""
        data = {f"{prefix}-{name}" if prefix else name: value for name, value in typed.items()}
        return cls(data, prefix=prefix, **options)

    @classmethod
    def shown(cls, typed: dict, *, prefix: str | None = None, **options):
        """The form filled in with what was typed, without errors."""
        return cls(initial=typed, prefix=prefix, **options)


KINDS = [
    (Violation.Kind.NEUTRALITY, gettext_lazy("Memihak dalam pilkada atau pemilu")),
    (Violation.Kind.ETHICS, gettext_lazy("Melanggar kode etik")),
    (Violation.Kind.MERIT, gettext_lazy("Melanggar sistem merit")),
]
KIND_HINTS = {
    "NEUTRALITY": gettext_lazy(
        "Misalnya mengajak memilih, menyukai unggahan calon, memakai fasilitas dinas untuk kampanye."
    ),
    "ETHICS": gettext_lazy("Misalnya menyalahgunakan wewenang, mempersulit layanan, membiarkan pelanggaran bawahan."),
    "MERIT": gettext_lazy(
        "Misalnya jual beli jabatan, mengangkat kerabat, memindahkan pegawai karena pilihan politiknya."
    ),
}


class What(Kept):
    """Page 1: the kind, optionally what was done, and the story."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Apa yang terjadi?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih salah satu. Kalau ragu, pilih yang paling mirip."),
            "invalid_choice": gettext_lazy("Pilih salah satu. Kalau ragu, pilih yang paling mirip."),
        },
    )
    violations = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    narrative = Text(
        label=gettext_lazy("Ceritakan kejadiannya"),
        required=True,
        max_length=NARRATIVE,
        error_messages={"required": gettext_lazy("Ceritakan apa yang terjadi. Satu kalimat pun cukup.")},
    )

    def __init__(self, *args, acts: list[Violation] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.acts = list(acts)
        self.fields["violations"].choices = [(act.code, act.label) for act in self.acts]
        self.fields["violations"].error_messages["invalid_choice"] = _("Pilih dari daftar di bawah ini.")

    def clean_violations(self) -> list[str]:
        """Only acts of the chosen kind: those of another one were ticked before the mind was changed."""
        kinds = {act.code: act.kind for act in self.acts}
        return [code for code in self.cleaned_data["violations"] if kinds[code] == self.cleaned_data.get("kind")]


class Person(Kept):
    """One person reported: any one clue is enough."""

    name = Line(label=gettext_lazy("Nama atau panggilan"))
    name_unknown = forms.BooleanField(label=gettext_lazy("Saya tidak tahu namanya"), required=False)
    clue = Line(
        label=gettext_lazy("Bagaimana kami bisa mengenalinya?"),
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "Misalnya nama akunnya, meja layanannya, atau ia tampak di foto yang mana. Cukup satu petunjuk."
        ),
    )
    position = Line(
        label=gettext_lazy("Jabatan atau pekerjaan"),
        help_text=gettext_lazy("Misalnya guru SD, camat, kepala dinas, staf puskesmas."),
    )
    position_unknown = forms.BooleanField(label=gettext_lazy("Saya tidak tahu jabatannya"), required=False)
    agency_text = Line(
        label=gettext_lazy("Tempat kerja"),
        help_text=gettext_lazy("Ketik nama kantor atau daerahnya. Salah ketik tidak apa-apa."),
    )
    agency = forms.CharField(required=False)
    agency_unknown = forms.BooleanField(label=gettext_lazy("Saya tidak tahu tempat kerjanya"), required=False)
    nip = Line(label="NIP", max_length=40)

    def __init__(self, *args, directory: Directory | None = None, number: int = 1, searched: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.directory, self.number, self.searched = directory, number, searched

    def clean(self):
        facts = super().clean()
        if not self.errors and not tells_something(facts):
            where = "clue" if facts.get("name_unknown") else "name"
            self.add_error(
                where, _("Tulis satu petunjuk tentang Orang %(number)s, atau hapus.") % {"number": self.number}
            )
        return facts

    @property
    def nip_warning(self) -> str:
        """What is odd about the NIP; it is accepted as it is."""
        return odd_nip(str(self["nip"].value() or ""))

    @property
    def recognised(self) -> Entry | None:
        """The agency that the typed workplace names for certain."""
        return self.directory.recognised(str(self["agency_text"].value() or "")) if self.directory else None

    @property
    def choices(self) -> list[Entry]:
        """What the typed workplace may mean, when it was searched for."""
        text = str(self["agency_text"].value() or "")
        return self.directory.similar(text) if self.searched and self.directory and not self.recognised else []


def tells_something(facts: dict) -> bool:
    """Is there any clue about this person?"""
    return any(facts.get(name) for name in ("name", "clue", "position", "agency_text", "nip"))


def odd_nip(nip: str) -> str:
    """What is unusual about a NIP, said to whoever typed it, or "". It never is a reason to refuse."""
    digits = re.sub(r"[\s.\-]", "", nip)
    if not digits:
        return ""
    if not digits.isascii() or not digits.isdigit():
        return _("NIP biasanya hanya angka. Tidak apa-apa, Anda tetap bisa lanjut.")
    if len(digits) != 18:
        counts = {"count": len(digits)}
        return _("NIP biasanya 18 angka, yang ini %(count)s. Tidak apa-apa, Anda tetap bisa lanjut.") % counts
    if not _is_day(digits[:8]):
        return _("Delapan angka pertama NIP biasanya tanggal lahir. Tidak apa-apa, Anda tetap bisa lanjut.")
    return ""


def _is_day(digits: str) -> bool:
    try:
        return date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}").year > 1900
    except ValueError:
        return False


class When(Kept):
    """Page 3: the day, or what is remembered of it, and the place."""

    day = Line(
        label=pgettext_lazy("hari dalam bulan", "Tanggal"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    month = forms.ChoiceField(label=gettext_lazy("Bulan"), required=False)
    year = Line(label=gettext_lazy("Tahun"), max_length=20, widget=forms.TextInput({"inputmode": "numeric"}))
    time_note = Line(
        label=gettext_lazy("Keterangan waktu"),
        help_text=gettext_lazy("Misalnya malam hari, sekitar pukul 19.30, atau seminggu sebelum kampanye."),
    )
    territory_text = Line(
        label=gettext_lazy("Kabupaten, kota, atau provinsi"),
        help_text=gettext_lazy("Ketik namanya, lalu pilih dari hasilnya. Misalnya kukar atau Kutai Kartanegara."),
    )
    territory = forms.CharField(required=False)
    place = Line(
        label=gettext_lazy("Tempatnya"),
        help_text=gettext_lazy("Misalnya balai desa, grup WhatsApp kantor, halaman Facebook, rumah dinas."),
        max_length=200,
    )

    def __init__(self, *args, directory: Directory, at: datetime, searched: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.directory, self.searched = directory, searched
        self.today = at.astimezone(EARLIEST_CLOCK).date()
        self.fields["month"].choices = [("", "–"), *((str(n), name) for n, name in MONTHS.items())]
        self.fields["month"].error_messages["invalid_choice"] = _("Pilih bulan dari daftar.")

    def clean(self):
        facts = super().clean()
        facts["incident_date"], facts["when"] = self._day(facts)
        found = self.recognised
        facts["found"] = found.code if found else None
        if facts.get("territory_text") and not found and facts.get("territory") != NONE_OF_THESE:
            self.searched = True
            self.add_error("territory_text", _("Pilih salah satu di bawah, atau pilih “Tidak ada di daftar ini”."))
        return facts

    def _day(self, facts: dict) -> tuple[date | None, str]:
        """The exact day, and in words what else is remembered. Errors stand beside the three boxes."""
        day, month, year = (str(facts.get(name) or "") for name in ("day", "month", "year"))
        if {"day", "month", "year"} & self.errors.keys() or not (day or month or year):
            return None, facts.get("time_note", "")
        if error := self._impossible(day, month, year):
            self.add_error("day", error)
            return None, ""
        note = facts.get("time_note", "")
        if day and month and year:
            return date(int(year), int(month), int(day)), note
        about = " ".join(filter(None, [str(MONTHS[int(month)]) if month else "", year]))
        return None, ", ".join(filter(None, [about, note]))

    def _impossible(self, day: str, month: str, year: str) -> str:
        if year and not re.fullmatch(r"[0-9]{4}", year):
            return _("Tulis tahun dengan empat angka, misalnya %(year)s.") % {"year": self.today.year}
        if day and not re.fullmatch(r"[0-9]{1,2}", day):
            return _("Tulis tanggal dengan angka 1 sampai 31.")
        if day and not (month and year):
            return _("Lengkapi bulan dan tahunnya, atau kosongkan tanggalnya.")
        if month and not year:
            return _("Tulis tahunnya juga.")
        if year and int(year) < OLDEST:
            return _("Tahun ini terlalu lama berlalu. Periksa tahunnya.")
        try:
            earliest = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return _("Tanggal itu tidak ada di kalender. Periksa tanggal dan bulannya.")
        return _("Tanggal ini belum terjadi. Periksa tahunnya.") if earliest > self.today else ""

    @property
    def recognised(self) -> Entry | None:
        return self.directory.recognised(str(self["territory_text"].value() or ""))

    @property
    def choices(self) -> list[Entry]:
        """What the typed place may mean, when it was searched for."""
        text = str(self["territory_text"].value() or "")
        return self.directory.similar(text) if self.searched and not self.recognised else []


MODES = [
    (Mode.CONFIDENTIAL, gettext_lazy("Rahasiakan nama saya")),
    (Mode.ANONYMOUS, gettext_lazy("Tanpa nama")),
    (Mode.NAMED, gettext_lazy("Dengan nama")),
]
MODE_HINTS = {
    "CONFIDENTIAL": gettext_lazy(
        "Nama Anda terkunci terpisah. Instansi dan orang yang dilaporkan tidak pernah menerimanya."
    ),
    "ANONYMOUS": gettext_lazy("Kami tidak menyimpan siapa Anda. Kabar hanya lewat halaman lacak."),
    "NAMED": gettext_lazy("Petugas pemeriksa boleh menyebut nama Anda bila diperlukan."),
}


TELLING = ("name", "phone", "email")


def unsealable(facts: dict) -> bool:
    """Do these say who reported, where nobody holds a key yet that it could be sealed to?"""
    return any(facts.get(name) for name in TELLING) and not envelopes.possible()


class Contact(Kept):
    """Page 5: how the reporter wants to be known. Confidential unless chosen otherwise."""

    read_by_officers = False

    mode = forms.ChoiceField(
        label=gettext_lazy("Bagaimana Anda ingin melapor?"),
        choices=MODES,
        initial=Mode.CONFIDENTIAL,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy("Pilih salah satu."),
            "required": gettext_lazy("Pilih salah satu."),
        },
    )
    name = Line(label=gettext_lazy("Nama Anda"), widget=forms.TextInput({"autocomplete": "off"}))
    phone = Line(label=gettext_lazy("Nomor telepon"), max_length=40, widget=forms.TelInput({"autocomplete": "off"}))
    email = Line(label=gettext_lazy("Alamat surel"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))
    notify = forms.BooleanField(
        label=gettext_lazy("Kabari saya lewat surel kalau ada berita"),
        help_text=gettext_lazy("Surelnya hanya berisi ajakan membuka halaman lacak, tanpa isi laporan."),
        required=False,
    )

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email and self.data.get("mode") != Mode.ANONYMOUS:
            validate_email(email)
        return email

    def clean(self):
        facts = super().clean()
        if facts.get("mode") == Mode.NAMED and not facts.get("name") and "name" not in self.errors:
            self.add_error("name", _("Tulis nama Anda, atau pilih cara melapor yang lain."))
        wants_mail = facts.get("notify") and facts.get("mode") != Mode.ANONYMOUS
        if wants_mail and not facts.get("email") and "email" not in self.errors:
            self.add_error("email", _("Tulis alamat surel, atau hapus centang kabar."))
        if facts.get("mode") != Mode.ANONYMOUS and unsealable(facts):
            self.add_error("mode", _("Identitas belum dapat disegel di sini. Kosongkan kontak, atau pilih tanpa nama."))
        return facts
