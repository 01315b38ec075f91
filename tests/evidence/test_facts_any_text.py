"""Whatever stands around it and however it is spaced: what has the structure of a number is found, and nothing ever fails."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evidence.facts import facts_in
from evidence.namebook import Name, Namebook
from evidence.numbers import international, is_nik, is_nip

REGIONS = {"64", "65"}
BOOK = Namebook([Name("OFFICIAL", "rahmat contoh wijaya", ("rahmat", "contoh", "wijaya"))])
DAYS = st.dates(date(1950, 1, 1), date(2000, 12, 31))
SEPARATORS = st.sampled_from(["", " ", ".", "-"])
AROUND = st.sampled_from(["NIP ", "NIP: ", "(", "dengan nomor ", "a.n. Budi, "])
AFTER = st.sampled_from(["", ".", ")", ", golongan III/b", "\nJabatan: Camat"])
NOISE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=300)


def facts(text: str):
    return facts_in(text, names=BOOK, known_provinces=REGIONS)


@st.composite
def nips(draw) -> str:
    born = draw(DAYS)
    year, month = born.year + draw(st.integers(18, 40)), draw(st.integers(1, 12))
    return f"{born:%Y%m%d}{year}{month:02}{draw(st.sampled_from('12'))}{draw(st.integers(1, 999)):03}"


@given(nips(), SEPARATORS, AROUND, AFTER)
def test_a_nip_is_read_back_as_the_digits_it_was_written_with(nip, mark, before, after):
    written = mark.join((nip[:8], nip[8:14], nip[14], nip[15:]))
    text = before + written + after
    assert [(f.value, text[f.start : f.end]) for f in facts(text) if f.kind == "NIP"] == [(nip, written)]


@given(DAYS, st.booleans(), st.integers(1, 79), st.integers(1, 40), st.integers(1, 9999), AROUND, AFTER)
def test_a_nik_is_read_back(born, woman, regency, district, last, before, after):
    day = born.day + 40 * woman
    nik = f"64{regency:02}{district:02}{day:02}{born:%m%y}{last:04}"
    assert is_nik(nik, REGIONS)
    assert [f.value for f in facts(before + nik + after) if f.kind == "NIK"] == [nik]


@given(
    st.from_regex(r"8[1-9][0-9]{8,9}", fullmatch=True), st.sampled_from(["0", "62", "+62", "+62 "]), SEPARATORS, AFTER
)
def test_a_mobile_number_is_read_back(number, prefix, mark, after):
    written = prefix + mark.join((number[:3], number[3:7], number[7:]))
    assert [f.value for f in facts(f"HP {written}{after}") if f.kind == "PHONE"] == [international("0" + number)]


@given(
    st.dates(date(1950, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{d:02}/{n:02}/{y}", "{d}-{n}-{y}"]),
    AFTER,
)
def test_a_day_is_read_back(day, form, after):
    months = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober")
    months += ("November", "Desember")
    written = form.format(d=day.day, m=months[day.month - 1], n=day.month, y=day.year)
    assert [f.value for f in facts(f"pada {written}{after}") if f.kind == "DATE"] == [day.isoformat()]


@given(NOISE, NOISE)
def test_places_lie_in_the_text_and_do_not_cross(before, after):
    text = f"{before} Rahmat Contoh Wijaya {after}"
    found = facts(text)
    assert all(0 <= f.start < f.end <= len(text) and f.value for f in found)
    own = sorted({(f.start, f.end) for f in found})
    assert all(one[1] <= other[0] for one, other in zip(own, own[1:], strict=False))
    assert all(is_nip(f.value) for f in found if f.kind == "NIP")


@given(st.text("0123456789OolI|.- ()+@:/", max_size=400))
def test_a_soup_of_digits_is_looked_through_without_fail(text):
    for found in facts(text):
        assert found.kind in {"NIP", "NIK", "PHONE", "DATE", "ACCOUNT", "LINK"}
