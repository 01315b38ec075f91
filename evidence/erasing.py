"""What lies on disk of a report whose key is destroyed: originals, what was made of them, what was still arriving."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from evidence import parts, storage
from evidence.models import Evidence, Upload
from workflow import jobs

JOB = "evidence.erase"


def erase_soon(access_id: int) -> None:
    """In the transaction that destroys the key: at its end the files go; a process that dies there leaves the job."""
    jobs.enqueue(JOB, str(access_id), at=timezone.now())
    transaction.on_commit(partial(erase, str(access_id)))


def erase(key: str) -> None:
    """Unlink everything of this Access row. Copies that equal bytes share elsewhere stay there. Idempotent."""
    for pk in Upload.objects.filter(access=int(key)).values_list("pk", flat=True):
        parts.discard(pk)
    for pk in Evidence.objects.filter(access=int(key)).values_list("pk", flat=True):
        storage.discard(pk)
