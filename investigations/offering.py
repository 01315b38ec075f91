"""What is offered about respondents on the page of a file and of a case: sentences with buttons."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from complaints.models import Complaint
from evidence.models import Evidence
from evidence.offers import Choice, Offer
from investigations.mentions import RIGHT, Found, found_in
from investigations.models import Case, Mention, Respondent
from investigations.queries import accesses_of

MOST = 20  # offers on one page


def offers_about(evidence: Evidence, user) -> list[Offer]:
    """About one file: the respondents of the cases it belongs to, of those that this user sees."""
    return [
        offer
        for case in cases_of(evidence, user)
        for offer in offers_in(case, [evidence], case.respondents.order_by("pk"), user, back="file")
    ]


def cases_of(evidence: Evidence, user) -> list[Case]:
    """The cases whose evidence a file is, as far as this user sees them."""
    seen = Case.objects.visible_to(user)
    found = list(seen.filter(access=evidence.access_id))
    complaint = Complaint.objects.filter(access=evidence.access_id).first()
    while complaint is not None and not found:
        found = list(seen.filter(case_complaints__complaint=complaint))
        complaint = complaint.merged_into
    return [case for case in found if evidence.access_id in accesses_of(case)]


def offers_in(
    case: Case, files: Iterable[Evidence], people: Iterable[Respondent], user, *, back: str = ""
) -> list[Offer]:
    """About files of one case that this user sees; with buttons for who may write in it while it is open.

    `back` "file" leads back to the page of the file after a button was pressed.
    """
    if not (user.may("evidence.view") or user.may("case.view_plenary")):
        return []
    writes = user.may(RIGHT) and case.stage in Case.UNENDED
    return [_offer(case, found, writes, back) for found in found_in(files, people)[:MOST]]


def _offer(case: Case, found: Found, writes: bool, back: str) -> Offer:
    return Offer(_said(found), found.page, found.evidence, _choices(case, found, back) if writes else ())


def _said(found: Found) -> str:
    if found.nip:
        text = _("NIP yang berakhir %(tail)s berdekatan dengan nama Terlapor %(person)s.")
        return text % {"tail": found.nip[-4:], "person": found.respondent}
    if found.what == Mention.What.NIP:
        text = _("NIP yang berakhir %(tail)s milik Terlapor %(person)s.")
        return text % {"tail": found.respondent.nip[-4:], "person": found.respondent}
    return _("Nama Terlapor %(person)s disebut.") % {"person": found.respondent}


def _choices(case: Case, found: Found, back: str) -> tuple[Choice, ...]:
    address = f"/petugas/perkara/{case.reference}/respondents/{found.respondent.pk}/mention/"
    place = {"evidence": str(found.evidence.pk), "page": str(found.page), "what": found.what, "back": back}
    fill = Choice(_("Isi NIP terlapor"), address, {**place, "do": "fill", "nip": found.nip})
    link = Choice(_("Kaitkan"), address, {**place, "do": "link"})
    return (*((fill,) if found.nip else ()), link, Choice(_("Bukan orang ini"), address, {**place, "do": "refuse"}))


def mentions_of(people: Iterable[Respondent], user) -> dict[int, list[Mention]]:
    """The files that were linked to each respondent, by id; only files that this user sees. One query."""
    rows = Mention.objects.filter(
        respondent__in=[person.pk for person in people],
        linked=True,
        evidence__in=Evidence.objects.visible_to(user).values("pk"),
    )
    found: dict[int, list[Mention]] = {}
    for row in rows.select_related("evidence", "by").order_by("at", "pk"):
        found.setdefault(row.respondent_id, []).append(row)
    return found
