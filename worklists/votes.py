"""How many days to the vote of a territory, by the election calendar in force."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from agencies.models import Territory
from law.models import Election


def voting_soon(field: str, days: int, *, today: date) -> Q:
    """Rows whose territory (`field`) votes from today on within so many days; its province's vote counts too."""
    coming = _coming(today).filter(vote_date__lte=today + timedelta(days=days))
    elections = _marked(coming)
    if any(everywhere for _election, everywhere in elections):
        return Q(**{f"{field}__isnull": False})
    if not elections:
        return Q(pk__in=[])
    places = Election.territories.through.objects.filter(election__in=[each.pk for each, _everywhere in elections])
    codes = places.values("territory_id")
    return Q(**{f"{field}__in": codes}) | Q(**{f"{field}__parent__in": codes})


def days_to_vote(territories: Iterable[Territory | None], *, today: date) -> dict[str, int]:
    """For each of these territories with a vote ahead, the days to the next one: two queries whatever their number."""
    known = {place.pk: place for place in territories if place is not None}
    elections = _marked(_coming(today)) if known else []
    if not elections:
        return {}
    codes = {*known, *(place.parent_id for place in known.values())}
    through = Election.territories.through.objects.filter(
        election__in=[e.pk for e, _ in elections], territory__in=codes
    )
    here = set(through.values_list("election_id", "territory_id"))
    found = {}
    for code, place in known.items():
        days = [
            (e.vote_date - today).days
            for e, everywhere in elections
            if everywhere or (e.pk, code) in here or (e.pk, place.parent_id) in here
        ]
        if days:
            found[code] = min(days)
    return found


def next_vote(*, today: date) -> Election | None:
    """The vote that comes next anywhere; the workspace counts the days to it."""
    return _coming(today).order_by("vote_date", "code").first()


def _coming(today: date):
    return Election.objects.filter(in_force=True, vote_date__gte=today)


def _marked(elections) -> list[tuple[Election, bool]]:
    """Each, and whether it is held everywhere: then it names no territory."""
    through = Election.territories.through.objects
    named = set(through.filter(election__in=elections).values_list("election_id", flat=True))
    return [(election, election.pk not in named) for election in elections]
