"""What this room does in the background: mails, accounts that fall asleep, the quarterly list, requests that run out."""

from datetime import timedelta

from accounts import invitations, mail, recovery, reviews, sleeping
from workflow import jobs

jobs.handler(mail.JOB, mail.send, slow=True)
mail.composer(invitations.PURPOSE, invitations.letter)
mail.composer(recovery.PURPOSE, recovery.letter)
jobs.routine(sleeping.JOB, sleeping.look, every=timedelta(days=1))
jobs.routine(reviews.JOB, reviews.look, every=timedelta(days=1))
jobs.routine(recovery.JOB, recovery.look, every=timedelta(hours=1))
