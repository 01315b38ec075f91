"""What officers say about who is one person: accept a proposal, refuse it, part what was joined. All of it is remembered."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from investigations.models import Case
from persons.linking import valid_nip
from persons.models import Person, PersonLink, Verdict
from workflow.ledger import record, unit_of_work

RIGHT = "case.note"


def join(one: Person, other: Person, *, by, at: datetime, why: str = "") -> Verdict:
    """They are one person: all respondents of `other` become `one`'s. Raises PermissionDenied, ValidationError.

    With two different numbers they are two people: first the wrong number is corrected where it stands.
    """
    with unit_of_work():
        one, other = _held(one, other, by)
        if one.nip and other.nip and one.nip != other.nip:
            raise ValidationError(
                _("NIP keduanya berbeda. Betulkan NIP di perkaranya lebih dulu bila salah satunya keliru.")
            )
        links = list(PersonLink.objects.select_for_update().filter(person=other).order_by("pk"))
        if not links:
            raise ValidationError(_("Catatan itu sudah dikaitkan orang lain. Muat ulang halaman ini."))
        _take_number(one, other)
        moved = [[link.pk, link.how] for link in links]
        for link in links:
            _move(link, one, PersonLink.How.OFFICER, by, at, why)
        _forget(one, other, by, at)
        verdict = _say(one, other, True, by, at, why, moved=moved)
        _tell("case.link_person", links, by, at)
    return verdict


def refuse(one: Person, other: Person, *, by, at: datetime, why: str = "") -> Verdict:
    """They are two people, and are not proposed again. Twice is once."""
    with unit_of_work():
        one, other = _held(one, other, by)
        said = Verdict.objects.filter(_pair(one, other), same=False, undone_at__isnull=True).first()
        if said:
            return said
        verdict = _say(one, other, False, by, at, why, moved=[])
        _tell("case.doubt_person", list(PersonLink.objects.filter(person=other).order_by("pk")), by, at)
    return verdict


def part(verdict: Verdict, *, by, at: datetime) -> Person:
    """What an officer joined is two people again: each respondent goes back to whom it was. Raises ValidationError."""
    with unit_of_work():
        held = Verdict.objects.select_for_update().select_related("one", "other").get(pk=verdict.pk)
        one, other = _held(held.one, held.other, by, both=False)
        if not held.same or held.undone_at:
            raise ValidationError(_("Keduanya sudah dipisahkan."))
        back = dict(held.moved)
        links = list(PersonLink.objects.select_for_update().filter(pk__in=back, person=one).order_by("pk"))
        _give_number_back(one, other, links)
        links = [link for link in links if not one.nip or valid_nip(link.respondent.nip) != one.nip]
        for link in links:
            _move(link, other, back[link.pk], by, at, "")
        held.undone_at, held.undone_by = at, by
        held.save(update_fields=["undone_at", "undone_by"])
        _tell("case.unlink_person", links, by, at)
    return other


def _held(one: Person, other: Person, by, *, both: bool = True) -> tuple[Person, Person]:
    """Both people, locked in one order. Raises PermissionDenied for who does not see them or may not say so."""
    if one.pk == other.pk:
        raise ValidationError(_("Keduanya sudah satu catatan."))
    wanted = {one.pk, other.pk} if both else {one.pk}
    if not by.may(RIGHT) or Person.objects.visible_to(by).filter(pk__in=wanted).count() < len(wanted):
        raise PermissionDenied(RIGHT)
    rows = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")}
    return rows[one.pk], rows[other.pk]


def _pair(one: Person, other: Person) -> Q:
    return Q(one=one, other=other) | Q(one=other, other=one)


def _take_number(one: Person, other: Person) -> None:
    if other.nip and not one.nip:
        number, other.nip = other.nip, None
        other.save(update_fields=["nip"])
        one.nip = number
        one.save(update_fields=["nip"])


def _give_number_back(one: Person, other: Person, links: list[PersonLink]) -> None:
    """The number goes with those respondents who bear it, when none of those who stay does."""
    if not one.nip or other.nip:
        return
    leaving = {link.respondent_id for link in links}
    bearers = set(
        PersonLink.objects.filter(person=one, respondent__nip=one.nip).values_list("respondent_id", flat=True)
    )
    if bearers and bearers <= leaving:
        number, one.nip = one.nip, None
        one.save(update_fields=["nip"])
        other.nip = number
        other.save(update_fields=["nip"])


def _move(link: PersonLink, person: Person, how: str, by, at: datetime, why: str) -> None:
    link.person, link.how, link.by, link.at, link.why = person, how, by, at, why
    link._history_user, link._history_date = by, at  # type: ignore[attr-defined]
    link.save()


def _forget(one: Person, other: Person, by, at: datetime) -> None:
    """The last word holds: an earlier "not the same" is over."""
    for said in Verdict.objects.filter(_pair(one, other), same=False, undone_at__isnull=True):
        said.undone_at, said.undone_by = at, by
        said.save(update_fields=["undone_at", "undone_by"])


def _say(one, other, same: bool, by, at: datetime, why: str, *, moved: list) -> Verdict:
    return Verdict.objects.create(one=one, other=other, same=same, by=by, at=at, why=why[:300], moved=moved)


def _tell(verb: str, links: list[PersonLink], by, at: datetime) -> None:
    cases = {case.pk: case for case in Case.objects.filter(respondents__link__in=links).select_related("access")}
    for link in links:
        case = cases[link.respondent.case_id]
        codes = {"respondent": link.respondent_id, "person": link.person_id}
        if verb == "case.link_person":
            record("case.link_person", case, by=by, at=at, **codes)
        elif verb == "case.doubt_person":
            record("case.doubt_person", case, by=by, at=at, **codes)
        else:
            record("case.unlink_person", case, by=by, at=at, **codes)
