"""What a row of a list of candidates must look like."""

from agencies.forms import DatedRow
from law.models import Candidate


class CandidateRowForm(DatedRow):
    class Meta:
        model = Candidate
        fields = ("election", "territory", "name", "post", "number", "mate", "valid_from", "valid_to", "source")
