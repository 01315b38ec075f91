"""Who is one person: joined by itself through an equal valid NIP alone; everything else an officer says.

Every respondent of whom a name or number is known belongs to one person, at first to one of their own. A number found
later joins; a name never does.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from agencies.models import Officer
from evidence.numbers import is_nip
from investigations.mentions import digits_of
from investigations.models import Case, Respondent
from persons.models import NameKey, Person, PersonLink
from persons.names import canonical, keys_of

AT_ONCE = 500  # respondents from before there were links, in one round


def valid_nip(nip: str) -> str:
    """The 18 digits of a number with the structure of a NIP, "" for anything else."""
    digits = digits_of(nip)
    return digits if is_nip(digits) else ""


def follow(subject, people: Iterable, *, by, at: datetime) -> None:
    """What `complaints.reported` tells: respondents of a case get their person."""
    if isinstance(subject, Case):
        for respondent in people:
            link(respondent, by=by, at=at)


def link(respondent: Respondent, *, by=None, at: datetime) -> PersonLink | None:
    """The respondent's link as it has to be by what is known now; None while neither name nor number is known."""
    nip = valid_nip(respondent.nip)
    kept = PersonLink.objects.select_related("person").filter(respondent=respondent).first()
    if not (nip or respondent.name or kept):
        return None
    made = kept or PersonLink(respondent=respondent, at=at)
    before = (made.person_id, made.name)
    _settle(made, nip, at)
    made.name = canonical(respondent.name)[:160]
    if kept and (made.person_id, made.name) == before:
        return made
    if made.person_id != before[0]:
        made.by, made.at = _officer(by), at
    made._history_user, made._history_date = _officer(by), at  # type: ignore[attr-defined]
    made.save()
    _write_keys(made, respondent.name)
    return made


def _settle(made: PersonLink, nip: str, at: datetime) -> None:
    """Choose the person: by number when there is one, else who it was, else somebody new."""
    owner = Person.objects.select_for_update().filter(nip=nip).first() if nip else None
    if owner is not None and owner.pk != made.person_id:
        made.person, made.how, made.why = owner, PersonLink.How.NIP, ""
    elif owner is None and nip and made.person_id and made.person.nip is None:
        made.person.nip = nip  # the number of somebody known by name: whoever an officer joined comes along
        made.person.save(update_fields=["nip"])
    elif owner is None and (made.person_id is None or _another_number(made, nip)):
        made.person, made.how, made.why = _new(nip, at), PersonLink.How.ALONE, ""


def _another_number(made: PersonLink, nip: str) -> bool:
    return bool(nip) and made.person.nip not in (None, nip)


def _new(nip: str, at: datetime) -> Person:
    """Two at once that bring the same number are one person."""
    if not nip:
        return Person.objects.create(created_at=at)
    return Person.objects.get_or_create(nip=nip, defaults={"created_at": at})[0]


def _write_keys(link: PersonLink, name: str) -> None:
    link.keys.all().delete()
    NameKey.objects.bulk_create(NameKey(link=link, value=value) for value in sorted(keys_of(name)))


def _officer(by) -> Officer | None:
    return by if isinstance(by, Officer) else None


def link_older(_key: str = "") -> None:
    """The routine: respondents that have no link, from before there were any or made in bulk, some at every round."""
    with transaction.atomic():
        rows = Respondent.objects.filter(link=None).exclude(name="", nip="").order_by("-pk")[:AT_ONCE]
        for respondent in rows:
            link(respondent, at=timezone.now())
