"""Doing the work that events leave for the clocks."""

import pytest

from deadlines import keeping
from workflow.models import Job


@pytest.fixture
def follow():
    """Every waiting job of the clocks, as a worker would do it; `newest_first` does them out of order."""

    def work(*, newest_first: bool = False) -> None:
        for job in Job.objects.filter(kind=keeping.JOB).order_by("-pk" if newest_first else "pk"):
            keeping.follow(job.key)
            job.delete()

    return work
