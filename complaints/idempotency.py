"""A retry with the same Idempotency-Key gets the same answer for 24 hours; the server cannot read it without the key."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from complaints.models import IdempotentAnswer
from workflow.sealing import digest, open_with, seal_with

KEPT = timedelta(hours=24)
PURPOSE = "idempotency"


def answered_once(key: str, body: bytes, *, at: datetime, make: Callable[[], dict]) -> dict:
    """`make()`'s answer, made once per key; without a key it is made every time.

    Raises ValidationError when the key was used with another body.
    """
    if not key:
        return make()
    name, print_ = digest(key, purpose=PURPOSE), digest(body.decode("utf-8", "replace"), purpose=PURPOSE)
    IdempotentAnswer.objects.filter(created_at__lt=at - KEPT).delete()
    if kept := IdempotentAnswer.objects.filter(digest=name).first():
        return _again(kept, key, print_)
    try:
        with transaction.atomic():
            claim = IdempotentAnswer.objects.create(digest=name, body_digest=print_, sealed=b"", created_at=at)
            answer = make()
            claim.sealed = seal_with(key, answer, purpose=PURPOSE)
            claim.save(update_fields=["sealed"])
    except IntegrityError:
        if kept := IdempotentAnswer.objects.filter(digest=name).first():  # the twin that came first has answered
            return _again(kept, key, print_)
        raise
    return answer


def _again(kept: IdempotentAnswer, key: str, print_: str) -> dict:
    if kept.body_digest != print_:
        raise ValidationError(_("Idempotency-Key ini sudah dipakai untuk isi yang lain."))
    return open_with(key, kept.sealed, purpose=PURPOSE)
