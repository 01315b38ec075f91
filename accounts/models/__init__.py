"""Signing in (signing), and the people behind the accounts (people)."""

from accounts.models.signing import Provider, ProviderLink, SessionRecord

__all__ = ["Provider", "ProviderLink", "SessionRecord"]
