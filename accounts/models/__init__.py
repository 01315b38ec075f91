"""Signing in (signing), and the people behind the accounts (people)."""

from accounts.models.contacts import Contact, Delivery
from accounts.models.people import Departure, Invitation, Recovery, RecoveryApproval, Review, RoleChange
from accounts.models.signing import Provider, ProviderLink, SessionRecord

__all__ = [
    "Contact",
    "Delivery",
    "Departure",
    "Invitation",
    "Provider",
    "ProviderLink",
    "Recovery",
    "RecoveryApproval",
    "Review",
    "RoleChange",
    "SessionRecord",
]
