"""What this room does in the background: what was granted ends by itself."""

from datetime import timedelta

from identity.expiry import expire
from workflow import jobs

jobs.routine("identity.expire", expire, every=timedelta(minutes=1))
