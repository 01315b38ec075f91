"""Facts that must hold before a case may move; each takes the case and reads the database once."""

from django.db.models import Count, Q


def respondents_in_question(case):
    """Respondents of the case that were not set aside."""
    return case.respondents.filter(set_aside="")


def every_allegation_has_a_finding(case) -> bool:
    """Nothing goes to the plenary before every respondent in question has a finding on each allegation, one at least."""
    people = respondents_in_question(case).annotate(found=Count("allegations__finding"), alleged=Count("allegations"))
    return bool(people) and all(p.found and p.found == p.alleged for p in people)


def plenary_can_decide(case) -> bool:
    """Every respondent in question has as many votes of this round as the authority's quorum asks for."""
    this_round = Count("votes", filter=Q(votes__round=case.round))
    counts = list(respondents_in_question(case).annotate(cast=this_round).values_list("cast", flat=True))
    return bool(counts) and min(counts) >= case.access.authority.quorum


def something_proven(case) -> bool:
    """The plenary decided that at least one respondent in question did it."""
    return respondents_in_question(case).filter(outcome="PROVEN").exists()


def nothing_proven(case) -> bool:
    """The plenary proved nothing against anybody still in question."""
    return not something_proven(case)
