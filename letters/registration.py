"""What this room enters into the registers at start-up."""

from datetime import timedelta

from letters import actions, signing
from letters.models import LetterFile
from letters.pades import pades
from workflow import jobs
from workflow.sealing import register_sealed

register_sealed(LetterFile, "sealed", purpose=lambda row: row.purpose)
signing.adapter("pades", pades)
jobs.handler(actions.SIGN, signing.sign, slow=True)
jobs.routine("letter.waiting", signing.sign_waiting, every=timedelta(hours=1))
