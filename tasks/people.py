"""Who can be given a task or called in a note: colleagues who see the complaint or case anyway."""

from agencies.models import Officer
from tasks.models import RIGHTS
from workflow.access import officers_within


def colleagues(subject):
    """Active officers of the authority who see this complaint or case, by name."""
    people = Officer.objects.filter(officers_within(subject.access)).prefetch_related("roles")
    able = [officer.pk for officer in people if officer.may(RIGHTS[subject.KIND])]
    return Officer.objects.filter(pk__in=able).order_by("full_name", "username")
