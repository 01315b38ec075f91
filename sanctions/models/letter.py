"""The letter by which recommendations go to one appointing authority."""

import uuid

from django.db import models

from agencies.models import Agency, SupervisingAuthority


class Letter(models.Model):
    """The letter by which recommendations go to one appointing authority; `code` lets anybody ask if it is genuine."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=80)
    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    issued_on = models.DateField()

    def __str__(self):
        return self.number
