"""What was answered: added to, never changed."""

from django.db import models
from django.db.models import Q

from evidence.models import Evidence
from hearings.models.invitations import Invitation


class Answer(models.Model):
    """One answer to an invitation, with its receipt. The words are under the key of the case.

    `sha256` is that of the text file which the invited may take along (`answering.paper`): anybody can reckon it again.
    """

    reference = models.CharField(max_length=20, unique=True)
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="answers")
    sealed = models.BinaryField(help_text='{"answers": [words on each question], "more": further words}')
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    paper = models.BinaryField(help_text="the text file of the receipt, sealed")

    class Meta:
        indexes = [models.Index(fields=["invitation", "at"])]

    def __str__(self):
        return self.reference


class AnswerFile(models.Model):
    """A file that came with an answer, or waits for the next one; it is evidence of the case like any other.

    `name` is what its sender called it: the same bytes may lie there already, under a name that is not theirs to know.
    """

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="files")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="files")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="answer_files")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "evidence"], name="a_file_once_an_answer"),
            models.UniqueConstraint(
                fields=["invitation", "evidence"], condition=Q(answer__isnull=True), name="a_file_waits_once"
            ),
        ]
