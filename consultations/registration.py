"""What this room enters into the registers at start-up."""

from consultations.actions import EVERY, round_of
from consultations.duties import nothing_awaited
from workflow.jobs import routine
from workflow.verbs import guard

guard("case.deliberate", nothing_awaited)
routine("consultations.overdue", round_of, every=EVERY)
