"""What this room does in the background: carrying out a list that two people reviewed."""

from privacy import retention
from workflow import jobs

jobs.handler(retention.JOB, retention.carry_out, slow=True)
