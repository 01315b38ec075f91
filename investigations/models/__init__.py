"""The case and the plenary that decides it."""

from investigations.models.cases import (
    Allegation,
    Case,
    CaseComplaint,
    CaseQuerySet,
    Conclusion,
    Finding,
    Mention,
    Respondent,
    Statement,
)
from investigations.models.plenary import AgendaItem, Attendance, Session, Vote

__all__ = [
    "AgendaItem",
    "Allegation",
    "Attendance",
    "Case",
    "CaseComplaint",
    "CaseQuerySet",
    "Conclusion",
    "Finding",
    "Mention",
    "Respondent",
    "Session",
    "Statement",
    "Vote",
]
