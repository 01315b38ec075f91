"""What this room enters at start-up: every event leaves a job that tells who must be told, some of them by mail."""

from datetime import timedelta

from accounts import contacts, mail, people
from notifications import digests, hooks, mailing, outbox, receipts, wishing
from notifications.models import Endpoint
from notifications.models.hooks import purpose_of
from workflow import jobs, ledger
from workflow.sealing import register_sealed

ledger.subscribe(outbox.JOB)
jobs.handler(outbox.JOB, outbox.deliver, urgent=True)
jobs.handler(hooks.JOB, hooks.send, slow=True)
jobs.routine(digests.JOB, digests.send_due, every=timedelta(minutes=5))
jobs.routine(receipts.JOB, receipts.remind, every=timedelta(hours=6))
mail.composer(contacts.PURPOSE, mailing.letter, bounced=contacts.came_back)
mail.composer(mailing.PURPOSE, mailing.officers_letter)
mail.composer(digests.PURPOSE, digests.letter)
people.register_farewell(wishing.farewell)
register_sealed(Endpoint, "sealed_secret", purpose=purpose_of)
