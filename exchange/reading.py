"""The content of an upload as a sheet: CSV and XLSX as they are, JSON by the published schema."""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from agencies.folding import fold
from exchange.fields import FIELDS, is_known
from exchange.models import Batch
from workflow.sheets import MOST_BYTES, Row, Sheet, Unreadable, read

MOST_ROWS = 5_000
OPENING = (b"{", b"[", b"\xef\xbb\xbf{", b"\xef\xbb\xbf[")
MOST_PEOPLE = 200


def sheet_of(data: bytes, *, name: str, kind: str) -> Sheet:
    """What the file holds. Raises Unreadable."""
    if kind == Batch.Kind.REFERRALS and (name.lower().endswith(".json") or data.lstrip()[:4].startswith(OPENING)):
        return _from_json(data)
    return read(data, name=name, most_rows=MOST_ROWS, known=lambda word: is_known(kind, word))


def fingerprint(header: list[str]) -> str:
    """The same for files of the same shape, whatever their rows say."""
    return hashlib.sha256("\x1f".join(fold(word) for word in header).encode()).hexdigest()


def _from_json(data: bytes) -> Sheet:
    """A referral of many respondents becomes a row for each."""
    names = [each.name for each in FIELDS[Batch.Kind.REFERRALS]]
    referrals = _referrals(data)
    rows = []
    for place, referral in enumerate(referrals, start=1):
        for values in _flat(referral, place):
            rows.append(Row(place, [_plain(values.get(name)) for name in names]))
    if not rows:
        raise Unreadable(_("Berkas ini kosong."))
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("Berkas ini lebih dari %(most)s baris. Bagi menjadi beberapa berkas.") % {"most": MOST_ROWS})
    return Sheet(names, rows)


def _referrals(data: bytes) -> list:
    if len(data) > MOST_BYTES:
        raise Unreadable(_("Berkas ini lebih dari %(size)s MB. Bagi menjadi beberapa berkas.") % {"size": 10})
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("Isi berkas bukan JSON yang utuh.")) from error
    referrals = value.get("referrals") if isinstance(value, dict) else value
    if not isinstance(referrals, list):
        raise Unreadable(_("JSON ini tidak memuat daftar “referrals”. Lihat skemanya."))
    return referrals


def _flat(referral: Any, place: int) -> list[dict]:
    if not isinstance(referral, dict):
        raise Unreadable(_("Rujukan ke-%(place)s bukan objek JSON.") % {"place": place})
    people = referral.get("respondents") or [{}]
    if not isinstance(people, list) or not all(isinstance(p, dict) for p in people) or len(people) > MOST_PEOPLE:
        raise Unreadable(_("“respondents” pada rujukan ke-%(place)s bukan daftar objek.") % {"place": place})
    violations = referral.get("violations") or referral.get("violation")
    first = violations[0] if isinstance(violations, list) and violations else violations
    shared = {name: value for name, value in referral.items() if name not in ("respondents", "violations")}
    return [_renamed({**shared, "violation": first, **person}) for person in people]


def _renamed(values: dict) -> dict:
    return {**values, "agency": values.get("agency_code") or values.get("agency")}


def _plain(value):
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\x00", "").strip()
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
