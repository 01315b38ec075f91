"""From when to when an imposed sanction holds."""

from dataclasses import dataclass
from datetime import date

from law.models import Level, Sanction
from sanctions.models import Recommendation

IN_FORCE_STAGES = [Recommendation.Stage.IMPLEMENTED, Recommendation.Stage.VERIFIED]
MOST_MONTHS = 12 * 60


@dataclass(frozen=True)
class Term:
    """A sanction imposed; `until` is its last day, None for what does not end by itself."""

    sanction: Sanction
    since: date
    until: date | None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)

    def facts(self) -> dict:
        until = self.until.isoformat() if self.until else None
        facts = {"sanction": self.sanction.code, "level": self.sanction.level}
        return {**facts, "since": self.since.isoformat(), "until": until}


def term_of(recommendation: Recommendation) -> Term | None:
    """When it holds; None where nothing was imposed, and for what is over once it was spoken (a reprimand, a statement)."""
    sanction = recommendation.decree_sanction
    if sanction is None or recommendation.decree_date is None:
        return None
    since = recommendation.decree_date
    if sanction.months:
        return Term(sanction, since, last_day(since, months=sanction.months))
    lasting = sanction.level in (Level.HEAVY, Level.DISMISSAL)
    return Term(sanction, since, None if lasting else last_day(since, months=12))


def last_day(since: date, *, months: int) -> date:
    """The last day of a term of months that begins on a day: twelve months from 8 March end on 7 March."""
    total = since.year * 12 + since.month - 1 + min(months, MOST_MONTHS)
    year, month = divmod(total, 12)
    end = date(year, month + 1, min(since.day, _length(year, month + 1)))
    return date.fromordinal(end.toordinal() - 1)


def _length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
