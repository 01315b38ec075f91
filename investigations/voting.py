"""What the votes of a plenary say, and who may know it: one place for page, API and minutes.

While it is open a commissioner knows their own vote alone, everybody else how many were cast. The votes are laid open
when all who are present at the session have voted on everybody, at the latest with the decision.
"""

from dataclasses import dataclass, field

from investigations.guards import counting, respondents_in_question, still_to_vote, voters
from investigations.models import AgendaItem, Allegation, Case, Conclusion, Respondent, Session, Vote
from letters.models import Letter

HELD = {Case.Stage.DELIBERATION, Case.Stage.DECIDED, Case.Stage.FOLLOW_UP, Case.Stage.CLOSED}


@dataclass
class Count:
    """The votes on one respondent, as far as the reader may know them: `others` is empty until they are laid open."""

    respondent: Respondent
    allegations: list[Allegation] = field(default_factory=list)
    cast: int = 0
    proven: int = 0
    mine: Vote | None = None
    others: list[Vote] = field(default_factory=list)


@dataclass(frozen=True)
class Plenary:
    """One round. `open` means that votes are still taken, `laid_open` that they can be read."""

    quorum: int
    majority: int
    counts: list[Count]
    open: bool
    laid_open: bool
    session: Session | None
    votable: bool = False
    minutes: Letter | None = None
    missing: int = 0  # how many of those present have not voted on everybody

    @property
    def all_mine(self) -> bool:
        """Has the reader voted on everybody while it is open?"""
        return self.open and bool(self.counts) and all(count.mine for count in self.counts)


def tally(case: Case, user) -> Plenary | None:
    """The plenary of this round for one reader; None before there is one."""
    if case.stage not in HELD or not case.round:
        return None
    is_open = case.stage == Case.Stage.DELIBERATION
    people = list(respondents_in_question(case).order_by("pk").prefetch_related("allegations__violation"))
    item, present = placed(case), voters(case)
    votes = counting(case, present)
    waiting = still_to_vote(people, votes, present)
    known = not is_open or _laid_open(votes, waiting, present)
    own = {vote.respondent_id: vote for vote in _own(case, user)}
    counts = [_count(person, votes, own.get(person.pk), user, known) for person in people]
    authority = case.access.authority
    return Plenary(
        quorum=authority.quorum,
        majority=authority.majority_percent,
        counts=counts,
        open=is_open,
        laid_open=known,
        session=item.session if item else None,
        minutes=item.minutes if item else None,
        votable=is_open and user.may("case.vote") and (present is None or user.pk in present),
        missing=len(waiting) if is_open else 0,
    )


def placed(case: Case) -> AgendaItem | None:
    """Where this round stands on an agenda."""
    rows = AgendaItem.objects.filter(case=case, round=case.round)
    return rows.select_related("session__chair", "minutes").first()


def laid_open(case: Case) -> bool:
    """Have all who are present voted on everybody? Then the votes can be read, before the decision too."""
    if case.stage != Case.Stage.DELIBERATION:
        return True
    present = voters(case)
    votes = counting(case, present)
    return _laid_open(votes, still_to_vote(list(respondents_in_question(case)), votes, present), present)


def _laid_open(votes: list[Vote], waiting: set[int], present: set[int] | None) -> bool:
    """Without a session nobody knows who is still to come: then the votes wait for the decision."""
    return present is not None and bool(votes) and not waiting


def outcomes(case: Case) -> dict[Allegation, str]:
    """What the votes decide on each allegation: proven when more than the authority's majority say so; a tie is not."""
    majority, votes = case.access.authority.majority_percent, counting(case, voters(case))
    rows = Allegation.objects.filter(respondent__in=respondents_in_question(case)).order_by("pk")
    return {row: _outcome(row, [v for v in votes if v.respondent_id == row.respondent_id], majority) for row in rows}


def dissents(vote: Vote, respondent: Respondent) -> bool:
    """Did this vote differ from what was decided, in the conclusion or on one of the allegations?"""
    if vote.conclusion != respondent.outcome:
        return True
    decided = {a.pk for a in respondent.allegations.all() if a.outcome == Conclusion.PROVEN}
    return {a.pk for a in vote.proven.all()} != decided


def _outcome(allegation: Allegation, votes: list[Vote], majority: int) -> str:
    proven = sum(any(each.pk == allegation.pk for each in vote.proven.all()) for vote in votes)
    return Conclusion.PROVEN if proven * 100 > majority * len(votes) else Conclusion.NOT_PROVEN


def _own(case: Case, user) -> list[Vote]:
    """The reader's own votes, whether they count or not."""
    rows = case.votes.filter(round=case.round, commissioner=user)
    return list(rows.select_related("commissioner").prefetch_related("proven"))


def _count(person: Respondent, votes: list[Vote], mine: Vote | None, user, laid_open: bool) -> Count:
    count = Count(person, sorted(person.allegations.all(), key=lambda a: (a.violation.order, a.pk)), mine=mine)
    for vote in (vote for vote in votes if vote.respondent_id == person.pk):
        count.cast += 1
        if vote.commissioner_id != user.pk and laid_open:
            count.others.append(vote)
    known = [vote for vote in [count.mine, *count.others] if vote]
    count.proven = sum(vote.conclusion == Conclusion.PROVEN for vote in known) if laid_open else 0
    return count
