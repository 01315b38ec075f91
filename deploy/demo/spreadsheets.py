"""The demo's files from outside: an old spreadsheet, a referral of many people, and a panel's question about candidates."""

from datetime import datetime

from agencies.models import Officer
from clearance import actions as clearance
from clearance.models import Inquiry
from exchange import actions as exchange
from exchange.models import Batch

KEPT = """Rekap perkara netralitas 2020 (contoh);;;;;;;;;;;;
No. Register;Tgl Masuk;Perihal;Nama;NIP;Jabatan;Instansi;Jenis Pelanggaran;Status;Tgl Rekomendasi;Nomor SK;Tanggal SK;Sanksi
CTH-001/2020;26/06/2020;Menyukai unggahan bakal calon;Ratna Contohlestari;197504122000032905;Camat;64.02;NET-E4;Menunggu PPK;14 September 2020;;;
CTH-001/2020;26/06/2020;Menyukai unggahan bakal calon;Agus Contohperkasa;198101152005011903;Lurah;64.02;NET-E4;Tidak terbukti;;;;
CTH-002/2020;3 Juli 2020;Memasang baliho bakal calon;Darmawan Contohputra;196911302000031907;Kepala dinas;65;NET-E1;Selesai;1 September 2020;SK-7/CTH/2020;20 Okt 2020;MORAL-OPEN
CTH-003/2020;20-08-2020;Hadir dalam deklarasi;Yuliana Contohwati;198803082012012904;Guru;64.02;NET-E3;Pensiun;;;;
CTH-004/2020;2020-10-13;Swafoto bersama pasangan calon;Hendra Contohsetia;199002202014021906;Pelaksana;65;NET-D7;Pemeriksaan;;;;
"""  # noqa: E501 - a table
REFERRED = """Nomor penerusan,Uraian kejadian,Tanggal kejadian,Wilayah,Nama terlapor,NIP,Jabatan,Instansi,Pelanggaran
CTH/12/PM.05/2024,Dua pegawai membagikan kaus bergambar pasangan calon di balai desa.,14 Oktober 2024,64.02,Suryadi Contohlaga,198512012010011908,Kasi Pemerintahan,64.02,NET-D8
CTH/12/PM.05/2024,Dua pegawai membagikan kaus bergambar pasangan calon di balai desa.,14 Oktober 2024,64.02,Melati Contohasih,199305052019032909,Staf,64.02,NET-D8
CTH/13/PM.05/2024,Hadir di panggung kampanye.,14 Oktember 2024,64.02,Teguh Contohjaya,19850101,Camat,64.02,NET-D4
"""  # noqa: E501 - a table
SHORTLIST = [
    clearance.Candidate("196911302000031907", "Darmawan Contohputra"),
    clearance.Candidate("199002202014021906", "Hendra Contohsetia"),
    clearance.Candidate("198708172011012910", "Kartika Contohdewi"),
]


def bring_in(*, at: datetime) -> None:
    """Once: what is there already stays as it is."""
    people = {officer.username: officer for officer in Officer.objects.filter(demo=True)}
    if Batch.objects.exists() or not {"penyelia", "bawaslu", "merit"} <= set(people):
        return
    _bring(KEPT, "rekap-2020.csv", Batch.Kind.CASES, people["penyelia"], at)
    _bring(REFERRED, "penerusan-oktober.csv", Batch.Kind.REFERRALS, people["bawaslu"], at)
    purpose = "Seleksi terbuka JPT pratama (contoh), surat panitia nomor 12"
    clearance.ask(SHORTLIST, purpose=purpose, by=people["merit"], at=at, channel=Inquiry.Channel.PAGE)


def _bring(text: str, name: str, kind: str, by: Officer, at: datetime) -> None:
    batch = exchange.upload(text.encode(), name=name, kind=kind, source="", by=by, at=at)
    exchange.check(batch, columns=batch.columns, by=by, at=at)
    exchange.start(batch, by=by, at=at)
    exchange.run(batch.reference, at=at)
