"""What this room enters into the registers at start-up."""

from desk import bundle
from workflow import jobs

jobs.handler(bundle.JOB, bundle.make, slow=True)
