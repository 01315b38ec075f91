"""Pages drawn from known words, and spoiled the way scanners, pockets and telephones spoil them: how well is text read?

Drawn with the font inside Pillow, so that every machine draws the same.
"""

import io
import random
import textwrap
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

OPENINGS = [
    "Dengan ini kami melaporkan bahwa pegawai yang bersangkutan",
    "Pada hari Senin tanggal 14 Oktober 2024 kepala dinas",
    "Menurut keterangan tiga orang saksi, sekretaris kecamatan",
    "Dalam rapat yang dihadiri empat puluh peserta, camat",
    "Melalui grup percakapan kantor, kepala bidang",
    "Sebelum masa kampanye dimulai, lurah setempat",
]
DEEDS = [
    "mengajak bawahannya memilih pasangan calon tertentu",
    "membagikan kaus dan stiker kepada kelompok tani",
    "menggunakan kendaraan dinas untuk mengangkut peserta",
    "meminta staf menyukai unggahan kampanye di media sosial",
    "mengumpulkan fotokopi kartu tanda penduduk warga",
    "mengancam memindahkan pegawai yang tidak ikut serta",
]
ENDINGS = [
    "di balai pertemuan Tenggarong.",
    "dengan disaksikan oleh ketua panitia.",
    "sebagaimana terlihat pada foto terlampir.",
    "dan kejadian itu direkam oleh dua orang warga.",
    "tanpa izin dari pejabat pembina kepegawaian.",
    "pukul 19.30 sampai selesai.",
]
CHAT_LINES = [
    "Bapak ibu, besok malam kumpul di rumah Pak Camat ya",
    "Siap Pak, pukul berapa acaranya?",
    "Pukul 19.30, jangan lupa bawa daftar nama keluarga",
    "Yang tidak hadir menghadap saya hari Senin",
    "Unggahan kampanye tolong disukai dan dibagikan",
    "Maaf Pak, saya sedang piket di kantor",
    "Uang bensin diambil di meja bendahara",
    "Nomor dua ya, jangan sampai salah pilih",
    "Baik Bu, nanti saya sampaikan kepada staf",
    "Foto acara jangan disebarkan ke luar grup",
]
A4 = (1654, 2339)  # at 200 dots per inch


@dataclass(frozen=True)
class Drawn:
    """A picture and the words that were drawn into it."""

    name: str
    pixels: np.ndarray
    text: str

    def png(self) -> bytes:
        out = io.BytesIO()
        Image.fromarray(self.pixels).save(out, "PNG", compress_level=1)
        return out.getvalue()


def letter(seed: int, *, lines: int = 34, size: tuple[int, int] = A4) -> Drawn:
    """A typed page, black on white."""
    dice = random.Random(seed)
    sentences = " ".join(f"{dice.choice(OPENINGS)} {dice.choice(DEEDS)} {dice.choice(ENDINGS)}" for _ in range(lines))
    rows = textwrap.wrap(sentences, 74)[:lines]
    paper = Image.new("L", size, 255)
    draw, font = ImageDraw.Draw(paper), ImageFont.load_default(33)
    for row, line in enumerate(rows):
        draw.text((170, 200 + row * 56), line, font=font, fill=15)
    return Drawn("clean", np.asarray(paper), "\n".join(rows))


def noisy(seed: int) -> Drawn:
    """A bad photocopy: pepper and salt, grain, grey, a shadow over one side."""
    page, dice = letter(seed), np.random.default_rng(seed)
    height, width = page.pixels.shape
    shade = np.linspace(0.45, 1.0, width)[None, :] * np.linspace(0.85, 1.0, height)[:, None]
    grey = (40 + page.pixels.astype(np.float32) * 0.8) * shade
    grainy = grey + dice.normal(0, 22, grey.shape)
    specks = dice.random(grey.shape)
    grainy[specks < 0.02] = 0
    grainy[specks > 0.98] = 255
    return Drawn("noisy", np.clip(grainy, 0, 255).astype(np.uint8), page.text)


def rotated(seed: int) -> Drawn:
    """Laid into the scanner sideways or upside down, and a little crooked."""
    page = letter(seed)
    tilted = Image.fromarray(page.pixels).rotate(
        (3.5, -4, 6)[seed % 3], resample=Image.Resampling.BICUBIC, fillcolor=255
    )
    return Drawn("rotated", np.rot90(np.asarray(tilted), 1 + seed % 3).copy(), page.text)


def photo(seed: int) -> Drawn:
    """A sheet on a dark table, seen from the side, in the light of one lamp."""
    page, dice = letter(seed), np.random.default_rng(seed)
    height, width = page.pixels.shape
    size = (width + 500, height + 400)
    corners = np.array([[330, 190], [width + 120, 260], [width + 380, height + 150], [90, height + 60]], np.float32)
    corners += dice.uniform(-40, 40, (4, 2)).astype(np.float32)
    sheet = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    bend = cv2.getPerspectiveTransform(sheet, corners)
    table = np.full((size[1], size[0]), 70, np.uint8)
    seen = cv2.warpPerspective(page.pixels, bend, size, dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    lamp = np.linspace(1.0, 0.5, size[0])[None, :] * np.linspace(0.95, 0.7, size[1])[:, None]
    lit = cv2.GaussianBlur(seen, (0, 0), 1.0) * lamp + dice.normal(0, 5, seen.shape)
    return Drawn("photo", np.clip(lit, 0, 255).astype(np.uint8), page.text)


def dark(seed: int, size: tuple[int, int] = (540, 1080)) -> Drawn:
    """A group chat in night colours, as small as telephones save it."""
    dice = random.Random(seed)
    picture = Image.new("RGB", size, (11, 20, 26))
    draw, small, font = ImageDraw.Draw(picture), ImageFont.load_default(15), ImageFont.load_default(19)
    draw.rectangle((0, 0, size[0], 70), fill=(31, 44, 52))
    draw.text((72, 22), "Keluarga Besar Dinas", font=ImageFont.load_default(22), fill=(225, 230, 233))
    said, y = ["Keluarga Besar Dinas"], 95
    while y < size[1] - 130:
        mine = dice.random() < 0.4
        y = _bubble(draw, said, dice, y, mine, (font, small)) + 14
    return Drawn("dark", np.asarray(picture), "\n".join(said))


def _bubble(draw, said: list[str], dice: random.Random, y: int, mine: bool, fonts) -> int:
    rows = textwrap.wrap(dice.choice(CHAT_LINES), 34)
    clock = f"{dice.randrange(7, 22):02}.{dice.randrange(60):02}"
    left, height = (150 if mine else 20), 34 + 26 * len(rows)
    draw.rounded_rectangle((left, y, left + 370, y + height), 12, fill=(0, 92, 75) if mine else (32, 44, 51))
    for row, line in enumerate(rows):
        draw.text((left + 14, y + 8 + row * 26), line, font=fonts[0], fill=(233, 237, 239))
    draw.text((left + 312, y + height - 21), clock, font=fonts[1], fill=(140, 155, 163))
    said += [*rows, clock]
    return y + height


KINDS = {"clean": letter, "noisy": noisy, "rotated": rotated, "photo": photo, "dark": dark}


def error_rate(read: str, drawn: str) -> float:
    """Character error rate, 0 to 1 and above: edits that make `read` of `drawn`, to its length; blanks count once."""
    a, b = " ".join(read.split()), " ".join(drawn.split())
    return _distance(a, b) / max(len(b), 1)


def _distance(a: str, b: str) -> int:
    """Levenshtein, a row at a time."""
    codes = np.frombuffer(b.encode("utf-32-le"), np.uint32)
    ramp = np.arange(len(b) + 1)
    row = ramp.copy()
    for letter_of_a in np.frombuffer(a.encode("utf-32-le"), np.uint32):
        best = np.minimum(row[1:] + 1, row[:-1] + (codes != letter_of_a))
        row = np.minimum.accumulate(np.concatenate(([row[0] + 1], best)) - ramp) + ramp
    return int(row[-1])
