"""What this room does in the background: mails, accounts that fall asleep, the quarterly list, requests that run out."""

from datetime import timedelta

from allauth.mfa.models import Authenticator

from accounts import invitations, mail, recovery, reviews, sleeping
from accounts.adapters import SEALED_FOR
from accounts.models import Provider
from workflow import jobs
from workflow.sealing import register_sealed

jobs.handler(mail.JOB, mail.send, slow=True)
mail.composer(invitations.PURPOSE, invitations.letter)
mail.composer(recovery.PURPOSE, recovery.letter)
jobs.routine(sleeping.JOB, sleeping.look, every=timedelta(days=1))
jobs.routine(reviews.JOB, reviews.look, every=timedelta(days=1))
jobs.routine(recovery.JOB, recovery.look, every=timedelta(hours=1))
register_sealed(Authenticator, "data", within=["secret"], purpose=lambda row: SEALED_FOR)
register_sealed(Authenticator, "data", within=["seed"], purpose=lambda row: SEALED_FOR)
register_sealed(Provider, "sealed_secret", purpose=lambda row: f"provider {row.code}")
