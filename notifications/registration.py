"""What this room enters at start-up: every event leaves a job that tells who must be told, some of them by mail."""

from accounts import contacts, mail
from notifications import mailing, outbox
from workflow import jobs, ledger

ledger.subscribe(outbox.JOB)
jobs.handler(outbox.JOB, outbox.deliver, urgent=True)
mail.composer(contacts.PURPOSE, mailing.letter, bounced=contacts.came_back)
