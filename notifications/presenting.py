"""What a recipient reads: the words are made when they are read, in the reader's language, number and link only."""

from datetime import UTC, datetime

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from agencies.models import Officer
from notifications.models import Notification
from workflow.verbs import kind_of

TEXTS = {
    "complaint.submit": _("Laporan baru %(reference)s menunggu verifikasi."),
    "complaint.request_completion": _("Laporan %(reference)s menunggu kelengkapan dari pelapor."),
    "complaint.resubmit": _("Laporan %(reference)s sudah dilengkapi pelapor."),
    "complaint.accept": _("Laporan %(reference)s dilanjutkan menjadi perkara."),
    "complaint.reject": _("Laporan %(reference)s tidak dilanjutkan."),
    "complaint.forward": _("Laporan %(reference)s diteruskan ke lembaga yang berwenang."),
    "complaint.merge": _("Laporan %(reference)s digabung dengan laporan lain."),
    "complaint.unmerge": _("Penggabungan laporan %(reference)s dibatalkan."),
    "complaint.conflict": _("Benturan kepentingan dicatat pada laporan %(reference)s."),
    "complaint.lift_conflict": _("Satu benturan kepentingan pada laporan %(reference)s dicabut."),
    "complaint.withdraw": _("Laporan %(reference)s ditarik pelapor."),
    "complaint.message": _("Pesan baru dari pelapor di laporan %(reference)s."),
    "complaint.overdue": _("Laporan %(reference)s lewat tenggat."),
    "case.overdue": _("Perkara %(reference)s lewat tenggat."),
    "recommendation.overdue": _("Rekomendasi %(reference)s lewat tenggat."),
    "case.open": _("Perkara %(reference)s dibuka dan menunggu penugasan."),
    "case.join": _("Satu laporan lagi bergabung ke perkara %(reference)s."),
    "case.assign": _("Perkara %(reference)s ditugaskan kepada Anda."),
    "case.match": _("Perkara %(reference)s cocok dengan saringan Anda."),
    "complaint.match": _("Laporan %(reference)s cocok dengan saringan Anda."),
    "recommendation.match": _("Rekomendasi %(reference)s cocok dengan saringan Anda."),
    "case.deliberate": _("Perkara %(reference)s menunggu suara Anda di pleno."),
    "case.call": _("Anda dipanggil dalam catatan perkara %(reference)s."),
    "case.task": _("Tugas baru untuk Anda di perkara %(reference)s."),
    "case.task_done": _("Tugas yang Anda berikan di perkara %(reference)s selesai."),
    "case.task_pass": _("Satu tugas di perkara %(reference)s dialihkan kepada Anda."),
    "case.task_overdue": _("Satu tugas di perkara %(reference)s lewat waktunya."),
    "complaint.task": _("Tugas baru untuk Anda di laporan %(reference)s."),
    "complaint.task_done": _("Tugas yang Anda berikan di laporan %(reference)s selesai."),
    "complaint.task_pass": _("Satu tugas di laporan %(reference)s dialihkan kepada Anda."),
    "complaint.task_overdue": _("Satu tugas di laporan %(reference)s lewat waktunya."),
    "consultation.ask": _("Pertanyaan %(reference)s menunggu jawaban lembaga Anda."),
    "consultation.answer": _("Pertanyaan %(reference)s sudah dijawab."),
    "consultation.recall": _("Pertanyaan %(reference)s ditarik."),
    "consultation.overdue": _("Pertanyaan %(reference)s lewat tenggat."),
    "case.schedule": _("Perkara %(reference)s masuk agenda sidang pleno."),
    "case.unschedule": _("Perkara %(reference)s dikeluarkan dari agenda sidang pleno."),
    "case.send_back": _("Perkara %(reference)s dikembalikan ke pemeriksaan."),
    "case.decide": _("Perkara %(reference)s sudah diputus pleno."),
    "case.follow_up": _("Perkara %(reference)s masuk tindak lanjut, rekomendasinya sedang disusun."),
    "case.close": _("Perkara %(reference)s ditutup."),
    "case.moot": _("Perkara %(reference)s dinyatakan gugur."),
    "case.transfer": _("Perkara %(reference)s dialihkan."),
    "case.merge": _("Perkara %(reference)s digabung ke perkara lain."),
    "case.unmerge": _("Perkara %(reference)s dipisahkan lagi."),
    "case.absorb": _("Satu perkara digabung ke %(reference)s."),
    "case.release": _("Satu perkara dipisahkan lagi dari %(reference)s."),
    "case.conflict": _("Benturan kepentingan dicatat pada perkara %(reference)s."),
    "case.lift_conflict": _("Satu benturan kepentingan pada perkara %(reference)s dicabut."),
    "case.reopen": _("Perkara %(reference)s dibuka kembali."),
    "case.set_aside": _("Seorang terlapor di perkara %(reference)s tidak diperiksa lagi."),
    "hearing.represent": _("Yang diundang di perkara %(reference)s menunjuk wakil."),
    "hearing.wish": _("Yang diundang di perkara %(reference)s meminta waktu."),
    "hearing.answer": _("Tanggapan baru atas undangan di perkara %(reference)s."),
    "hearing.sign": _("Berita acara di perkara %(reference)s sudah ditandatangani atau ditolak."),
    "hearing.acquit": _("Surat tidak terbukti di perkara %(reference)s sudah dibuat."),
    "complaint.propose_false": _("Laporan %(reference)s diusulkan sebagai sengaja tidak benar, menunggu orang kedua."),
    "complaint.confirm_false": _("Laporan %(reference)s disimpulkan sengaja tidak benar."),
    "recommendation.submit": _("Rekomendasi %(reference)s menunggu persetujuan."),
    "recommendation.send_back": _("Rekomendasi %(reference)s dikembalikan ke konsep."),
    "recommendation.approve": _("Rekomendasi %(reference)s disetujui dan siap diterbitkan."),
    "recommendation.issue": _("Rekomendasi baru untuk instansi Anda: %(reference)s."),
    "recommendation.acknowledge": _("Rekomendasi %(reference)s sudah dibaca instansi."),
    "recommendation.rebut": _("Rekomendasi %(reference)s disanggah instansi."),
    "recommendation.uphold": _("Rekomendasi %(reference)s tetap berlaku, sanggahan Anda sudah dijawab."),
    "recommendation.supersede": _("Rekomendasi %(reference)s diganti, penggantinya menyusul."),
    "recommendation.implement": _("Keputusan atas rekomendasi %(reference)s sudah dicatat instansi."),
    "recommendation.verify": _("Tindak lanjut rekomendasi %(reference)s sudah diverifikasi."),
    "recommendation.contest": _("Tindak lanjut rekomendasi %(reference)s dikembalikan kepada instansi Anda."),
    "recommendation.escalate": _("Rekomendasi %(reference)s naik jenjang."),
    "recommendation.moot": _("Rekomendasi %(reference)s dinyatakan gugur."),
    "recommendation.convene": _("Instansi membentuk pemeriksa untuk %(reference)s."),
    "recommendation.appeal": _("Keberatan atau banding dicatat pada %(reference)s."),
    "recommendation.settle": _("Putusan keberatan dicatat pada %(reference)s."),
    "recommendation.unblock": _("Blokir data untuk %(reference)s dibuka."),
    "recommendation.propose": _("Langkah berikutnya untuk %(reference)s sudah waktunya."),
    "recommendation.served": _("Sanksi dalam %(reference)s selesai dijalani."),
    "recommendation.disclose": _("Rekomendasi %(reference)s dibuka untuk pengelola kepegawaian."),
    "recommendation.annex": _("Lampiran baru untuk rekomendasi %(reference)s."),
    "recommendation.withdraw_annex": _("Satu lampiran rekomendasi %(reference)s ditarik kembali."),
    "evidence.differ": _(
        "Berkas asli bukti %(reference)s tidak lagi sama dengan saat diterima. Periksa, lalu pulihkan dari cadangan."
    ),
    "search.match": _("Ada yang baru pada pencarian tersimpan nomor %(reference)s."),
    "search.broken": _("Pencarian tersimpan nomor %(reference)s tidak bisa dijalankan lagi."),
    "unsealing.ask": _("Permintaan %(reference)s: identitas seorang pelapor diminta dibuka."),
    "unsealing.grant": _("Permintaan %(reference)s disetujui. Identitas dapat Anda lihat untuk waktu terbatas."),
    "unsealing.refuse": _("Permintaan %(reference)s ditolak kustodian."),
    "unsealing.view": _("Identitas dalam permintaan %(reference)s dilihat peminta."),
    "notice.bounce": _("Surel ke instansi tentang %(reference)s terpental."),
    "invitation.propose": _("Undangan %(reference)s menunggu persetujuan orang kedua."),
    "invitation.approve": _("Undangan %(reference)s disetujui dan dikirim."),
    "invitation.refuse": _("Undangan %(reference)s ditolak."),
    "invitation.accept": _("Undangan %(reference)s diterima, akunnya sudah ada."),
    "role_change.propose": _("Perubahan akun %(reference)s menunggu persetujuan orang kedua."),
    "role_change.approve": _("Perubahan akun %(reference)s disetujui."),
    "role_change.refuse": _("Perubahan akun %(reference)s ditolak."),
    "account.sleep": _("Akun %(reference)s tidur karena lama tidak dipakai, atau dihentikan."),
    "recovery.ask": _("Pemulihan akun %(reference)s menunggu persetujuan dua orang."),
    "recovery.vouch": _("Pemulihan akun %(reference)s disetujui satu orang."),
    "departure.begin": _("Kepergian %(reference)s diproses, pekerjaannya perlu diserahkan."),
    "delegation.begin": _("Anda menggantikan rekan yang cuti (%(reference)s). Kabarnya sampai juga kepada Anda."),
    "endpoint.propose": _("Sambungan sistem %(reference)s menunggu persetujuan orang kedua."),
    "endpoint.approve": _("Sambungan sistem %(reference)s disetujui dan mulai dipakai."),
    "endpoint.refuse": _("Sambungan sistem %(reference)s ditolak."),
    "endpoint.end": _("Sambungan sistem %(reference)s diakhiri."),
    "recommendation.unseen": _("Rekomendasi %(reference)s belum dilihat siapa pun di instansi."),
    "account_review.open": _("Daftar petugas %(reference)s menunggu Anda pastikan."),
}
DIGEST = "complaint.digest"  # stands for a crowd of new reports
CROWD = _("Laporan baru masuk hampir bersamaan: %(count)s. Semuanya menunggu di antrean.")
PLACES = {
    "saved_search": "cari/tersimpan",
    "unsealing": "identitas",
    "consultation": "konsultasi",
}  # of what is no subject of a case

HEADS = {  # below the page of heads
    "invitation": "undangan/%s/",
    "role_change": "perubahan/%s/",
    "recovery": "pemulihan/%s/",
    "departure": "berhenti/%s/",
    "account_review": "tinjauan/%s/",
    "account": "?akun=%s",
}


def codes(row: Notification) -> dict:
    """What a wake-up carries of a row whose event is loaded: numbers and codes, no word of any language."""
    facts = {
        "number": row.number,
        "verb": row.event.verb,
        "kind": row.event.subject_kind,
        "reference": row.event.subject_reference,
        "created_at": time_of(row.created_at),
        "seen_at": time_of(row.seen_at),
    }
    return {**facts, "verb": DIGEST, "reference": "", "count": row.folded} if row.folded else facts


def present(row: dict, reader: Officer) -> dict:
    """The JSON of the contract for one reader, out of `codes`, in the language that is active."""
    return {
        "id": row["number"],
        "event": row["verb"],
        "subject": {"kind": row["kind"], "reference": row["reference"]},
        "url": url_of(row["kind"], row["reference"], reader),
        "text": text_of(row["verb"], row["reference"], count=row.get("count", 0)),
        "created_at": row["created_at"],
        "seen_at": row["seen_at"],
        **({"count": row["count"]} if "count" in row else {}),
    }


def text_of(verb: str, reference: str, *, count: int = 0) -> str:
    """The sentence for an event's name; the reference alone for one that has none. A digest says how many it stands for."""
    if verb == DIGEST:
        return gettext(CROWD) % {"count": number_format(count, force_grouping=True)}
    return gettext(TEXTS[verb]) % {"reference": reference} if verb in TEXTS else reference


def url_of(kind: str, reference: str, reader: Officer) -> str:
    """Where this reader finds the subject: an agency on its own page, everybody else on the desk."""
    if kind == "evidence":
        return reverse("evidence:evidence", args=[reference])
    if kind == "delegation":
        return reverse("notifications:settings")
    if kind == "endpoint":
        door = "petugas" if reader.authority_id else "instansi"
        return f"/{door}/sambungan/{reference}/"
    if kind in HEADS:
        home = "/petugas/akun-petugas/" if reader.authority_id else "/instansi/petugas/"
        return home + HEADS[kind] % reference
    if not reference:
        return f"/petugas/{kind_of(kind).slug}/"
    desk = "instansi" if kind == "recommendation" and reader.authority_id is None else "petugas"
    return f"/{desk}/{PLACES.get(kind) or kind_of(kind).slug}/{reference}/"


def time_of(at: datetime | None) -> str | None:
    """A time as the API writes it: UTC, ISO 8601."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
