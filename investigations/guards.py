"""Facts that must hold before a case may move; each takes the case and reads the database once."""

from django.db.models import Count


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
    if "respondents" in getattr(case, "_prefetched_objects_cache", {}):  # a list brings them along
        people = [person for person in case.respondents.all() if not person.set_aside]
        return bool(people) and all(map(_found, people))
    return case.pk in all_found(case.respondents)


def _found(respondent) -> bool:
    alleged = respondent.allegations.all()
    return bool(alleged) and all(hasattr(each, "finding") for each in alleged)


def voters(case) -> set[int] | None:
    """Who is present at the session of this round and not recused from the case; None without a session."""
    items = case.agenda_items.filter(round=case.round)
    called = set(items.values_list("session__attendances__officer", "session__attendances__state"))
    if not called:
        return None
    recused = set(case.access.excluded.values_list("pk", flat=True))
    return {officer for officer, state in called if state == "PRESENT"} - recused


def counting(case, present: set[int] | None) -> list:
    """The votes of this round that count: of commissioners who are not recused and, where a session is, are there."""
    rows = case.votes.filter(round=case.round).exclude(commissioner__in=case.access.excluded.values("pk"))
    if present is not None:
        rows = rows.filter(commissioner__in=present)
    return list(rows.select_related("commissioner").prefetch_related("proven").order_by("at", "pk"))


def still_to_vote(people, votes, present: set[int] | None) -> set[int]:
    """Those present who have not voted on everybody."""
    cast = {(vote.commissioner_id, vote.respondent_id) for vote in votes}
    return {who for who in present or () if any((who, person.pk) not in cast for person in people)}


def plenary_can_decide(case) -> bool:
    """Everybody in question has the votes of the authority's quorum, and nobody who is present still has to vote."""
    people, present = list(respondents_in_question(case)), voters(case)
    votes = counting(case, present)
    if not people or still_to_vote(people, votes, present):
        return False
    least = min(sum(vote.respondent_id == person.pk for vote in votes) for person in people)
    return least >= case.access.authority.quorum


def something_proven(case) -> bool:
    """The plenary decided that at least one respondent in question did it."""
    return respondents_in_question(case).filter(outcome="PROVEN").exists()


def nothing_proven(case) -> bool:
    """The plenary proved nothing against anybody still in question."""
    return not something_proven(case)


def nothing_recommended(case) -> bool:
    """No recommendation was ever drafted in this case."""
    return not case.recommendations.exists()
