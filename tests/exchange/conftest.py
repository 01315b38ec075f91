"""Files as offices keep them, made by the tests."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

NIPS = ["198609262015051001", "197501012000031002", "198001012005012003", "199001012015011004"]
HEADER = [
    "No. Register", "Tgl Masuk", "Perihal", "Nama", "NIP", "Jabatan", "Instansi", "Jenis Pelanggaran", "Status",
    "Tgl Rekomendasi", "Nomor Surat", "Rekomendasi", "Nomor SK", "Tanggal SK", "Sanksi",
]  # fmt: skip
SENT = ["8 November 2020", "R-12/KASN/11/2020", "MORAL-OPEN", None, None, None]
SERVED = ["2020-09-01", "R-13/KASN/9/2020", "MORAL-OPEN", "SK-7/2020", "20 Okt 2020", "MORAL-OPEN"]
NOTHING = [None] * 6
ROWS = [
    ["001/2020", date(2020, 6, 26), "Menyukai unggahan", "Ani Contoh", NIPS[0], "Camat", "64.02", "NET-E4",
     "Menunggu PPK", *SENT],
    ["001/2020", "26/06/2020", "Menyukai unggahan", "Budi Contoh", NIPS[1], "Lurah", "Kabupaten Kutai Kartanegara", "NET-E4",
     "Tidak terbukti", *NOTHING],
    ["002/2020", 44013, "Memasang baliho", "Citra Contoh", NIPS[2], "Kepala dinas", "64.02", "NET-E1", "Selesai", *SERVED],
    ["003/2020", "1 Juli 2020", "Hadir deklarasi", "Dewi Contoh", NIPS[3], "Guru", "64.02", "NET-E3", "Pemeriksaan", *NOTHING],
]  # fmt: skip


def csv_file(rows, *, delimiter=",", encoding="utf-8") -> bytes:
    text = "\n".join(delimiter.join(f'"{"" if c is None else c}"' for c in row) for row in rows)
    return text.encode(encoding)


def xlsx_file(rows, *, merged: str = "") -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def spreadsheet() -> bytes:
    return xlsx_file([["DAFTAR PERKARA NETRALITAS 2020"], [], HEADER, *ROWS])
