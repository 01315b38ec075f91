"""What a spreadsheet's status means here: the stage of the case, the outcome for the person, and the recommendation's stage."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from investigations.models import Case, Conclusion, Respondent
from sanctions.models import Recommendation

Stage = Case.Stage
Follow = Recommendation.Stage
ORDER = [Stage.OPEN, Stage.CLARIFICATION, Stage.EXAMINATION, Stage.DELIBERATION, Stage.DECIDED, Stage.FOLLOW_UP]
STANDINGS = {
    "dibuka": "OPEN", "baru": "OPEN", "diterima": "OPEN", "proses": "OPEN", "menunggu": "OPEN", "menunggu bkn": "OPEN",
    "open": "OPEN", "klarifikasi": "CLARIFICATION", "clarification": "CLARIFICATION", "pemeriksaan": "EXAMINATION",
    "diperiksa": "EXAMINATION", "penyelidikan": "EXAMINATION", "examination": "EXAMINATION", "pleno": "DELIBERATION",
    "deliberation": "DELIBERATION", "diputus": "DECIDED", "terbukti": "DECIDED", "decided": "DECIDED",
    "rekomendasi": "RECOMMENDED", "direkomendasikan": "RECOMMENDED", "tindak lanjut": "RECOMMENDED",
    "menunggu ppk": "RECOMMENDED", "follow up": "RECOMMENDED", "recommended": "RECOMMENDED",
    "sanksi": "SANCTIONED", "disanksi": "SANCTIONED", "sanksi dijatuhkan": "SANCTIONED", "sanctioned": "SANCTIONED",
    "ditindaklanjuti": "SANCTIONED", "implemented": "SANCTIONED", "selesai": "CLOSED", "closed": "CLOSED",
    "ditutup": "CLOSED", "tidak terbukti": "NOT_PROVEN", "not proven": "NOT_PROVEN", "gugur": "MOOT", "batal": "MOOT",
    "dibatalkan": "MOOT", "moot": "MOOT", "pensiun": "RETIRED", "retired": "RETIRED", "berhenti": "LEFT", "left": "LEFT",
    "mengundurkan diri": "LEFT", "meninggal": "DIED", "meninggal dunia": "DIED", "died": "DIED",
}  # fmt: skip
AFTER_PROOF = {"DECIDED", "RECOMMENDED", "SANCTIONED"}
OF_CASE = {"RECOMMENDED": Stage.FOLLOW_UP, "SANCTIONED": Stage.FOLLOW_UP}
ENDS = {"CLOSED", "NOT_PROVEN", "MOOT", *Respondent.SetAside.values}


@dataclass(frozen=True)
class Standing:
    """What one row says of one person. `follow` is the recommendation's stage, empty where there is none."""

    case: str
    outcome: str
    follow: str
    set_aside: str


def standing_of(values: dict[str, Any]) -> Standing:
    """A decree or a letter says more than the word in the status column."""
    word = values["stage"]
    aside = word if word in Respondent.SetAside.values else ""
    proven = word in AFTER_PROOF or bool(values["recommended_on"] or values["decree_date"])
    outcome = Conclusion.NOT_PROVEN if word == "NOT_PROVEN" else Conclusion.PROVEN if proven else ""
    return Standing(_case(word), outcome, _follow(word, values), aside)


def _case(word: str) -> str:
    if word == "MOOT" or word in Respondent.SetAside.values:
        return Stage.MOOT
    return Stage.CLOSED if word in ENDS else OF_CASE.get(word, word)


def _follow(word: str, values: dict[str, Any]) -> str:
    if not (values["recommended_on"] or values["decree_date"] or word in OF_CASE):
        return ""
    if word in ENDS - {"CLOSED"}:
        return Follow.MOOT
    if values["decree_date"]:
        return Follow.VERIFIED if word == "CLOSED" else Follow.IMPLEMENTED
    return Follow.ISSUED


def stage_of(standings: list[Standing]) -> str:
    """The case stands where the slowest of its people stands; when all have ended, it has."""
    open_ones = [each.case for each in standings if each.case in ORDER]
    if open_ones:
        return min(open_ones, key=lambda stage: [str(each) for each in ORDER].index(stage))
    return Stage.CLOSED if any(each.case == Stage.CLOSED for each in standings) else Stage.MOOT


def check_order(values: dict[str, Any]) -> list[str]:
    """What cannot be true together."""
    wrong = []
    reported, letter, decree = values["reported_on"], values["recommended_on"], values["decree_date"]
    for name, label in (
        ("recommended_on", _("Tanggal surat rekomendasi")),
        ("decided_on", _("Tanggal putusan")),
        ("stage_on", _("Tanggal tahap")),
    ):  # a decree that is earlier is flagged to who verifies it, never refused
        if values[name] and reported and values[name] < reported:
            wrong.append(_("%(field)s lebih awal daripada tanggal laporan.") % {"field": label})
    word = values["stage"]
    if word in ("RECOMMENDED", "SANCTIONED") and not (letter or decree):
        wrong.append(_("Tahap ini memerlukan tanggal surat rekomendasi."))
    if word == "SANCTIONED" and not decree:
        wrong.append(_("Sanksi dijatuhkan, tetapi tanggal keputusannya kosong."))
    if decree and not values["decree_sanction"]:
        wrong.append(_("Tanggal keputusan ada, tetapi sanksi yang dijatuhkan kosong."))
    if word == "CLOSED" and letter and not decree:
        wrong.append(_("Selesai, tetapi rekomendasinya belum dijawab: tanggal keputusan kosong."))
    if word == "NOT_PROVEN" and (letter or decree):
        wrong.append(_("Tidak terbukti, tetapi ada surat rekomendasi atau keputusan."))
    return wrong
