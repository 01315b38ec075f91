"""The time of a story: moves from one working moment to the next, never beyond the day the demo is made."""

import random
from datetime import datetime, time, timedelta

from deploy.demo.reading import ZONE

SATURDAY = 5


class Clock:
    """`now` is where the story stands; `limit` is never reached. The same seed gives the same hours."""

    def __init__(self, start: datetime, *, limit: datetime, pace: float, seed: str):
        self.now, self.limit, self.pace = start, limit, pace
        self.dice = random.Random(seed)  # noqa: S311 - hours of a demo, no secret

    def days(self, days: float) -> datetime:
        """Some days on, in office hours of a weekday."""
        day = (self.now + timedelta(days=days * self.pace)).astimezone(ZONE).date()
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
        hour = time(8 + self.dice.randrange(8), self.dice.randrange(60))
        return self.reach(max(datetime.combine(day, hour, ZONE), self.now + timedelta(minutes=7)))

    def minutes(self) -> datetime:
        """A few minutes on."""
        return self.reach(self.now + timedelta(minutes=3 + self.dice.randrange(25)))

    def reach(self, at: datetime) -> datetime:
        """Not before `at`; where that is beyond the limit, only part of the way there."""
        if at > self.now:
            self.now = at if at < self.limit else self.now + (self.limit - self.now) / 8
        return self.now
