"""What the law on personal data asks to be kept track of: breaches, holds, disposal, and the proof that something is gone."""

from privacy.models.breaches import Breach, BreachNotice
from privacy.models.retention import Disposal, DisposalItem, Erasure, LegalHold, RetentionRule

__all__ = ["Breach", "BreachNotice", "Disposal", "DisposalItem", "Erasure", "LegalHold", "RetentionRule"]
