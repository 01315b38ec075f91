"""The law as data: what is forbidden, when a region votes, how long things may take, and by which rules it is read."""

from law.models.catalogue import Certainty, Level, Regime, RespondentKind, Sanction, Violation
from law.models.clocks import ClockRule, StageClock
from law.models.elections import Candidate, Election, Holiday
from law.models.proposals import Proposal
from law.models.rules import Follows, Instrument, LegalNote, PositionClass, Rule, SanctioningOfficial

__all__ = [
    "Candidate",
    "Certainty",
    "ClockRule",
    "Election",
    "Follows",
    "Holiday",
    "Instrument",
    "LegalNote",
    "Level",
    "PositionClass",
    "Proposal",
    "Regime",
    "RespondentKind",
    "Rule",
    "Sanction",
    "SanctioningOfficial",
    "StageClock",
    "Violation",
]
