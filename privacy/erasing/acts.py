"""The erasure itself: one transaction over the tables, the reports' keys destroyed, the files unlinked at its end."""

import hashlib
import json
import os
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from evidence.models import Evidence
from identity import report_keys
from persons.models import Person, Verdict
from privacy.erasing import residue
from privacy.erasing.reach import is_history, rows, ways
from privacy.erasing.table import FATES
from privacy.models import Disposal, Erasure, LegalHold
from workflow.ledger import record, unit_of_work
from workflow.models import Access

LIST = "erasures.jsonl"


def erase(
    accesses: Collection[int],
    *,
    reference: str,
    kind: str,
    by,
    at: datetime,
    disposal: Disposal | None = None,
    again: bool = False,
) -> None:
    """Everything that these Access rows protect says nothing from now on. Idempotent.

    `again`: it had been erased before, and came back with an older copy; a hold of that time no longer counts.
    Raises ValidationError while a legal hold stands on one of them: the last door, whatever was decided before.
    """
    keys = sorted(accesses)
    residue.secure()
    with unit_of_work():
        locked = list(Access.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        if not again and LegalHold.objects.standing().filter(access__in=keys).exists():
            raise ValidationError(_("Ada penahanan hukum atas berkas ini. Tidak ada yang dimusnahkan."))
        if Erasure.objects.filter(access__in=keys).count() == len(keys):
            return
        proofs = [_proof(access, reference, kind, at, disposal) for access in locked]
        for access in locked:
            report_keys.destroy(access, by=by, at=at)
        _empty(keys)
        for access in locked:
            access.sealed = True
            access.save(update_fields=["sealed"])
        Erasure.objects.bulk_create(proofs, ignore_conflicts=True)
        record("privacy.erase", proofs[0], by=by, at=at, accesses=keys, files=sum(proof.files for proof in proofs))
    if not again:
        _note(keys, reference=reference, kind=kind, at=at)


def _proof(access: Access, reference: str, kind: str, at: datetime, disposal: Disposal | None) -> Erasure:
    files = sorted(Evidence.objects.filter(access=access).values_list("sha256", flat=True))
    counted = {model._meta.label: number for model in ways() if (number := rows(model, [access.pk]).count())}
    return Erasure(
        access=access, reference=reference, kind=kind, at=at, files=len(files), counted=counted, disposal=disposal,
        digest=hashlib.sha256("".join(files).encode()).hexdigest(),
    )  # fmt: skip


def _empty(keys: list[int]) -> None:
    for model in ways():
        if is_history(model):
            rows(model, keys).delete()
    for label, fate in FATES.items():
        model = apps.get_model(label)
        if fate.drop:
            rows(model, keys).delete()
        elif fate.empty:
            rows(model, keys).update(**fate.empty)
    for file in Evidence.objects.filter(access__in=keys).only("pk", "stage"):
        Evidence.objects.filter(pk=file.pk).update(sha256=f"{file.pk.hex:0>64}")
    _forget_people()


def _forget_people() -> None:
    """Somebody of whom no file is left is not kept by number either."""
    alone = Person.objects.filter(links__isnull=True)
    Verdict.objects.filter(Q(one__in=alone) | Q(other__in=alone)).delete()
    alone.delete()


def _note(keys: list[int], *, reference: str, kind: str, at: datetime) -> None:
    """A line outside the database: a backup from before brings the file back, this line says that it must go again."""
    line = json.dumps({"accesses": keys, "reference": reference, "kind": kind, "at": at.isoformat()})
    with place().open("a") as held:
        held.write(line + "\n")
        held.flush()
        os.fsync(held.fileno())


def place() -> Path:
    """Where the list of erasures lies: in DATA_DIR beside the files, to be kept apart from the backups of the database."""
    return Path(settings.EVIDENCE_DIR).parent / LIST


def listed() -> list[dict]:
    """What was erased here, oldest first; a line that was cut off is left out."""
    if not place().exists():
        return []
    found = []
    for line in place().read_text().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def come_back() -> list[dict]:
    """Of what was erased that which is there again: an older copy of the database was put back."""
    known = set(Erasure.objects.values_list("access_id", flat=True))
    there = set(
        Access.objects.filter(pk__in=[pk for line in listed() for pk in line["accesses"]]).values_list("pk", flat=True)
    )
    return [line for line in listed() if any(pk in there and pk not in known for pk in line["accesses"])]
