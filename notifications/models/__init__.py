"""What each recipient is told (inbox), how they want it (wishes), agencies' own systems (hooks), who has looked (receipts)."""

from notifications.models.hooks import Endpoint, Posting
from notifications.models.inbox import Mailbox, Notification
from notifications.models.receipts import ReceiptRule
from notifications.models.wishes import Delegation, Digest, Preferences

__all__ = ["Delegation", "Digest", "Endpoint", "Mailbox", "Notification", "Posting", "Preferences", "ReceiptRule"]
