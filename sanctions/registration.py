"""What this room enters into the registers at start-up: recommendations, and the verbs of a case that need them."""

from datetime import timedelta

from investigations.registration import CASE
from persons.records import record_source
from sanctions.actions import all_ended
from sanctions.api import present
from sanctions.models import Recommendation
from sanctions.person_records import recommended
from sanctions.rounds import round_of
from sanctions.verbs import CASE_VERBS, VERBS
from workflow import jobs
from workflow.verbs import Kind, enter_kind, guard

RECOMMENDATION = enter_kind(Kind("recommendation", "recommendations", Recommendation, present, "rekomendasi"))
for verb in VERBS:
    RECOMMENDATION.enter(verb)
for verb in CASE_VERBS:
    CASE.enter(verb)
guard("case.close", all_ended)
record_source(recommended)
jobs.routine("sanctions.round", round_of, every=timedelta(hours=6))
