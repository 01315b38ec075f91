"""What the demo shows of notifications: wishes, somebody on leave, an agency's system that waits for its second person."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from agencies.models import Officer
from notifications import endpoints, wishing
from notifications.models import Delegation, Endpoint, Preferences, ReceiptRule

SYSTEM = "https://simpeg.kukarkab.example/netral/kabar"  # a name that never leads anywhere (RFC 2606)


def tell_how(*, at: datetime) -> None:
    """Once each; a second run finds it done."""
    people = {officer.username: officer for officer in Officer.objects.filter(demo=True)}
    supervisor, head = people["penyelia"], people["kepala.kukar"]
    ReceiptRule.objects.get_or_create(authority=supervisor.authority)
    if not Preferences.objects.filter(recipient=supervisor).exists():
        quiet = {"quiet_from": time(20), "quiet_to": time(6), "events": {"case.join": {"notice": False}}}
        wishing.save(Preferences(recipient=supervisor, mail="DAILY", **quiet), by=supervisor, at=at)
    if not Delegation.objects.filter(officer=people["pemeriksa2"]).exists():
        first = timezone.localdate(at) + timedelta(days=7)
        leave = {"begins": first, "ends": first + timedelta(days=5)}
        wishing.delegate(by=people["pemeriksa2"], to=people["pemeriksa"], at=at, **leave)
    if not Endpoint.objects.filter(agency=head.agency_id).exists():
        endpoints.propose(by=head, url=SYSTEM, at=at)
