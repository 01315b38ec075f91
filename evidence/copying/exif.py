"""What the original tells of itself beside what it shows: when, where, and with which device."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pillow_heif
import pypdfium2
from PIL import ExifTags, Image

from evidence.copying.mp4 import facts_of

LONGEST = 120  # characters of one fact
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/heic")
FILMS = ("video/mp4", "video/quicktime", "audio/mp4")
pillow_heif.register_heif_opener(thumbnails=False)


def run(source: str, content_type: str) -> dict:
    """{"taken_at", "latitude", "longitude", "device", "software", "author"}, as far as the file says so."""
    if content_type in PICTURES:
        return _known(_of_picture(source))
    if content_type == "application/pdf":
        return _known(_of_document(source))
    if content_type in FILMS:
        return _known(_of_film(source))
    return {}


def _known(facts: dict) -> dict:
    cut = {name: value.strip("\0 ")[:LONGEST] if isinstance(value, str) else value for name, value in facts.items()}
    return {name: value for name, value in cut.items() if value not in ("", None)}


def _of_picture(source: str) -> dict:
    with Image.open(source) as opened:
        tags = opened.getexif()
    inner, place = tags.get_ifd(ExifTags.IFD.Exif), tags.get_ifd(ExifTags.IFD.GPSInfo)
    latitude, longitude = _degrees(place, 1, 2, "S"), _degrees(place, 3, 4, "W")
    return {
        "taken_at": _moment(str(inner.get(0x9003) or tags.get(0x0132) or "")),
        "latitude": latitude if longitude is not None else None,
        "longitude": longitude if latitude is not None else None,
        "device": _device(str(tags.get(0x010F) or ""), str(tags.get(0x0110) or "")),
        "software": str(tags.get(0x0131) or ""),
        "author": str(tags.get(0x013B) or ""),
    }


def _degrees(place: dict, side: int, value: int, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in place[value])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    return round(-found if str(place.get(side, "")).upper().startswith(negative) else found, 6)


def _moment(written: str) -> str:
    """ "2024:10:14 09:12:00" as ISO, without a zone: cameras do not know theirs."""
    found = re.match(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d:\d\d:\d\d)", written)
    return "{}-{}-{}T{}".format(*found.groups()) if found else ""


def _device(maker: str, model: str) -> str:
    return model if model.startswith(maker.strip()) else f"{maker} {model}"


def _of_document(source: str) -> dict:
    with closing(pypdfium2.PdfDocument(Path(source).read_bytes())) as document:
        said = document.get_metadata_dict(skip_empty=True)
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?", said.get("CreationDate", ""))
    made = "{}-{}-{}T{}:{}:{}".format(*(part or "00" for part in found.groups())) if found else ""
    software = " / ".join(said[name] for name in ("Creator", "Producer") if said.get(name))
    return {"taken_at": made, "software": software, "author": said.get("Author", "")}


def _of_film(source: str) -> dict:
    with open(source, "rb") as file:
        said = facts_of(file.read())
    place = re.match(r"([+-]\d+\.?\d*)([+-]\d+\.?\d*)", said.get("place", ""))
    epoch = datetime(1904, 1, 1, tzinfo=UTC)
    made = epoch + timedelta(seconds=said["made"]) if said.get("made") else None
    return {
        "taken_at": made.isoformat() if made else "",
        "latitude": float(place[1]) if place else None,
        "longitude": float(place[2]) if place else None,
        "device": _device(said.get("maker", ""), said.get("model", "")),
        "software": said.get("software", ""),
    }
