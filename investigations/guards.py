"""Facts that must hold before a case may move; each takes the case and reads the database once."""

from django.db.models import Count, Q


def respondents_in_question(case):
    """Respondents of the case that were not set aside."""
    return case.respondents.filter(set_aside="")


def all_found(respondents) -> set[int]:
    """Ids of the cases of these respondents that may go to the plenary.

    Everybody in question has a finding on each allegation, one at least. One query, whatever the number of cases.
    """
    people = respondents.filter(set_aside="").annotate(
        found=Count("allegations__finding"), alleged=Count("allegations")
    )
    complete: dict[int, bool] = {}
    for case, found, alleged in people.values_list("case_id", "found", "alleged"):
        complete[case] = complete.get(case, True) and 0 < found == alleged
    return {case for case, every in complete.items() if every}


def every_allegation_has_a_finding(case) -> bool:
    """Nothing goes to the plenary before every respondent in question has a finding on each allegation, one at least."""
    return case.pk in all_found(case.respondents)


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


def nothing_recommended(case) -> bool:
    """No recommendation was ever drafted in this case."""
    return not case.recommendations.exists()
