"""The pictures of the demo, drawn: a gathering, a banner, a chat, a scanned letter. No face, no real place."""

import io
import random
import textwrap

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from PIL.ExifTags import IFD, Base

from deploy.demo import papers
from deploy.demo.pdf import Page, write

SKY, GROUND, WOOD = (176, 208, 226), (146, 132, 104), (112, 84, 58)
SHIRTS = [(196, 72, 60), (60, 98, 160), (222, 190, 90), (86, 140, 92), (120, 92, 140), (230, 230, 224)]
CHAT = [
    ("Kasi Umum", "Assalamualaikum bapak ibu, jangan lupa besok malam kumpul ya", "19.02"),
    ("Kasi Umum", "Dresscode bebas, kaus dibagikan di tempat", "19.03"),
    ("", "Acara apa pak?", "19.05"),
    ("Kasi Umum", "Silaturahmi sekalian arahan pilkada. Semua diminta hadir, diabsen", "19.06"),
    ("", "Maaf pak, saya piket", "19.11"),
    ("Pak Kabid", "Yang tidak hadir langsung menghadap saya besok pagi", "19.14"),
    ("Pak Kabid", "Unggahan kampanye jangan lupa disukai dan dibagikan", "19.15"),
    ("Bendahara", "Uang bensin diambil di meja saya", "19.20"),
    ("", "Siap", "19.31"),
]


def gathering(size=(960, 640)) -> bytes:
    """A JPEG with EXIF of people before a stage with banners, seen from behind."""
    dice = random.Random(2024)  # noqa: S311 - a drawing, no secret
    picture = _scene(size)
    draw = ImageDraw.Draw(picture)
    _stage(draw, size)
    for row in range(5):
        for _ in range(9 + row):
            _person(draw, dice, dice.randrange(20, size[0] - 20), int(size[1] * (0.58 + row * 0.08)), 18 + row * 6)
    return _photo(picture, "2024:10:14 16:21:07")


def banner(size=(900, 600)) -> bytes:
    """A JPEG with EXIF of a banner between two posts at a roadside."""
    picture = _scene(size)
    draw = ImageDraw.Draw(picture)
    for x in (180, 700):
        draw.rectangle((x, 130, x + 18, 470), fill=WOOD)
    draw.rectangle((198, 150, 700, 330), fill=(190, 46, 52))
    draw.ellipse((230, 175, 350, 305), fill=(238, 226, 205))
    draw.text((380, 180), "BERSAMA MAJU", font=_font(38), fill="white")
    draw.text((380, 235), "Bakal calon kita", font=_font(26), fill="white")
    draw.text((380, 275), "Coblos nomornya nanti", font=_font(20), fill="white")
    return _photo(picture, "2020:07:12 08:05:44")


def chat(size=(540, 1080)) -> bytes:
    """A PNG of a group chat as a telephone shows it."""
    picture = Image.new("RGB", size, (233, 226, 216))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0], 84), fill=(36, 84, 92))
    draw.text((72, 18), "Keluarga Besar Dinas", font=_font(24), fill="white")
    draw.text((72, 50), "Kasi Umum, Pak Kabid, Bendahara, +31", font=_font(16), fill=(210, 226, 226))
    y = 110
    for sender, text, time in CHAT:
        y = _bubble(draw, sender, text, time, y, size[0])
    return _bytes(picture, "PNG", optimize=True)


def cut_chat() -> bytes:
    """The same chat as another telephone sends it on: its bars cut off, smaller, compressed."""
    picture = Image.open(io.BytesIO(chat()))
    width, height = picture.size
    cut = picture.crop((0, 92, width, int(height * 0.96)))
    return _bytes(cut.resize((int(width * 0.8), int(cut.height * 0.8))), "JPEG", quality=45)


def scan(size=(1000, 1414)) -> bytes:
    """A PDF of one page that is a picture only: slightly turned, grey and grainy, as office scanners do it."""
    paper = Image.new("L", size, 250)
    draw = ImageDraw.Draw(paper)
    draw.text((90, 90), "SURAT PENGADUAN", font=_font(34), fill=25)
    for row, line in enumerate(papers.PETITION.splitlines()):
        draw.text((90, 150 + row * 38), line, font=_font(24), fill=45)
    draw.ellipse((650, 1130, 850, 1330), outline=90, width=5)
    turned = paper.rotate(1.3, resample=Image.Resampling.BICUBIC, fillcolor=236)
    noise = Image.frombytes("L", size, random.Random(7).randbytes(size[0] * size[1]))  # noqa: S311
    grainy = Image.blend(turned, noise.filter(ImageFilter.GaussianBlur(1)), 0.08)
    return write([Page(jpeg=_bytes(grainy, "JPEG", quality=45), pixels=size)], title="Pindaian")


def _font(size: int):
    return ImageFont.load_default(size)


def _scene(size: tuple[int, int]) -> Image.Image:
    picture = Image.new("RGB", size, SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, int(size[1] * 0.55), *size), fill=GROUND)
    for x in range(0, size[0], 90):
        draw.ellipse((x - 40, int(size[1] * 0.34), x + 90, int(size[1] * 0.6)), fill=(74, 116, 74))
    return picture


def _stage(draw: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
    width, height = size
    draw.rectangle((width * 0.2, height * 0.2, width * 0.8, height * 0.55), fill=(40, 62, 110))
    draw.text((width * 0.26, height * 0.25), "TEMU WARGA - BERSAMA MAJU", font=_font(30), fill="white")
    draw.rectangle((width * 0.2, height * 0.5, width * 0.8, height * 0.57), fill=WOOD)
    for x in (0.05, 0.88):
        draw.rectangle((width * x, height * 0.25, width * (x + 0.07), height * 0.55), fill=(214, 170, 40))


def _person(draw: ImageDraw.ImageDraw, dice: random.Random, x: int, y: int, size: int) -> None:
    draw.rounded_rectangle((x - size, y, x + size, y + size * 3), size // 2, fill=dice.choice(SHIRTS))
    draw.ellipse((x - size * 0.6, y - size * 1.2, x + size * 0.6, y + size * 0.2), fill=(40, 32, 28))


def _bubble(draw: ImageDraw.ImageDraw, sender: str, text: str, time: str, y: int, width: int) -> int:
    lines = textwrap.wrap(text, 36)
    height = 34 + 26 * len(lines) + (22 if sender else 0)
    left = 20 if sender else 130
    fill = "white" if sender else (212, 238, 206)
    draw.rounded_rectangle((left, y, left + width - 150, y + height), 12, fill=fill)
    if sender:
        draw.text((left + 14, y + 8), sender, font=_font(16), fill=(150, 70, 40))
    top = y + (30 if sender else 10)
    for row, line in enumerate(lines):
        draw.text((left + 14, top + row * 26), line, font=_font(20), fill=(30, 30, 30))
    draw.text((left + width - 210, y + height - 22), time, font=_font(14), fill=(120, 120, 120))
    return y + height + 14


def _photo(picture: Image.Image, taken: str) -> bytes:
    exif = picture.getexif()
    exif[Base.Make], exif[Base.Model], exif[Base.DateTime] = "Contoh", "Kamera Peragaan 1", taken
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = taken
    return _bytes(picture.filter(ImageFilter.GaussianBlur(0.6)), "JPEG", quality=78, exif=exif)


def _bytes(picture: Image.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
