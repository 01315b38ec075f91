"""After how many days the authority wants to know that an agency has not looked."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import SupervisingAuthority

DAYS = 3  # where no rule says otherwise


class ReceiptRule(models.Model):
    """Data of an authority, changed by its administrator."""

    authority = models.OneToOneField(
        SupervisingAuthority, models.CASCADE, primary_key=True, verbose_name=_("otoritas pengawas"), related_name="+"
    )
    days = models.PositiveSmallIntegerField(
        _("hari sampai dianggap belum dilihat"), default=DAYS, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = verbose_name_plural = _("batas hari tanda lihat")

    def __str__(self):
        return f"{self.authority_id}: {self.days}"
