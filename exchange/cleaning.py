"""From a sheet's cells to facts that can be taken over: every row says what is wrong with it, good rows go on."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.folding import fold
from agencies.models import Agency, Territory
from agencies.queries import agencies, territories
from clearance.numbers import nip_of
from exchange.fields import FIELDS
from exchange.models import Batch
from exchange.standing import STANDINGS, check_order
from exchange.values import Words, day_of, text_of
from law.models import PositionClass, Sanction, Violation
from workflow.sheets import Sheet

DAYS = {"incident_date", "reported_on", "stage_on", "decided_on", "recommended_on", "decree_date"}
LENGTHS = {"number": 80, "name": 160, "position": 160, "title": 200, "narrative": 20_000, "incident_place": 200}
LENGTHS |= {"letter_number": 80, "decree_number": 80}
KINDS = {"netralitas": "NEUTRALITY", "kode etik": "ETHICS", "etik": "ETHICS", "merit": "MERIT", "sistem merit": "MERIT"}
CLASSES = {
    "jpt": "JPT_PRATAMA", "jpt pratama": "JPT_PRATAMA", "jpt madya": "JPT_MADYA", "jpt utama": "JPT_UTAMA",
    "eselon ii": "JPT_PRATAMA", "administrator": "ADMINISTRATOR", "eselon iii": "ADMINISTRATOR", "pengawas": "SUPERVISOR",
    "eselon iv": "SUPERVISOR", "pelaksana": "STAFF", "staf": "STAFF", "fungsional": "FUNCTIONAL", "guru": "FUNCTIONAL",
    "camat": "TERRITORY_HEAD", "lurah": "TERRITORY_HEAD", "kepala wilayah": "TERRITORY_HEAD",
}  # fmt: skip


@dataclass
class Fact:
    """One row, understood. `values` has every field that the row brings."""

    row: int
    values: dict[str, Any]


@dataclass
class Cleaned:
    facts: list[Fact] = field(default_factory=list)
    errors: list[list] = field(default_factory=list)

    def groups(self) -> dict[str, list[Fact]]:
        """Rows with the same number belong together, in the order of the file."""
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.values["number"], []).append(fact)
        return found


class Reader:
    """Reads rows of one kind; lists of codes are read from the database once."""

    def __init__(self, kind: str, *, today: date):
        self.kind, self.today = kind, today
        self.agencies, self.places = agencies(), territories()
        self.recognised: dict[tuple[int, str], str] = {}
        self.known_agencies = set(Agency.objects.values_list("pk", flat=True))
        self.known_places = set(Territory.objects.values_list("pk", flat=True))
        rows = Violation.objects.values_list("pk", "title", "title_en")
        self.words = {
            "violation": Words({w: pk for pk, *ws in rows for w in (pk, *ws)}, what=_("Pelanggaran")),
            "kind": Words(KINDS | {code: code for code in Violation.Kind.values}, what=_("Jenis")),
            "position_class": Words(CLASSES | {c: c for c in PositionClass.values}, what=_("Kelompok jabatan")),
            "stage": Words(STANDINGS, what=_("Tahap")),
        }
        imposed = Sanction.objects.values_list("pk", "title", "title_en")
        sanctions = Words({w: pk for pk, *ws in imposed for w in (pk, *ws)}, what=_("Sanksi"))
        self.words |= {"sanction": sanctions, "decree_sanction": sanctions}

    def clean(self, sheet: Sheet, columns: dict[str, int]) -> Cleaned:
        """Every row of the sheet, by these columns."""
        cleaned = Cleaned()
        for row in sheet.rows:
            cells = {name: row.cells[place] for name, place in columns.items() if place < len(row.cells)}
            if all(value in (None, "") for value in cells.values()):
                continue
            values, wrong = self._row(cells)
            if wrong:
                cleaned.errors += [[row.number, message] for message in wrong]
            else:
                cleaned.facts.append(Fact(row.number, values))
        return cleaned

    def _row(self, cells: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        values: dict[str, Any] = {}
        wrong: list[str] = []
        for each in FIELDS[self.kind]:
            try:
                values[each.name] = self._value(each.name, cells.get(each.name))
                if each.needed and not values[each.name]:
                    wrong.append(_("%(field)s kosong.") % {"field": each.label})
            except ValidationError as error:
                wrong += error.messages
        if not wrong:
            wrong = self._check(values, cells)
        return values, wrong

    def _value(self, name: str, cell) -> Any:
        if name in DAYS:
            return day_of(cell)
        if name == "nip":
            return nip_of(cell) if text_of(cell, most=40) not in ("", "-", "–") else ""
        if name in self.words:
            return self.words[name].code_of(cell)
        if name == "agency":
            return self._named(cell, self.agencies, self.known_agencies, most=160)
        if name == "territory":
            return self._named(cell, self.places, self.known_places, most=160)
        return text_of(cell, most=LENGTHS.get(name, 160))

    def _named(self, cell, directory, known: set[str], *, most: int) -> dict[str, str]:
        """A code when it is certain, the words as they stand otherwise."""
        text = text_of(cell, most=most)
        code = text if text in known else ""
        if not code and isinstance(cell, float) and f"{cell:05.2f}" in known:
            code = f"{cell:05.2f}"  # 64.02, which a spreadsheet took for a number
        if not code and text:
            code = self._recognised(text, directory)
        return {"code": code, "text": "" if code else text} if text else {}

    def _recognised(self, text: str, directory) -> str:
        """Asked once for each spelling: a file says the same few names over and over."""
        place = (id(directory), text)
        if place not in self.recognised:
            found = directory.recognised(text)
            self.recognised[place] = found.code if found else ""
        return self.recognised[place]

    def _check(self, values: dict[str, Any], cells: dict[str, Any]) -> list[str]:
        wrong = []
        who = [values.get(name) for name in ("name", "nip", "position", "agency")]
        if not any(who) and values.get("kind") != "MERIT":
            wrong.append(_("Tulis satu petunjuk tentang terlapor: nama, NIP, jabatan, atau instansi."))
        late = [name for name in DAYS if values.get(name) and values[name] > self.today]
        labels = {each.name: each.label for each in FIELDS[self.kind]}
        wrong += [_("%(field)s belum terjadi. Periksa tahunnya.") % {"field": labels[name]} for name in sorted(late)]
        if values.get("territory") and not values["territory"]["code"]:
            facts = {"text": values["territory"]["text"][:60]}
            wrong.append(_("Wilayah “%(text)s” tidak dikenal. Tulis nama kabupaten atau kota, atau kodenya.") % facts)
        return wrong or (check_order(values) if self.kind == Batch.Kind.CASES else [])


def key_of(values: dict[str, Any]) -> str:
    """The same person of one number: by NIP, else by name and position."""
    return values["nip"] or fold(f"{values['name']} {values['position']}")
