"""Chats of one look and photos of one place, each with other words and people, and what telephones make of a picture."""

import io
import random
import textwrap

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SPOKEN = (
    "kami pak bu besok jangan lupa kumpul kantor camat desa acara relawan kaus dibagikan siap hadir semua staf pilih nomor "
    "dua dukung bersama foto unggah bagikan status grup rapat malam jam delapan mobil dinas lapangan bantuan warga daftar "
    "nama suara arahan kepala bidang tolong sampaikan kepada teman yang lain supaya tidak terlambat terima kasih baik nanti"
)
WORDS = SPOKEN.split()
CHANGES = ("compressed", "resized", "status bar cut", "one side cut", "all sides cut")


def chat(seed: int, size=(540, 1080)) -> Image.Image:
    """A screen of the same group, wallpaper and bars, with messages of its own."""
    dice = random.Random(seed)
    picture = Image.new("RGB", size, (233, 226, 216))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0], 28), fill=(20, 60, 66))
    draw.text((12, 4), f"{dice.randrange(24):02}.{dice.randrange(60):02}", font=_font(16), fill="white")
    draw.rectangle((0, 28, size[0], 112), fill=(36, 84, 92))
    draw.ellipse((12, 44, 60, 92), fill=(200, 200, 200))
    draw.text((72, 44), "Keluarga Besar Dinas", font=_font(24), fill="white")
    draw.text((72, 78), "Kasi Umum, Pak Kabid, Bendahara", font=_font(16), fill=(210, 226, 226))
    y = 130
    while y < 960:
        y += _bubble(draw, dice, y) + 14
    draw.rectangle((0, 1010, size[0], 1080), fill=(245, 245, 245))
    draw.rounded_rectangle((12, 1020, 450, 1068), 24, fill="white")
    draw.text((40, 1032), "Ketik pesan", font=_font(20), fill=(150, 150, 150))
    draw.ellipse((470, 1018, 522, 1070), fill=(0, 130, 110))
    return picture


def _bubble(draw, dice: random.Random, y: int) -> int:
    lines = textwrap.wrap(" ".join(dice.choice(WORDS) for _ in range(dice.randrange(2, 22))), 36)
    other = dice.random() < 0.7
    height, left = 34 + 26 * len(lines) + (22 if other else 0), 20 if other else 130
    draw.rounded_rectangle((left, y, left + 390, y + height), 12, fill="white" if other else (212, 238, 206))
    if other:
        sender = dice.choice(["Kasi Umum", "Pak Kabid", "Bendahara"])
        draw.text((left + 14, y + 8), sender, font=_font(16), fill=(150, 70, 40))
    for row, line in enumerate(lines):
        draw.text((left + 14, y + (30 if other else 10) + row * 26), line, font=_font(20), fill=(30, 30, 30))
    draw.text((left + 330, y + height - 22), f"19.{dice.randrange(60):02}", font=_font(14), fill=(120, 120, 120))
    return height


def photo(seed: int, size=(960, 640)) -> Image.Image:
    """A grainy photo of people before a stage."""
    dice, (width, height) = random.Random(seed), size
    picture = Image.new("RGB", size, (176, 208, 226))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, int(height * 0.55), *size), fill=(146, 132, 104))
    shift = dice.random() * 0.2
    stage = (width * (0.1 + shift), height * 0.2, width * (0.6 + shift), height * 0.55)
    draw.rectangle(stage, fill=tuple(dice.randrange(30, 220) for _ in range(3)))
    banner = " ".join(dice.choice(WORDS) for _ in range(4)).upper()
    draw.text((width * (0.15 + shift), height * 0.25), banner, font=_font(30), fill="white")
    for row in range(5):
        for _ in range(9 + row):
            x, y, s = dice.randrange(20, width - 20), int(height * (0.58 + row * 0.08)), 18 + row * 6
            shirt = tuple(dice.randrange(40, 240) for _ in range(3))
            draw.rounded_rectangle((x - s, y, x + s, y + s * 3), s // 2, fill=shirt)
            draw.ellipse((x - s * 0.6, y - s * 1.2, x + s * 0.6, y + s * 0.2), fill=(40, 32, 28))
    grain = Image.frombytes("RGB", size, dice.randbytes(width * height * 3))
    return Image.blend(picture.filter(ImageFilter.GaussianBlur(0.8)), grain, 0.08)


def changed(picture: Image.Image, how: str, seed: int) -> Image.Image:
    """What comes out of a telephone that sends a picture on."""
    dice = random.Random(f"{how} {seed}")
    if how == "compressed":
        return jpeg(picture, dice.randrange(25, 60))
    if how == "resized":
        return jpeg(_scaled(picture, dice.choice([0.4, 0.5, 0.7, 1.4, 2])))
    left = top = right = bottom = 0.0
    if how == "status bar cut":
        top, bottom = dice.uniform(0.03, 0.1), dice.uniform(0, 0.07)
    elif how == "one side cut":
        left, top, right, bottom = dice.sample([dice.uniform(0.05, 0.2), 0.0, 0.0, 0.0], 4)
    else:
        left, top, right, bottom = (dice.uniform(0.05, 0.2) for _ in range(4))
    width, height = picture.size
    cut = picture.crop((int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom))))
    return jpeg(_scaled(cut, dice.choice([0.6, 1, 1.3])))


def jpeg(picture: Image.Image, quality: int = 60) -> Image.Image:
    return Image.open(io.BytesIO(data(picture, "JPEG", quality=quality))).convert("RGB")


def data(picture: Image.Image, form: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _scaled(picture: Image.Image, size: float) -> Image.Image:
    return picture.resize((int(picture.width * size), int(picture.height * size)))


def _font(size: int):
    return ImageFont.load_default(size)
