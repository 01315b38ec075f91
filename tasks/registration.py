"""What this room enters into the registers at start-up: what is overdue is said every hour."""

from tasks.actions import EVERY, round_of
from workflow.jobs import routine

routine("tasks.overdue", round_of, every=EVERY)
