"""Who may do what at the addresses of hearings; read like matrix_table.py."""

PAGES = """
GET  petugas/perkara/<slug:reference>/undangan/                                 200 ps  403 icl   404
POST petugas/perkara/<slug:reference>/undangan/                                 422 ps  403 icl   404
GET  petugas/perkara/<slug:reference>/undangan/<slug:invitation>/               200 ipscl         404
POST petugas/perkara/<slug:reference>/undangan/<slug:invitation>/kode/          200 ps  403 icl   404
POST petugas/perkara/<slug:reference>/undangan/<slug:invitation>/tidak-hadir/   422 ps  403 icl   404
POST petugas/perkara/<slug:reference>/undangan/<slug:invitation>/minta-waktu/   422 ps  403 icl   404
POST petugas/perkara/<slug:reference>/undangan/<slug:invitation>/beri-waktu/    422 ps  403 icl   404
POST petugas/perkara/<slug:reference>/undangan/<slug:invitation>/wakil/         422 ps  403 icl   404
POST petugas/perkara/<slug:reference>/undangan/<slug:invitation>/salinan/       422 ps  403 icl   404
POST petugas/perkara/<slug:reference>/undangan/<slug:invitation>/salinan/<int:enclosure>/tarik/  404 ps  403 icl   404
GET  petugas/perkara/<slug:reference>/berita-acara/                             200 ps  403 icl   404
POST petugas/perkara/<slug:reference>/berita-acara/                             422 ps  403 icl   404
GET  petugas/perkara/<slug:reference>/berita-acara/<slug:record>/<int:version>/ 200 ipscl         404
GET  petugas/perkara/<slug:reference>/berita-acara/<slug:record>/<int:version>/perbaiki/      200 ps  403 icl   404
POST petugas/perkara/<slug:reference>/berita-acara/<slug:record>/<int:version>/perbaiki/      422 ps  403 icl   404
GET  petugas/perkara/<slug:reference>/berita-acara/<slug:record>/<int:version>/tanda-tangan/  200 ps  403 icl   404
POST petugas/perkara/<slug:reference>/berita-acara/<slug:record>/<int:version>/tanda-tangan/  422 ps  403 icl   404
POST petugas/perkara/<slug:reference>/terlapor/<int:respondent>/tidak-terbukti/ 302 s   403 ipcl  404
POST petugas/laporan/<slug:reference>/tidak-benar/                              302 ps  403 i     404
POST petugas/laporan/<slug:reference>/tidak-benar/benarkan/                     302 s   403 ip    404
POST petugas/laporan/<slug:reference>/tidak-benar/batalkan/                     302 ps  403 i     404
"""

CALLS = """
GET  api/v1/cases/<reference>/invitations                                200 ipscl   404
POST api/v1/cases/<reference>/invitations                                may ps      403 icl     404
"""
