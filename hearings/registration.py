"""What this room enters into the registers at start-up."""

from hearings import letters
from hearings.actions import invite_all
from hearings.models import HearingRecord, Invitation
from hearings.queries import invited
from investigations import voice
from persons.cargo import follows_case, follows_respondent
from workflow import jobs

voice.invites(invite_all)
voice.must_be_invited(invited)
jobs.handler(letters.JOB, letters.write_later)
follows_case(Invitation)
follows_case(HearingRecord)
follows_respondent(Invitation)
