"""From when to when an imposed sanction holds, as a clearance and the personnel systems are told."""

from dataclasses import dataclass
from datetime import date, timedelta

from law.models import Level, Sanction
from sanctions.decrees import course_of, imposed_of
from sanctions.models import Recommendation
from sanctions.serving import Course, Standing, last_day

IN_FORCE_STAGES = [Recommendation.Stage.IMPLEMENTED, Recommendation.Stage.VERIFIED]
SPOKEN = {Level.MORAL, Level.LIGHT}  # over with being imposed; told for a year, so that it is not told for ever
TOLD_MONTHS = 12


@dataclass(frozen=True)
class Term:
    """A sanction imposed; `until` is its last day, None for what does not end by itself. `course` knows when it rested."""

    sanction: Sanction
    since: date
    until: date | None
    course: Course

    def holds(self, on: date) -> bool:
        """Does it hold that day? One that rests while an objection is decided does not."""
        return self.course.standing(on) == Standing.IN_FORCE and (self.until is None or on <= self.until)

    def facts(self) -> dict:
        until = self.until.isoformat() if self.until else None
        facts = {"sanction": self.sanction.code, "level": self.sanction.level}
        return {**facts, "since": self.since.isoformat(), "until": until}


def term_of(recommendation: Recommendation) -> Term | None:
    """When it holds; None where nothing was imposed, or it was annulled. Wants the objections prefetched."""
    sanction, course = imposed_of(recommendation), course_of(recommendation)
    if sanction is None or course.start is None:
        return None
    until = course.end
    if course.annulled_on:
        until = course.annulled_on - timedelta(days=1)
    elif until is None and sanction.level in SPOKEN:
        until = last_day(course.start, TOLD_MONTHS)
    return Term(sanction, course.start, until, course)
