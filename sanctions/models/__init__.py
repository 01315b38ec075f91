"""After the decision: one recommendation per respondent, its letter, the agency's follow-up, escalation."""

from sanctions.models.drafting import Circumstance, Version
from sanctions.models.escalation import Escalation, LadderRule, Roster, Step, StepProposal
from sanctions.models.following import DataBlock, Examination, Objection, Rebuttal
from sanctions.models.recommendation import Recommendation, RecommendationQuerySet

__all__ = [
    "Circumstance",
    "DataBlock",
    "Escalation",
    "Examination",
    "LadderRule",
    "Objection",
    "Rebuttal",
    "Recommendation",
    "RecommendationQuerySet",
    "Roster",
    "Step",
    "StepProposal",
    "Version",
]
