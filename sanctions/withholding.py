"""Where the personnel body belongs to the person reported: it learns nothing until the appointing authority opens it."""

import re
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency
from sanctions.models import Recommendation
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.transitions import perform

BODY = r"bkd|bkpsdm|bkpp|bkdd|bkn daerah|badan kepegawaian|kepegawaian daerah|pengembangan sumber daya manusia"
# Who heads the personnel body, and whom it answers to: the secretary, the assistant for administration, the head himself.
HEADS = re.compile(
    rf"\b(kepala|plt\.? kepala|sekretaris) ({BODY})\b"
    r"|\bsekretaris daerah\b|\bsekda\b|\bsekretaris (jenderal|utama|kementerian)\b|\bsekjen\b|\bsestama\b"
    r"|\bkepala biro (kepegawaian|sumber daya manusia|sdm|organisasi)"
    r"|\basisten (administrasi umum|iii)\b"
    r"|^(penjabat|pj\.?) (gubernur|bupati|wali ?kota)\b",
    re.IGNORECASE,
)


def suggested(position: str) -> bool:
    """Do the words of this post say that the personnel body belongs to its holder?"""
    return bool(HEADS.search(" ".join(position.split())))


def propose(draft: Recommendation, *, at: datetime) -> None:
    """A new draft about such a person is withheld by itself; the supervisor can lift that, with a look at the post."""
    if not suggested(draft.respondent.position):
        return
    draft.withheld_because = _("Diusulkan dari jabatan: %(position)s") % {"position": draft.respondent.position}
    draft.save()
    _keep_out(draft, True)
    record("recommendation.withhold", draft, by=SYSTEM, at=at, suggested=True)


def withhold(recommendation, *, by, reason, at=None) -> None:
    """Keep the agency's personnel body out, with the reason."""
    with unit_of_work():
        subject = perform(recommendation.withhold, by=by, at=at or timezone.now(), reason=reason)
        _keep_out(subject, True)


def disclose(recommendation, *, by, at=None) -> None:
    """Let the personnel body see it: the appointing authority opens it, or the supervisor finds no reason."""
    with unit_of_work():
        subject = perform(recommendation.disclose, by=by, at=at or timezone.now())
        _keep_out(subject, False)


def level_above(recommendation: Recommendation) -> Agency | None:
    """The province of a regency or city, while its own personnel body is kept out."""
    territory = recommendation.access.agency.territory if recommendation.access.agency else None
    if not recommendation.access.withheld or territory is None or territory.parent_id is None:
        return None
    return Agency.objects.filter(territory=territory.parent_id, kind=Agency.Kind.PROVINCE).first()


def _keep_out(subject: Recommendation, kept: bool) -> None:
    subject.access.withheld = kept
    subject.access.save(update_fields=["withheld"])
