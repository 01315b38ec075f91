"""What a reporter tells, typed into the real pages: for a process of its own, whose traces are then searched."""

import sys
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from agencies.models import Officer
from complaints import actions
from complaints.models import Complaint
from complaints.queries import messages_of
from deploy.demo.accounts import create_accounts
from evidence import uploads
from evidence.models import Evidence
from identity.report_keys import destroy
from tests.complaints.conftest import Citizen
from workflow.actors import SYSTEM, Reporter
from workflow.models import Access
from workflow.worker import drain

NAME, PHONE, MAIL = "Zulmaeda Qarnawati", "+6281290817263", "zulmaeda.qarnawati@example.org"
ASKED, ANSWERED, DRAFT = "zzpesanpelapor", "zzpesanpetugas", "zzkonsepterketik"
ORIGINAL, ARRIVING = "zzasliterkirim", "zzbelumselesai"
SECRET = [NAME, PHONE, MAIL, "Qarnawati", "81290817263", ASKED, ANSWERED, DRAFT, ORIGINAL, ARRIVING]
READABLE = "zznaratifterbaca"  # officers search it: the threat model says so


def photo() -> SimpleUploadedFile:
    """A picture with words in it that no reader of text looks at, and no copy carries."""
    told, drawn = PngInfo(), BytesIO()
    told.add_text("Comment", f"{ORIGINAL} " * 30_000)
    Image.new("RGB", (400, 300), "white").save(drawn, "PNG", pnginfo=told)
    return SimpleUploadedFile("foto.png", drawn.getvalue(), "image/png")


def plant() -> None:
    """A report with everything, a draft that is never sent, a file that never arrives whole."""
    create_accounts()
    citizen, other = Citizen(), Citizen()
    citizen.fills_in(
        but={
            "/lapor/": {"narrative": f"Camat {READABLE} meminta staf memasang foto calon."},
            "/lapor/kontak/": {"name": NAME, "phone": PHONE, "email": MAIL, "notify": "on"},
        }
    )
    assert citizen.browser.post("/lapor/bukti/", {"berkas": [photo()], "unggah": "1"}).status_code in (200, 302)
    citizen.sends()
    reference, code = citizen.receipt()
    citizen.opens(reference, code)
    complaint = Complaint.objects.select_related("access").get(reference=reference)
    actions.post_message(complaint, by=Reporter(complaint.access_id, anonymous=False), text=f"Kata {ASKED}.")
    actions.post_message(complaint, by=Officer.objects.get(username="intake"), text=f"Kata {ANSWERED}.")
    other.writes("/lapor/", narrative=f"Belum jadi {DRAFT}.")
    _begin(complaint.access)
    drain()
    held = Evidence.objects.get(access=complaint.access)
    assert held.stage == "READY", (held.stage, held.reason)
    assert len(messages_of(complaint)) == 2
    print(code)


def _begin(access: Access) -> None:
    content = f"{ARRIVING} ".encode() * 2000
    upload = uploads.begin(access, name="lagi.txt", size=len(content) * 2, by=SYSTEM, at=timezone.now())
    pieces = [content, b""]
    uploads.append(upload, read=lambda _size: pieces.pop(0), offset=0, by=SYSTEM, at=timezone.now())


def forget() -> None:
    """Every key of a report is destroyed."""
    for access in Access.objects.all():
        destroy(access, by=SYSTEM, at=timezone.now())
    drain()
    assert not any(messages_of(complaint) for complaint in Complaint.objects.all())


if __name__ == "__main__":
    {"plant": plant, "forget": forget}[sys.argv[1]]()
