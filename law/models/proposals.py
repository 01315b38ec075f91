"""A change of the law's rows, proposed by one administrator and decided by another."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Proposal(models.Model):
    """What a row is to become. `after` is None for a row that is to go, `before` for one that is to come."""

    class Answer(models.TextChoices):
        OPEN = "OPEN", _("menunggu orang kedua")
        APPROVED = "APPROVED", _("disetujui")
        REFUSED = "REFUSED", _("ditolak")
        OVERTAKEN = "OVERTAKEN", _("barisnya sudah berubah sejak diusulkan")

    model = models.CharField(_("tabel"), max_length=40)
    key = models.CharField(_("baris"), max_length=40, blank=True)
    before = models.JSONField(_("sebelum"), null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("sesudah"), null=True, blank=True, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("diusulkan"), related_name="+")
    at = models.DateTimeField(_("pada"), default=timezone.now)
    answer = models.CharField(_("jawaban"), max_length=9, choices=Answer.choices, default=Answer.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("diputuskan"), null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("usulan perubahan aturan")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")), name="nobody_approves_their_own_law"
            ),
            models.CheckConstraint(
                condition=Q(answer="OPEN", decided_by__isnull=True) | (~Q(answer="OPEN") & Q(decided_by__isnull=False)),
                name="a_decided_proposal_says_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.model} {self.key}"

    @property
    def changed(self) -> dict[str, tuple[object, object]]:
        """Field by field, before and after, where they differ."""
        before, after = self.before or {}, self.after or {}
        names = [*after, *(name for name in before if name not in after)]
        return {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}
