"""The official papers of the demo: invitation with attendance list, referral, decree, minutes, as pages of text."""

from deploy.demo.pdf import HEIGHT, Line, Page, write

LEFT, TOP, LEADING, SIZE = 62, HEIGHT - 70, 16, 10

INVITATION = """
Nomor     : 005/214/Umum
Sifat     : Penting
Perihal   : Undangan rapat koordinasi

Kepada Yth.
Para kepala bidang, kepala seksi, dan ketua kelompok binaan
di tempat

Dengan hormat, bersama ini kami mengundang Saudara hadir pada rapat koordinasi dan silaturahmi
yang akan dilaksanakan pada:

Hari      : sesuai pemberitahuan di grup
Pukul     : 19.30 sampai selesai
Tempat    : balai pertemuan
Acara     : 1. Laporan kegiatan triwulan
            2. Arahan mengenai kesamaan langkah menghadapi pemilihan
            3. Ramah tamah

Mengingat pentingnya acara, Saudara diminta hadir tepat waktu dan tidak diwakilkan. Peserta yang
berhalangan menyampaikan alasan secara tertulis kepada panitia. Setiap peserta membawa fotokopi
kartu tanda penduduk dan mengajak paling sedikit lima orang keluarga atau tetangga.

Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih.
"""
ATTENDANCE = """
DAFTAR HADIR RAPAT KOORDINASI

No   Nama                          Unit kerja                      Paraf
 1   ............................  Seksi Pemerintahan              hadir
 2   ............................  Seksi Pemberdayaan              hadir
 3   ............................  Subbagian Umum                  hadir
 4   ............................  Penyuluh lapangan               hadir
 5   ............................  Kelompok tani                   hadir
 6   ............................  Kader posyandu                  hadir
 7   ............................  Ketua RT                        izin

Catatan panitia: peserta yang bersedia mendukung menuliskan jumlah keluarga pada kolom paraf.
Daftar ini tidak untuk disebarluaskan.
"""
REFERRAL = """
Nomor     : 137/PM.00.02/penerusan
Lampiran  : satu berkas
Perihal   : Penerusan dugaan pelanggaran netralitas aparatur sipil negara

Kepada Yth.
Otoritas pengawas aparatur sipil negara

Berdasarkan hasil pengawasan dan kajian, kami meneruskan dugaan pelanggaran netralitas aparatur
sipil negara dengan uraian sebagai berikut.

1. Para terlapor diduga mengadakan kegiatan yang mengarah kepada keberpihakan, meliputi
    pertemuan, ajakan, himbauan, seruan, atau pemberian barang kepada aparatur dan masyarakat.
2. Perbuatan tersebut terjadi pada masa tahapan pemilihan.
3. Keterangan saksi menyatakan bahwa terlapor membagikan kaus dan stiker serta meminta
    peserta menyukai unggahan.
"""
STUDY = """
KAJIAN DUGAAN PELANGGARAN

A. Fakta. Pengawas menemukan kegiatan yang dihadiri oleh aparatur, menggunakan tempat dan
    perlengkapan pemerintah.
B. Keterangan. Empat saksi dimintai keterangan. Dua terlapor hadir memberi klarifikasi,
    selebihnya tidak hadir setelah diundang dua kali.
C. Analisis. Unsur keberpihakan terpenuhi karena kegiatan memuat ajakan mendukung dan
    pemberian barang.
D. Kesimpulan. Laporan memenuhi syarat formal dan materiel, merupakan dugaan pelanggaran
    peraturan perundang-undangan lainnya, dan diteruskan kepada otoritas pengawas untuk
    ditindaklanjuti.
"""
DECREE = """
KEPUTUSAN PEJABAT PEMBINA KEPEGAWAIAN
TENTANG PENJATUHAN SANKSI

Menimbang  : a. bahwa berdasarkan rekomendasi otoritas pengawas yang bersangkutan terbukti
                melanggar kewajiban menjaga netralitas;
             b. bahwa untuk menegakkan disiplin perlu ditetapkan keputusan.

Mengingat  : 1. Undang-Undang tentang Aparatur Sipil Negara;
             2. peraturan pemerintah tentang disiplin pegawai negeri sipil.

MEMUTUSKAN

KESATU     : Menjatuhkan sanksi sebagaimana direkomendasikan.
KEDUA      : Keputusan ini berlaku pada hari kerja kelima belas sejak diterima.
KETIGA     : Apabila tidak menerima, yang bersangkutan dapat mengajukan upaya administratif.
"""
RECEIPT = """
TANDA TERIMA KEPUTUSAN

Keputusan telah diterima oleh yang bersangkutan pada hari kerja berikutnya, dibacakan secara
tertutup di hadapan dua orang saksi, dan disampaikan tembusannya kepada otoritas pengawas.
"""
PETITION = """
Kepada Yth. Otoritas pengawas aparatur sipil negara
di tempat

Dengan hormat,

kami warga dan pegawai yang bertanda tangan di bawah ini
menyampaikan keberatan atas tindakan pejabat di lingkungan kami.
Yang bersangkutan menggunakan jabatan dan perlengkapan kantor
untuk kepentingan golongan, dan mengancam memindahkan mereka
yang tidak ikut.

Kami sudah menyampaikan hal ini secara lisan kepada atasan,
tetapi tidak ada tanggapan. Salinan surat perintah dan daftar
yang dibagikan kepada kami sertakan bersama surat ini.

Kami bersedia memberi keterangan secara tertutup. Mohon nama
kami tidak disampaikan kepada instansi.

Atas perhatian Bapak dan Ibu kami ucapkan terima kasih.

Hormat kami,
tiga belas orang, tanda tangan pada lembar kedua
"""


def invitation() -> bytes:
    """An invitation of one page and its attendance list."""
    return _paper("Undangan rapat koordinasi", [INVITATION, ATTENDANCE])


def referral() -> bytes:
    """A letter of the election supervisor that hands a matter over, with its study."""
    return _paper("Penerusan dugaan pelanggaran", [REFERRAL, STUDY])


def decree() -> bytes:
    """The decree of an appointing authority, with the receipt that its addressee signed."""
    return _paper("Keputusan penjatuhan sanksi", [DECREE, RECEIPT])


def _paper(title: str, texts: list[str]) -> bytes:
    return write([_page(title, text, number, len(texts)) for number, text in enumerate(texts, 1)], title=title)


def _page(title: str, text: str, number: int, count: int) -> Page:
    lines = [Line(LEFT, TOP, title.upper(), 13, "bold")]
    lines += [Line(LEFT, TOP - LEADING * (row + 1), line, SIZE) for row, line in enumerate(text.splitlines()) if line]
    return Page([*lines, Line(LEFT, 40, f"Contoh untuk peragaan, halaman {number} dari {count}", 8)])
