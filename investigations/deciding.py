"""Voting and deciding: what commissioners do to a case. Each action is one unit of work."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from investigations import voice
from investigations.guards import respondents_in_question, voters
from investigations.models import AgendaItem, Allegation, Case, Conclusion, Respondent, Vote
from investigations.voting import dissents, outcomes
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn, perform


class AlreadyVoted(MovedOn):
    """A commissioner votes once on a respondent in a plenary."""


def vote(case, *, by, respondent, conclusion, reasons="", violations=(), at=None):
    """One commissioner's vote on one respondent, never changed. Raises AlreadyVoted on the second.

    `violations` are the codes held proven; none of them means those that the examination found proven.
    """
    at = at or timezone.now()
    with unit_of_work():
        open_case = perform(case.vote, by=by, at=at, payload={"respondent": respondent.pk})
        place = {"round": open_case.round, "respondent": respondent, "commissioner": by}
        if Vote.objects.filter(**place).exists():
            raise AlreadyVoted(open_case, "vote")
        if conclusion == Conclusion.PROVEN:
            voice.check_provable(respondent)
        present = voters(open_case)
        if present is not None and by.pk not in present:
            raise ValidationError(_("Anda belum dicatat hadir pada sidang perkara ini."))
        cast = Vote.objects.create(case=open_case, conclusion=conclusion, reasons=reasons, at=at, **place)
        if conclusion == Conclusion.PROVEN:
            cast.proven.set(_held_proven(respondent, violations))


def _held_proven(respondent: Respondent, codes) -> list[Allegation]:
    """Raises ValidationError for a violation that is not alleged against the respondent."""
    alleged = list(respondent.allegations.select_related("finding"))
    if strange := set(codes) - {a.violation_id for a in alleged}:
        raise ValidationError(
            {"violations": _("%(code)s tidak dituduhkan kepada terlapor ini.") % {"code": min(strange)}}
        )
    if codes:
        return [a for a in alleged if a.violation_id in codes]
    found = [a for a in alleged if hasattr(a, "finding") and a.finding.conclusion == Conclusion.PROVEN]
    return found or alleged


def decide(case, *, by, at=None):
    """Count the votes of the round, per allegation: proven when more than the authority's majority say so.

    A respondent against whom one allegation is proven is proven; a tie proves nothing.
    """
    with unit_of_work():
        decided = perform(case.decide, by=by, at=at)
        proven = set()
        for allegation, outcome in outcomes(decided).items():
            allegation.outcome = outcome
            allegation.save(update_fields=["outcome"])
            if outcome == Conclusion.PROVEN:
                proven.add(allegation.respondent_id)
        for respondent in respondents_in_question(decided):
            respondent.outcome = Conclusion.PROVEN if respondent.pk in proven else Conclusion.NOT_PROVEN
            respondent._history_user = by
            respondent.save()


def dissent(case, *, by, respondent, text, at=None) -> Vote:
    """The opinion of a commissioner who voted otherwise than was decided; written once, it goes into the minutes.

    Raises MovedOn before the decision and for a second one, ValidationError when the vote was with the decision.
    """
    at = at or timezone.now()
    with unit_of_work():
        locked = held(case, by, "case.vote")
        cast = Vote.objects.filter(case=locked, round=locked.round, respondent=respondent, commissioner=by).first()
        if locked.stage not in (Case.Stage.DECIDED, Case.Stage.FOLLOW_UP) or (cast and cast.dissent):
            raise MovedOn(locked, "dissent")
        if AgendaItem.objects.filter(case=locked, round=locked.round, minutes__isnull=False).exists():
            raise ValidationError(_("Berita acara pleno sudah dibuat."))
        if cast is None or not dissents(cast, cast.respondent):
            raise ValidationError(_("Suara Anda untuk terlapor ini sama dengan putusan."))
        cast.dissent, cast.dissent_at = text, at
        cast.save(update_fields=["dissent", "dissent_at"])
        record("case.dissent", locked, by=by, at=at, respondent=respondent.pk)
    return cast


def held(case: Case, by, right: str) -> Case:
    """The case, held until the unit of work ends. Raises PermissionDenied for who lacks the right or does not reach it."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not (by.may(right) and reaches(by, locked.access)):
        raise PermissionDenied(right)
    return locked
