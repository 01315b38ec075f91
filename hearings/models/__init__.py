"""What this room keeps: invitations, the answers to them, records of hearings, and what was concluded about a report."""

from hearings.models.answers import Answer, AnswerFile
from hearings.models.invitations import Enclosure, Extension, Invitation, Representation
from hearings.models.outcomes import Acquittal, FalseReport
from hearings.models.records import HearingRecord

__all__ = [
    "Acquittal", "Answer", "AnswerFile", "Enclosure", "Extension", "FalseReport", "HearingRecord", "Invitation", "Representation",
]  # fmt: skip
