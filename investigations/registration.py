"""What this room enters into the registers at start-up: cases, their verbs, and `accept` of a complaint."""

from dataclasses import replace

from accounts.people import register_open_work
from complaints.progress import progress_source
from complaints.registration import COMPLAINT
from evidence.offers import offer_source
from investigations.actions import merge
from investigations.api import present
from investigations.leaving import KIND, hand_over, open_cases
from investigations.models import Case
from investigations.offering import offers_about
from investigations.progress import progress
from investigations.verbs import ACCEPT, VERBS
from workflow.verbs import Kind, enter_kind

COMPLAINT.enter(ACCEPT)
COMPLAINT.enter(replace(COMPLAINT.verbs["merge"], act=merge))
CASE = enter_kind(Kind("case", "cases", Case, present, "perkara"))
for verb in VERBS:
    CASE.enter(verb)
progress_source(progress)
offer_source(offers_about)
register_open_work(KIND, open_cases, hand_over)
