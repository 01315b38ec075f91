"""What happened and what is expected, in plain Indonesian: one sentence per verb and per stage."""

from django.utils.translation import gettext_lazy as _

# One sentence per event; the names in brackets are filled by desk.timeline from the codes of the event.
HAPPENED = {
    "complaint.submit": _("Laporan diterima lewat %(source)s."),
    "complaint.verify": _("Verifikasi dimulai."),
    "complaint.request_completion": _("Pelapor diminta melengkapi laporan."),
    "complaint.resubmit": _("Pelapor melengkapi laporan."),
    "complaint.accept": _("Laporan dilanjutkan menjadi perkara."),
    "complaint.reject": _("Laporan tidak dilanjutkan."),
    "complaint.forward": _("Laporan diteruskan ke instansi lain."),
    "complaint.merge": _("Laporan digabung ke %(into)s."),
    "complaint.withdraw": _("Laporan ditarik pelapor."),
    "complaint.message": _("Pesan dikirim."),
    "complaint.evidence": _("Bukti ditambahkan."),
    "case.open": _("Perkara dibuka dari laporan %(complaint)s."),
    "case.join": _("Laporan %(complaint)s digabung ke perkara ini."),
    "case.assign": _("Perkara ditugaskan kepada %(to)s."),
    "case.clarify": _("Klarifikasi dimulai."),
    "case.examine": _("Pemeriksaan dimulai."),
    "case.deliberate": _("Perkara dikirim ke pleno."),
    "case.send_back": _("Perkara dikembalikan ke pemeriksaan."),
    "case.vote": _("Satu suara diberikan untuk %(respondent)s."),
    "case.decide": _("Pleno memutus perkara."),
    "case.follow_up": _("Rekomendasi disusun."),
    "case.close": _("Perkara ditutup."),
    "case.moot": _("Perkara dinyatakan gugur."),
    "case.reopen": _("Perkara dibuka kembali."),
    "case.transfer": _("Perkara dialihkan ke %(authority)s."),
    "case.allege": _("Tuduhan ditambahkan untuk %(respondent)s: %(violation)s."),
    "case.finding": _("Temuan ditulis: %(respondent)s, %(violation)s, %(conclusion)s."),
    "case.note": _("Catatan ditambahkan."),
    "case.identify": _("Identitas dilengkapi: %(respondent)s."),
    "case.set_aside": _("%(respondent)s tidak diperiksa lebih lanjut: %(reason)s."),
    "recommendation.draft": _("Konsep rekomendasi %(subject)s disusun."),
    "recommendation.revise": _("Konsep %(subject)s diubah."),
    "recommendation.submit": _("%(subject)s diajukan untuk ditelaah."),
    "recommendation.send_back": _("%(subject)s dikembalikan ke konsep."),
    "recommendation.approve": _("%(subject)s disetujui."),
    "recommendation.issue": _("%(subject)s diterbitkan."),
    "recommendation.acknowledge": _("Instansi membaca %(subject)s."),
    "recommendation.rebut": _("Instansi menyanggah %(subject)s."),
    "recommendation.uphold": _("%(subject)s tetap berlaku, sanggahan tidak diterima."),
    "recommendation.supersede": _("%(subject)s diganti dengan konsep baru."),
    "recommendation.implement": _("Instansi mencatat keputusan atas %(subject)s."),
    "recommendation.verify": _("Tindak lanjut %(subject)s diverifikasi."),
    "recommendation.contest": _("Tindak lanjut %(subject)s dikembalikan ke instansi."),
    "recommendation.escalate": _("%(subject)s naik jenjang: %(step)s."),
    "recommendation.moot": _("%(subject)s dinyatakan gugur."),
    "unsealing.ask": _("Pembukaan identitas pelapor diminta."),
    "unsealing.grant": _("Kustodian menyetujui pembukaan identitas pelapor."),
    "unsealing.refuse": _("Kustodian menolak pembukaan identitas pelapor."),
    "unsealing.view": _("Identitas pelapor dilihat peminta."),
    "unsealing.end": _("Pembukaan identitas pelapor berakhir."),
    "evidence.add": _("Bukti ditambahkan."),
    "evidence.clear": _("Bukti lolos pemeriksaan berkas."),
    "evidence.finish": _("Teks bukti selesai dibaca."),
    "evidence.refuse": _("Satu berkas ditolak pemeriksaan."),
    "evidence.fail": _("Satu berkas gagal dibaca."),
    "evidence.retry": _("Pembacaan berkas diulang."),
}

# One line for what one person did several times within a minute; two at least.
SEVERAL = {
    "case.vote": _("Suara diberikan untuk %(count)s terlapor."),
    "case.allege": _("%(count)s tuduhan ditambahkan."),
    "case.finding": _("Temuan ditulis %(count)s kali."),
    "case.set_aside": _("%(count)s terlapor tidak diperiksa lebih lanjut."),
    "case.identify": _("Identitas terlapor dilengkapi %(count)s kali."),
    "recommendation.draft": _("%(count)s konsep rekomendasi disusun."),
    "evidence.add": _("%(count)s bukti ditambahkan."),
    "evidence.clear": _("%(count)s bukti lolos pemeriksaan berkas."),
    "evidence.finish": _("Teks %(count)s bukti selesai dibaca."),
    "evidence.refuse": _("%(count)s berkas ditolak pemeriksaan."),
    "evidence.fail": _("%(count)s berkas gagal dibaca."),
}

# What the stage asks of whose turn it is.
EXPECTED = {
    ("complaint", "RECEIVED"): _("Baca laporan dan mulai verifikasi, atau gabungkan bila sudah pernah dilaporkan."),
    ("complaint", "VERIFYING"): _(
        "Putuskan: lanjutkan, minta kelengkapan, teruskan, gabungkan, atau tidak dilanjutkan."
    ),
    ("complaint", "INCOMPLETE"): _("Pelapor menjawab pertanyaan di halaman lacak."),
    ("complaint", "ACCEPTED"): _("Laporan ini berlanjut sebagai perkara."),
    ("complaint", "REJECTED"): _("Laporan ini tidak dilanjutkan."),
    ("complaint", "FORWARDED"): _("Laporan ini ditangani instansi lain."),
    ("complaint", "MERGED"): _("Laporan ini berlanjut bersama laporan lain."),
    ("complaint", "WITHDRAWN"): _("Pelapor menarik laporan ini."),
    ("case", "OPEN"): _("Tugaskan pemeriksa, lalu mulai klarifikasi atau pemeriksaan."),
    ("case", "CLARIFICATION"): _("Kumpulkan klarifikasi dari terlapor dan atasannya, lalu mulai pemeriksaan."),
    ("case", "EXAMINATION"): _("Tulis temuan untuk setiap terlapor dan tuduhan."),
    ("case", "DELIBERATION"): _("Komisioner memberi suara untuk setiap terlapor, lalu pleno memutus."),
    ("case", "DECIDED"): _("Susun rekomendasi untuk yang terbukti, atau tutup bila tidak ada yang terbukti."),
    ("case", "FOLLOW_UP"): _("Instansi menindaklanjuti rekomendasi. Perkara ditutup setelah semuanya berakhir."),
    ("case", "CLOSED"): _("Perkara ini selesai."),
    ("case", "MOOT"): _("Perkara ini gugur."),
    ("case", "TRANSFERRED"): _("Perkara ini ditangani otoritas lain."),
    ("recommendation", "DRAFT"): _("Lengkapi pertimbangan dan sanksi, lalu ajukan telaah."),
    ("recommendation", "REVIEW"): _("Telaah konsep ini: setujui, atau kembalikan dengan catatan."),
    ("recommendation", "APPROVED"): _("Terbitkan kepada instansi terlapor."),
    ("recommendation", "ISSUED"): _("Instansi membaca rekomendasi dan menindaklanjutinya."),
    ("recommendation", "ACKNOWLEDGED"): _("Instansi menjatuhkan sanksi dan mencatat keputusannya."),
    ("recommendation", "REBUTTED"): _("Baca sanggahan instansi: tetapkan, atau ganti rekomendasi."),
    ("recommendation", "IMPLEMENTED"): _("Periksa keputusan instansi: verifikasi, atau kembalikan."),
    ("recommendation", "VERIFIED"): _("Rekomendasi ini sudah dilaksanakan."),
    ("recommendation", "ESCALATED"): _("Instansi belum menindaklanjuti. Naikkan lagi bila tenggat lewat."),
    ("recommendation", "SUPERSEDED"): _("Rekomendasi ini diganti dengan yang baru."),
    ("recommendation", "MOOT"): _("Rekomendasi ini gugur."),
}

FOUND = _("Setiap tuduhan sudah punya temuan. Penyelia mengirim perkara ke pleno.")
ALL_ENDED = _("Semua rekomendasi sudah berakhir. Perkara ini bisa ditutup.")
WAITS_INSIDE = _("Ada rekomendasi yang menunggu langkah otoritas pengawas. Perkara ditutup setelah semuanya berakhir.")
VOTED = _("Suara Anda sudah lengkap. Pleno memutus setelah kuorum tercapai.")

# Why a verb that the stage would allow is not open yet.
MISSING = {
    ("case", "deliberate"): _("Terbuka setelah setiap tuduhan atas setiap terlapor punya temuan."),
    ("case", "decide"): _("Terbuka setelah jumlah suara untuk setiap terlapor mencapai kuorum."),
    ("case", "follow_up"): _("Terbuka bila ada terlapor yang terbukti."),
    ("case", "vote"): _("Suara Anda untuk terlapor ini sudah tercatat."),
    ("case", "close"): _("Terbuka bila tidak ada yang terbukti, atau setelah semua rekomendasi berakhir."),
}

# What a verb does, told on its page before the button is pressed.
EXPLAINED = {
    ("complaint", "verify"): _("Laporan berpindah ke tahap verifikasi dan waktunya mulai dihitung."),
    ("complaint", "request_completion"): _("Waktu berhenti sampai pelapor menjawab."),
    ("complaint", "accept"): _("Laporan menjadi perkara baru, atau bergabung ke perkara yang sedang dikerjakan."),
    ("complaint", "reject"): _("Laporan berakhir di sini. Pelapor membaca alasannya."),
    ("complaint", "forward"): _(
        "Laporan berakhir di sini dan ditangani instansi yang berwenang. Pelapor membaca alasannya."
    ),
    ("complaint", "merge"): _("Laporan ini berakhir dan berlanjut bersama laporan yang sudah ada."),
    ("case", "assign"): _("Pemeriksa yang dipilih mendapat pemberitahuan. Tahap tidak berubah."),
    ("case", "clarify"): _("Terlapor dan atasannya diminta klarifikasi."),
    ("case", "examine"): _("Pemeriksa menulis temuan untuk setiap terlapor dan tuduhan."),
    ("case", "deliberate"): _("Sejak saat ini komisioner melihat perkara dan buktinya."),
    ("case", "vote"): _("Suara diberikan satu kali dan tidak bisa diubah. Suara komisioner lain terlihat sesudahnya."),
    ("case", "decide"): _("Suara dihitung. Terbukti bila suara terbukti melebihi mayoritas yang diatur."),
    ("case", "send_back"): _("Suara pada pleno ini disimpan, tetapi tidak dihitung lagi."),
    ("case", "follow_up"): _("Satu konsep rekomendasi disusun untuk setiap terlapor yang terbukti."),
    ("case", "close"): _("Perkara berakhir. Bila perlu, perkara bisa dibuka kembali."),
    ("case", "moot"): _("Perkara berakhir tanpa putusan, misalnya karena terlapor pensiun atau meninggal."),
    ("case", "transfer"): _("Perkara berpindah ke otoritas lain beserta laporan dan buktinya."),
    ("case", "reopen"): _("Perkara kembali ke pemeriksaan. Putusan pleno yang lama tidak berlaku lagi."),
    ("recommendation", "submit"): _("Konsep diserahkan kepada komisioner dan tidak bisa diubah selama ditelaah."),
    ("recommendation", "approve"): _("Konsep disetujui dan boleh diterbitkan."),
    ("recommendation", "send_back"): _("Konsep kembali ke penyusun bersama catatan Anda."),
    ("recommendation", "issue"): _("Surat dibuat dan dikirim. Sejak saat ini instansi terlapor melihat rekomendasi."),
    ("recommendation", "uphold"): _("Rekomendasi tetap berlaku. Instansi membaca catatan Anda."),
    ("recommendation", "supersede"): _("Rekomendasi ini berakhir dan konsep baru dibuat."),
    ("recommendation", "verify"): _("Keputusan instansi dinyatakan sesuai. Rekomendasi berakhir."),
    ("recommendation", "contest"): _("Keputusan instansi tidak sesuai. Instansi membaca catatan Anda."),
    ("recommendation", "escalate"): _("Setiap langkah tercatat dengan tanggalnya."),
    ("recommendation", "moot"): _("Rekomendasi berakhir tanpa pelaksanaan."),
}

KIND_NAMES = {"complaint": _("Laporan"), "case": _("Perkara"), "recommendation": _("Rekomendasi")}
