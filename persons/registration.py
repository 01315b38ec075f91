"""What this room enters at start-up: who follows when somebody is named, verbs of merging, routines and the bulk worker."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from complaints.registration import COMPLAINT
from complaints.reported import follow_reported
from investigations.assessing import same_person_source
from investigations.registration import CASE
from persons import batches, conflicts, linking
from persons.forms import IntoCase
from persons.merging import merge_cases, merge_complaints, unmerge_cases, unmerge_complaint
from persons.queries import same_people
from workflow import jobs
from workflow.verbs import Verb

follow_reported(conflicts.screen)
follow_reported(linking.follow)
same_person_source(same_people)
COMPLAINT.enter(replace(COMPLAINT.verbs["merge"], act=merge_complaints))
COMPLAINT.enter(Verb("unmerge", unmerge_complaint, _("Batalkan penggabungan")))
CASE.enter(Verb("merge", merge_cases, _("Gabungkan ke perkara lain"), IntoCase))
CASE.enter(Verb("unmerge", unmerge_cases, _("Pisahkan lagi"), main=True))
jobs.routine("persons.link", linking.link_older, every=timedelta(minutes=1))
jobs.routine("persons.screen", conflicts.screen_all, every=timedelta(days=1))
jobs.handler(batches.JOB, batches.work, slow=True)
