"""An answer in words, the same on the page and in the letter."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clearance.models import Inquiry
from investigations.models import Case
from law.models import Sanction
from workflow.sealing import open_sealed


def lines_of(inquiry: Inquiry) -> list[dict]:
    """Each person asked about: `nip`, `name`, `kind` (clear, named, withheld) and `told`, sentences. Empty when forgotten."""
    if not inquiry.sealed:
        return []
    kept = open_sealed(inquiry.sealed, purpose=inquiry.seal_purpose)
    codes = {each["sanction"] for one in kept for each in one.get("sanctions", ())}
    titles = {row.pk: row.label for row in Sanction.objects.filter(pk__in=codes)}
    return [_line(number, one, titles) for number, one in enumerate(kept, start=1)]


def _line(number: int, one: dict, titles: dict) -> dict:
    told = _sentences(one, titles)
    named = bool(one.get("sanctions") or one.get("open_cases"))
    kind = "withheld" if one["withheld"] else "named" if named else "clear"
    return {"number": number, "nip": one["nip"], "name": one["name"], "kind": kind, "told": told}


def _sentences(one: dict, titles: dict) -> list[str]:
    if one["withheld"]:
        return [_("Belum dapat dijawab lewat akun ini. Minta petugas lain menanyakannya.")]
    told = [_sanction(each, titles) for each in one["sanctions"]] + [_case(each) for each in one["open_cases"]]
    return told or [_("Tidak ada sanksi yang sedang berlaku dan tidak ada perkara yang sedang diperiksa.")]


def _sanction(each: dict, titles: dict) -> str:
    facts = {"title": titles.get(each["sanction"], each["sanction"]), "since": _day(each["since"])}
    if each["until"]:
        return _("Sanksi berlaku: %(title)s, sejak %(since)s sampai %(until)s.") % {
            **facts, "until": _day(each["until"])
        }  # fmt: skip
    return _("Sanksi berlaku: %(title)s, sejak %(since)s.") % facts


def _case(each: dict) -> str:
    facts = {"stage": Case.Stage(each["stage"]).label, "since": _day(each["since"])}
    return _("Perkara terbuka pada tahap %(stage)s sejak %(since)s.") % facts


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j F Y")
