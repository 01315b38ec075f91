"""Laws by their one name: "PP No. 94 Tahun 2021", "PP 94/2021" and "Peraturan Pemerintah Nomor 94 Tahun 2021" are pp-94-2021."""

import re

# One short name: how else it is written, as regular expressions over any case; longer ones first where one begins another.
_KINDS = {
    "perppu": r"perpp?u|peraturan\s+pemerintah\s+pengganti\s+undang[\s-]undang",
    "pp": r"pp|peraturan\s+pemerintah",
    "perpres": r"perpres|peraturan\s+presiden",
    "permenpanrb": r"permen\s?pan[\s-]?rb|peraturan\s+menteri\s+pan[\s-]?rb"
    r"|peraturan\s+menteri\s+pendayagunaan\s+aparatur\s+negara\s+dan\s+reformasi\s+birokrasi",
    "permendagri": r"permendagri|peraturan\s+menteri\s+dalam\s+negeri",
    "pmk": r"pmk|permenkeu|peraturan\s+menteri\s+keuangan",
    "perbkn": r"per(?:aturan\s+)?bkn|perka\s+bkn|peraturan\s+(?:kepala\s+)?badan\s+kepegawaian\s+negara",
    "perkasn": r"peraturan\s+kasn|peraturan\s+komisi\s+aparatur\s+sipil\s+negara",
    "pkpu": r"pkpu|peraturan\s+kpu|peraturan\s+komisi\s+pemilihan\s+umum",
    "perbawaslu": r"perbawaslu|peraturan\s+bawaslu|peraturan\s+badan\s+pengawas\s+pemilihan\s+umum",
    "pergub": r"pergub|peraturan\s+gubernur",
    "perbup": r"perbup|peraturan\s+bupati",
    "perwali": r"perwali|perwalkot|peraturan\s+wali\s?kota",
    "perda": r"perda|peraturan\s+daerah",
    "uu": r"uu|undang[\s-]undang",
    "keppres": r"keppres|keputusan\s+presiden",
    "inpres": r"inpres|instruksi\s+presiden",
    "skb": r"skb|surat\s+keputusan\s+bersama|keputusan\s+bersama",
    "se": r"se|surat\s+edaran",
}
_KIND = "|".join(f"(?P<{name}>{ways.replace(chr(92) + 's+', chr(92) + 's{1,4}')})" for name, ways in _KINDS.items())
_AFTER = (
    r"(?:\s{1,4}(?:ri|republik\s{1,4}indonesia))?[\s-]{0,4}(?:(?:nomor|nomer|no|nmr)\b\.?\s{0,4})?"
    r"\d{1,4}\s{0,4}(?:[/-]|tahun|thn|th\.?)\s{0,4}(?:19|20)\d\d\b"
)
PATTERN = rf"\b(?i:(?:{'|'.join(_KINDS.values()).replace(chr(92) + 's+', chr(92) + 's{1,4}')}){_AFTER})"
_WHOLE = re.compile(rf"\b(?i:(?:{_KIND}){_AFTER})")


def exact(raw: str) -> str:
    """The one name of a citation that PATTERN has found."""
    match = _WHOLE.match(raw)
    if match is None or match.lastgroup is None:
        return raw.lower()
    number, year = re.findall(r"\d+", raw)[-2:]
    return f"{match.lastgroup}-{int(number)}-{year}"


def joined(text: str) -> str:
    """A query's text with every citation as one chunk, by its one name."""
    return _WHOLE.sub(lambda match: exact(match[0]), text)
