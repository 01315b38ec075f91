"""Rules of chat spelling, for words that no dictionary and no list knows: nyari is cari, bantuin is bantu, sklh is sekolah."""

import re
from collections.abc import Callable, Iterable, Iterator

from search.slang import FORMAL

# Nasal beginnings of speech and the sounds of the root they stand for: nyari is cari, nulis is tulis, ngambil is ambil.
_NASALS = (("nge", ("",)), ("ng", ("", "k", "g")), ("ny", ("s", "c")), ("n", ("t",)), ("m", ("p",)))
_BEGINNINGS = ("di", "ke", "ter", "ber", "se")
_ENDS = ("innya", "in", "nya", "ny", "lah")
_DIPHTHONGS = {"e": "ai", "o": "au"}  # pake is pakai, kalo is kalau
_VOWELS = re.compile("[aeiou]")
_LONG = re.compile(r"([a-z])\1{2,}")
_CLOSED_E = re.compile(r"e(?=[bcdfghjklmnpqrstvwxyz]{1,2}$)")  # dateng is datang
# Words that are written so often that a spelling of them is more likely than a name: with them the rules dare more.
_OFTEN = """
ajak alam angkat antar antara badan bagi bahas bakar balas bantah batas bebas bekas belajar berani beras berat beri bersih
bongkar bulat cabut catat cegah cepat cerita cerna curi dalam dampak dapat datang dekat dengar diam dorong empat enam
gabung gagal gambar gantung gelap gelar gerak goreng hangat harap hemat hitam ikat ingat isi jahat jamin jatuh jemput jenis
kaget kalah kasar kecewa kejar kencang kental keras ketat kuasa lambat lancar lapor larang lekas lempar lengkap lepas
lewat lihat lulus macet malam mandi masam masuk mentah merah nilai nikah padat panas pandang pantas parah pasang pecat
pegang peluk pencet pendek perbaiki percepat peras pesan pilih pinjam pintar potong program protes proses rapat rawat
rekam rubuh ruang rugi sakit salin sampai santai sebar sehat sekolah selamat semangat sempat senang sepakat seram serang
serius setan sewa siap sikat simpan singkat sirik sopan suap suruh susah syarat tajam takut tambah tanam tangkap tebal
tekan teken tempat tempel tendang tepat terang tetap titip tolak tonton tuduh tulis tumpang tunda tunjuk tutup ucap
ulang umum undang unduh untung usaha usul utang wajib warga
"""
COMMON = frozenset(_OFTEN.split()) | frozenset(FORMAL.values())
_ROOT = 4  # letters of a root that a rule may find
_SKELETON = 3  # consonants without which dropped vowels are guesswork


class Spelling:
    """Finds the known word behind an unknown one."""

    def __init__(self, known: Callable[[str], bool], roots: Iterable[str]):
        self.known = known
        self.skeletons = _by_skeleton(roots)

    def formal(self, word: str) -> str:
        """The known word that this one spells, "" when there is none: the nearest change first."""
        return (
            self._first(_likely(word), self.known)
            or self._first(_bold(word), COMMON.__contains__)
            or self._vowelled(word)
        )

    def _first(self, tried: Iterator[str], accepted: Callable[[str], bool]) -> str:
        return next((each for each in tried if len(each) >= _ROOT and accepted(each)), "")

    def _vowelled(self, word: str) -> str:
        """A word written without its vowels, or some: the one common word it can be, else the one root."""
        bones = _VOWELS.sub("", word)
        if len(bones) < _SKELETON or 2 * len(bones) <= len(word):
            return ""
        roots = [root for root in self.skeletons.get(bones, ()) if _is_part(word, root)]
        likely = [root for root in roots if root in COMMON]
        if not likely and bones == word and len(bones) > _SKELETON:
            likely = roots
        return likely[0] if len(likely) == 1 else ""


def _likely(word: str) -> Iterator[str]:
    """What hardly any name looks like: letters held long, endings and beginnings of speech."""
    plain = _LONG.sub(r"\1", word)
    if plain != word:
        yield plain
        yield _LONG.sub(r"\1\1", word)
    for base in _without_end(plain):
        yield from _sounds(base)
        yield from _roots(base, _NASALS)
    for start in _BEGINNINGS:
        if plain.startswith(start):
            yield from (each for base in (plain, *_without_end(plain)) for each in _sounds(base.removeprefix(start)))
    yield from _roots(plain, _NASALS[:3])


def _bold(word: str) -> Iterator[str]:
    """What many a name looks like too."""
    plain = _LONG.sub(r"\1", word)
    yield from _sounds(plain)
    yield from _roots(plain, _NASALS[3:])


def _roots(word: str, nasals: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    for start, sounds in nasals:
        if word.startswith(start):
            yield from (each for sound in sounds for each in _sounds(sound + word.removeprefix(start)))


def _without_end(word: str) -> Iterator[str]:
    return (word.removesuffix(end) for end in _ENDS if word.endswith(end))


def _sounds(root: str) -> Iterator[str]:
    """A root as it is, and as it would be written where speech has changed its sounds."""
    yield root
    yield _CLOSED_E.sub("a", root)
    if root[-1:] in _DIPHTHONGS:
        yield root[:-1] + _DIPHTHONGS[root[-1]]
    if root[:1] in ("a", "i", "u"):
        yield f"h{root}"
    if root[-2:-1] == root[-1:]:
        yield root[:-1]


def _by_skeleton(roots: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for root in dict.fromkeys(roots):
        if root.isalpha() and len(root) >= _ROOT:
            found.setdefault(_VOWELS.sub("", root), []).append(root)
    return found


def _is_part(word: str, root: str) -> bool:
    """Every letter of the word stands in the root, in the same order, the first one first."""
    letters = iter(root)
    return word[:1] == root[:1] and all(letter in letters for letter in word)
