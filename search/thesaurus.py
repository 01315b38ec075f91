"""What this field calls by several names: words that are looked for besides those typed, one way where only one is right.

PPK stands for three offices and is never expanded; PNS does not ask for PPPK, ASN asks for both.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from search.analysis import analysed, is_stop_word, stem
from search.terms import Phrase, Query, Term, Word

WEIGHT = 0.6  # of what was not typed, beside what was

# Each line: names of the same thing, each asks for all others.
_SAME = """
paslon = pasangan calon
cagub = calon gubernur
cawagub = calon wakil gubernur
cabup = calon bupati
cawabup = calon wakil bupati
cawalkot = cawali = calon wali kota = calon walikota
cawawalkot = cawawali = calon wakil wali kota = calon wakil walikota
capres = calon presiden
cawapres = calon wakil presiden
caleg = calon anggota legislatif = calon legislatif
bacaleg = bakal calon anggota legislatif = bakal caleg
balon = bakal calon
cakada = calon kepala daerah
cakades = calon kepala desa
medsos = sosmed = media sosial
facebook = fb
instagram = ig
whatsapp = wa
youtube = yt
twitter = tweet
kades = kepala desa
kadis = kepala dinas
kadisdik = kepala dinas pendidikan
kabag = kepala bagian
kabid = kepala bidang
kasi = kepala seksi
kasubbag = kasubag = kepala subbagian = kepala sub bagian
kapus = kepala puskesmas
kepsek = kepala sekolah
sekda = sekretaris daerah
sekdes = sekretaris desa
sekcam = sekretaris camat = sekretaris kecamatan
sekwan = sekretaris dewan
wagub = wakil gubernur
wabup = wakil bupati
wawali = wakil wali kota = wakil walikota
kemendagri = kementerian dalam negeri
mendagri = menteri dalam negeri
kemenpanrb = kementerian pan-rb = kementerian pendayagunaan aparatur negara
timses = tim sukses = tim kampanye = tim pemenangan
pemilu = pemilihan umum
pilkada = pemilukada = pemilihan kepala daerah
pilgub = pemilihan gubernur
pilbup = pemilihan bupati
pilwalkot = pilwali = pemilihan wali kota = pemilihan walikota
pilkades = pemilihan kepala desa
pilpres = pemilihan presiden
pileg = pemilihan legislatif
bawaslu = badan pengawas pemilihan umum = badan pengawas pemilu
kpu = komisi pemilihan umum
kasn = komisi aparatur sipil negara
bkn = badan kepegawaian negara
dkpp = dewan kehormatan penyelenggara pemilu
bkd = bkpsdm = bkpp = badan kepegawaian daerah
opd = skpd = organisasi perangkat daerah
pns = pegawai negeri sipil
cpns = calon pegawai negeri sipil
pppk = p3k = pegawai pemerintah dengan perjanjian kerja
politik uang = money politics = money politic = serangan fajar
petahana = incumbent
unggah = upload
unduh = download
like = suka = menyukai
share = bagikan = membagikan
komen = komentar = mengomentari
unggahan = postingan
hoaks = hoax
swafoto = selfie
tangkapan layar = screenshot = screen shot
baliho = spanduk
sk = surat keputusan
skb = surat keputusan bersama
se = surat edaran
perbup = peraturan bupati
perwali = peraturan wali kota
pergub = peraturan gubernur
mutasi = rotasi
nonjob = non job = dibebastugaskan
"""
# Each line: the left one asks for the right ones too, never the reverse.
_WIDER = """
asn > pns, pppk, p3k, pegawai negeri, pegawai negeri sipil, aparatur sipil negara
aparatur sipil negara > asn, pns, pppk
pegawai negeri > pns
pilkada > pilgub, pilbup, pilwalkot, pilwali
pemilu > pilpres, pileg
bawaslu > panwaslu, panwascam
medsos > facebook, instagram, tiktok, whatsapp, youtube, twitter
media sosial > facebook, instagram, tiktok, whatsapp, youtube, twitter
sosmed > facebook, instagram, tiktok, whatsapp, youtube, twitter
posting > unggah, status, story
unggah > posting
dukung > pro, relawan
money politics > sembako, bansos
politik uang > sembako, bansos
kampanye > sosialisasi
"""
LONGEST = 6  # words of a name

Name = tuple[str, ...]


@cache
def names() -> dict[Name, tuple[Name, ...]]:
    """Every name, as stems, and the names (as surfaces) that it asks for besides."""
    asks: dict[Name, list[Name]] = {}
    for line in filter(None, _SAME.splitlines()):
        same = [_surfaces(name) for name in line.split("=")]
        for one in same:
            asks.setdefault(_stems(one), []).extend(other for other in same if other != one)
    for line in filter(None, _WIDER.splitlines()):
        left, _sign, right = line.partition(">")
        asks.setdefault(_stems(_surfaces(left)), []).extend(map(_surfaces, right.split(",")))
    return {one: tuple(dict.fromkeys(others)) for one, others in asks.items()}


def expand(query: Query, *, on: bool = True) -> Query:
    """The query with what else its words are called, at WEIGHT, and `also` telling of it; as it was when `on` is False.

    A "phrase" is asked as it was typed. What a name of several words is called stands beside each of them.
    """
    if not on:
        return query
    wanted, also = list(query.wanted), list(query.also)
    for start, end in _named(query.wanted):
        terms = [_term(name) for name in names()[_asked(query.wanted[start:end])]]
        for place in range(start, end):
            wanted[place] = tuple(dict.fromkeys((*wanted[place], *terms)))
        also += [_shown(term) for term in terms]
    return replace(query, wanted=tuple(wanted), also=tuple(dict.fromkeys(also)))


def _named(groups: tuple[tuple[Term, ...], ...]) -> Iterator[tuple[int, int]]:
    """Where names stand in the query, the longest first taken: [start, end) of its groups."""
    start = 0
    while start < len(groups):
        ends = range(min(len(groups), start + LONGEST), start, -1)
        end = next((end for end in ends if _asked(groups[start:end]) in names()), 0)
        if end:
            yield start, end
        start = max(end, start + 1)


def _asked(groups: tuple[tuple[Term, ...], ...]) -> Name:
    """The stems of words that were typed, each alone; () when something else is among them."""
    words = [group[0] for group in groups if len(group) == 1]
    stems = tuple(word.stem for word in words if isinstance(word, Word) and word.weight == 1)
    return stems if len(stems) == len(groups) else ()


def _surfaces(name: str) -> Name:
    return tuple(analysed(name).surfaces)


def _stems(name: Name) -> Name:
    """As a query has them: without stop words, each stem once."""
    return tuple(dict.fromkeys(stem(word) for word in name if not is_stop_word(word)))


def _term(name: Name) -> Term:
    return Phrase(name) if len(name) > 1 else Word(name[0], stem(name[0]), WEIGHT)


def _shown(term: Term) -> str:
    return " ".join(term.surfaces) if isinstance(term, Phrase) else getattr(term, "surface", "")
