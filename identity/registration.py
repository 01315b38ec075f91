"""What this room does in the background, and what it seals: what was granted ends by itself."""

from datetime import timedelta

from accounts.people import register_farewell
from identity import envelopes, report_keys
from identity.expiry import expire
from identity.leaving import leave
from identity.models import NoticeAddress, ReportKey
from workflow import jobs
from workflow.sealing import register_sealed

jobs.routine("identity.expire", expire, every=timedelta(minutes=1))
register_farewell(leave)
register_sealed(ReportKey, "wrapped", purpose=report_keys.purpose_of)
register_sealed(NoticeAddress, "sealed", purpose=envelopes.notice_purpose)
