"""Issuing: the letter and what it makes visible, in one transaction. One letter may carry several people of one agency."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency
from law.clocks import HolidaysMissing, due_date
from law.models import StageClock
from letters import actions as letters
from letters.models import Letter
from sanctions import withholding
from sanctions.models import Recommendation
from workflow.ledger import unit_of_work
from workflow.transitions import perform

Stage = Recommendation.Stage


def issue(recommendation, *, by, at=None, cc=()) -> None:
    """Make the letter and send it to the respondent's agency, which sees it from now on.

    Raises ValidationError when the respondent's agency is not known: nobody would receive it.
    """
    issue_together([recommendation], by=by, at=at, cc=cc)


def issue_together(recommendations: Sequence[Recommendation], *, by, at=None, cc: Iterable[str] = ()) -> Letter:
    """Issue approved recommendations of one case to one appointing authority by one letter; all of them, or none.

    Raises ValidationError when they are not of one case and one agency, and what `perform` raises.
    """
    at = at or timezone.now()
    with unit_of_work():
        pks = [each.pk for each in recommendations]
        rows = list(_rows().filter(pk__in=pks).order_by("pk"))
        made: list[Letter] = []

        def letter_for(_locked: Recommendation) -> dict:
            """Written once the first has passed its checks: a stranger costs no number."""
            if not made:
                _check(rows)
                made.append(_letter(rows, by=by, at=at, cc=cc))
            return {"letter": made[0]}

        for each in rows:
            _open(perform(each.issue, by=by, at=at, prepare=letter_for))
        _replace_earlier(rows, made[0], by=by, at=at)
    return made[0]


def issuable(case) -> list[list[Recommendation]]:
    """The approved recommendations of a case, those together that one letter can carry."""
    groups: dict[tuple, list[Recommendation]] = {}
    for each in _rows().filter(case=case, stage=Stage.APPROVED, respondent__agency__isnull=False).order_by("pk"):
        groups.setdefault(_goes_to(each), []).append(each)
    return list(groups.values())


def _rows():
    return Recommendation.objects.select_related("access", "case", "respondent__agency", "sanction")


def _goes_to(recommendation: Recommendation) -> tuple:
    """One letter goes one way: to an agency's workspace, or past it where its personnel body is kept out."""
    return recommendation.case_id, recommendation.respondent.agency_id, recommendation.access.withheld


def _check(rows: list[Recommendation]) -> None:
    if any(each.respondent.agency_id is None for each in rows):
        raise ValidationError(_("Instansi terlapor belum diketahui. Lengkapi dulu di halaman perkara."))
    if len({_goes_to(each) for each in rows}) != 1:
        raise ValidationError(_("Satu surat hanya memuat rekomendasi dari satu perkara untuk satu instansi."))


def _open(issued: Recommendation) -> None:
    """From now on those see it whom it was issued to."""
    access = issued.access
    access.agency, access.issued = issued.respondent.agency, True
    access.above = withholding.level_above(issued)
    access.save(update_fields=["agency", "issued", "above"])


def _letter(rows: list[Recommendation], *, by, at: datetime, cc: Iterable[str]) -> Letter:
    first, agency = rows[0], rows[0].respondent.agency
    return letters.write(
        kind="RECOMMENDATION",
        access=first.access,
        subject=first,
        facts={
            "case": first.case.reference,
            "people": [str(each.respondent) for each in rows],
            "references": [each.reference for each in rows],
            "due": _due(at),
        },
        by=by,
        at=at,
        to=agency,
        addressee=addressee_of(agency),
        cc=cc,
        annexes=[annex_of(each) for each in rows],
    )


def addressee_of(agency: Agency) -> str:
    """How an appointing authority is addressed."""
    return f"Pejabat Pembina Kepegawaian\n{agency.name}"


def annex_of(recommendation: Recommendation) -> dict:
    """What the letter says about one respondent, and about nobody else."""
    person, sanction = recommendation.respondent, recommendation.sanction
    rows = [
        ("Nama", person.name),
        ("NIP", person.nip),
        ("Jabatan", person.position),
        ("Instansi", person.agency.name),
        ("Nomor rekomendasi", recommendation.reference),
    ]
    return {
        "title": str(person),
        "rows": rows + (_sanction_rows(recommendation) if sanction else []),
        "sections": [
            {"title": "Pelanggaran yang terbukti", "text": recommendation.considerations},
            {"title": "Alasan", "text": recommendation.reasons},
            *_weighed(recommendation),
        ],
    }


def _weighed(recommendation: Recommendation) -> list[dict]:
    """What speaks against and for the person, one line each; nothing where nothing was written."""
    said = list(recommendation.circumstances.order_by("order"))
    titles = {"AGGRAVATING": "Hal yang memberatkan", "MITIGATING": "Hal yang meringankan"}
    texts = {title: "\n".join(each.text for each in said if each.kind == kind) for kind, title in titles.items()}
    return [{"title": title, "text": text} for title, text in texts.items() if text]


def _sanction_rows(recommendation: Recommendation) -> list[tuple]:
    sanction, months = recommendation.sanction, recommendation.months
    return [
        ("Sanksi yang direkomendasikan", sanction),
        ("Tingkat", str(sanction.get_level_display()).capitalize()),
        ("Lama", f"{months} bulan" if months else ""),
        ("Berlaku sejak", recommendation.starts_on),
        ("Dasar", "; ".join(sanction.articles)),
    ]


def _due(at: datetime):
    clock = StageClock.objects.filter(kind=Recommendation.KIND, stage=Stage.ISSUED).first()
    try:
        return due_date(clock, timezone.localdate(at))
    except HolidaysMissing:
        return None


def _replace_earlier(rows: list[Recommendation], letter: Letter, *, by, at: datetime) -> None:
    """A letter whose every recommendation was taken back is replaced by the one that carries its successor."""
    people = [each.respondent_id for each in rows]
    earlier = Letter.objects.filter(recommendations__respondent__in=people, superseded_by__isnull=True)
    for old in earlier.exclude(pk=letter.pk).exclude(recommendations__in=_standing()).distinct():
        letters.supersede(old, with_letter=letter, by=by, at=at)


def _standing():
    return Recommendation.objects.exclude(stage=Stage.SUPERSEDED).filter(letter__isnull=False)
