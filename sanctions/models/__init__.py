"""After the decision: one recommendation per respondent, its letter, the agency's follow-up, escalation."""

from sanctions.models.escalation import Escalation
from sanctions.models.letter import Letter
from sanctions.models.recommendation import Recommendation

__all__ = ["Escalation", "Letter", "Recommendation"]
