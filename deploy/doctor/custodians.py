"""Who can open the identities of reporters, and how much would be lost with one of them."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from deploy.doctor.findings import Finding, danger, good, note, wrong
from identity import keys
from identity.models import CustodianKey


def findings() -> Iterator[Finding]:
    """Nothing is demanded of the embedded default: it makes a key of its own, and says so."""
    subject = _("Kustodian identitas")
    if settings.EMBEDDED:
        state = _("pemasangan ini membuat kuncinya sendiri: siapa yang membaca DATA_DIR/keys membaca identitas pelapor")
        yield note(subject, state)
        return
    people, paper = keys.custodians(), keys.living().filter(kind=CustodianKey.Kind.RECOVERY).exists()
    if not paper:
        yield _without_paper(subject, people)
    if people < keys.LEAST:
        state = _("%(count)s orang memegang kunci, perlu %(least)s") % {"count": people, "least": keys.LEAST}
        yield wrong(subject, state, _("Setiap kustodian membuat kunci di /petugas/identitas/kunci/."))
    if paper and people >= keys.LEAST:
        yield good(subject, _("%(count)s orang memegang kunci, dan ada kunci di atas kertas") % {"count": people})


def _without_paper(subject: str, people: int) -> Finding:
    """With one person alone, what they forget is lost for ever."""
    say = danger if people == 1 else wrong
    return say(subject, _("belum ada kunci pemulihan di atas kertas"), _("Jalankan: manage.py key_ceremony"))
