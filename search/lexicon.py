"""Words this field needs and a general dictionary lacks, written for Netral. Lower case, no diacritics."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Left out of queries (never out of the index, so that phrases hold): grammar and words of asking.
STOP_WORDS = _words(
    """
    ada adalah adakah akan apa apakah atau bagaimana bagaimanakah bahwa berapa berapakah dalam dan dari di dimana
    dimanakah ialah ini itu juga kah kapan kapankah karena ke kenapa lah mana manakah mengapa mengapakah oleh pada para
    pun saja sebagai seperti serta siapa siapakah telah tersebut untuk yaitu yakni yang dengan
    """
)

# Roots of the field: offices, elections, platforms, and the words people use on them.
ROOTS = _words(
    """
    asn bawaslu panwaslu panwascam panwaslih kpu kpud ppk pps kpps bkd bkn bkpsdm bkpp kasn dkpp pilkada pemilukada pilgub
    pilbup pilwali pilwalkot pilkades pilpres pileg pemilu paslon cagub cawagub cabup cawabup cawalkot cawali capres
    cawapres caleg bacaleg balon petahana timses relawan baliho spanduk sembako bansos kades kadis kadisdik kabag kabid
    kasi kasubbag kasubag sekda sekdes sekcam sekwan camat lurah pjs plt plh pejabat skpd opd upt uptd pppk cpns pns korpri
    medsos sosmed posting komen like share subscribe follow unfollow mention tag upload reupload unggah status story
    viral hoaks hoax buzzer swafoto selfie meme akun grup chat japri screenshot link live streaming whatsapp telegram
    facebook instagram tiktok youtube twitter threads
    mutasi demosi rotasi nonjob nonjobkan lelang selter baperjakat pansel nepotisme gratifikasi mahar setor setoran
    netral sosialisasi verifikasi klarifikasi rekomendasi disposisi
    """
)

# What the stemmer would cut or keep wrongly: a word and the stem it has here.
STEMS = {
    "ajakan": "ajak",
    "ajakannya": "ajak",
    "anggaran": "anggaran",
    "dianggarkan": "anggaran",
    "menganggarkan": "anggaran",
    "penganggaran": "anggaran",
    "berlainan": "lain",
    "dikepalai": "kepala",
    "kenetralan": "netral",
    "ketidaknetralan": "netral",
    "mengepalai": "kepala",
    "netralitas": "netral",
    "netralitasnya": "netral",
    "pemilukada": "pilkada",
    "penjabat": "penjabat",
}

# Names of places that look like affixed words: kutai is no kuta + i, berau no ber + au.
PLACES = _words(
    """
    aceh brebes bantul gayo karo ngawi nganjuk sunda
    asahan balangan bali balikpapan banggai bangkalan banyuwangi batanghari bedagai bekasi bengkalis berau bintuni
    boyolali bukittinggi bulungan cimahi dairi deiyai digoel dogiyai dumai grobogan gunungsitoli hasundutan indragiri
    kalimantan katingan kebumen kediri keerom kendari kepahiang kerinci kuantan kutai lamongan magetan maluku manggarai
    manokwari melawi mempawah mentawai merangin merauke meriah mesuji morotai morowali musi nunukan pacitan
    padangsidimpuan pamekasan pangandaran paniai pariaman parigi pasaman pasuruan pekalongan pekanbaru pelalawan pemalang
    pematangsiantar penajam penukal pesawaran polewali rokan selayar seruyan singingi sinjai sukabumi supiori tabanan
    tanjungbalai tapanuli tarakan temanggung ternate toli wakatobi wonogiri
    """
)

# Names of people that rules of chat spelling would take for words: Asep is no asap.
NAMES = _words(
    """
    asep usep cecep deden dedeh enjang nyoman nengah ngurah niken nunung mumun mimin mamat memet mukti nurul nanang neneng
    anwar agus irwan indra utami heru hendra edo dede moch aceng adeng ujang iwan endang elis
    """
)
