"""Who may do what at the addresses of the plenary, of tasks and of consultations; read like matrix_table.py."""

PAGES = """
GET  petugas/pleno/                                                      200 sc      403
GET  petugas/pleno/baru/                                                 200 s       403
POST petugas/pleno/baru/                                                 422 s       403
GET  petugas/pleno/<int:session>/                                        200 sc      404
POST petugas/pleno/<int:session>/hadir/                                  422 sc      404
POST petugas/pleno/<int:session>/perkara/                                422 s       403 c       404
POST petugas/pleno/<int:session>/perkara/<slug:reference>/keluar/        422 s       403 c       404
POST petugas/pleno/<int:session>/tutup/                                  302 s       403 c       404
GET  petugas/perkara/<slug:reference>/minutes/                           200 s       403 ipcl    404
POST petugas/perkara/<slug:reference>/minutes/                           302 s       403 ipcl    404
GET  petugas/perkara/<slug:reference>/respondents/<int:respondent>/dissent/     200 c   403 ipsl  404
POST petugas/perkara/<slug:reference>/respondents/<int:respondent>/dissent/     422 c   403 ipsl  404
GET  petugas/perkara/<slug:reference>/sanding/                           200 ipsc    403 l       404
GET  petugas/tugas/                                                      200 ipsl    403
POST petugas/tugas/<int:task>/selesai/                                   302 ps      403 il      404
GET  petugas/tugas/<int:task>/alihkan/                                   200 ps      403 il      404
POST petugas/tugas/<int:task>/alihkan/                                   422 ps      403 il      404
GET  petugas/perkara/<slug:reference>/tugas/                             200 ipsl    404
POST petugas/perkara/<slug:reference>/tugas/                             422 ps      403 il      404
GET  petugas/laporan/<slug:reference>/tugas/                             200 ips     404
POST petugas/laporan/<slug:reference>/tugas/                             409 ips     404
GET  petugas/konsultasi/                                                 200 ipslw   403
GET  petugas/konsultasi/<slug:reference>/                                200 ipsclw  404
POST petugas/konsultasi/<slug:reference>/                                422 psw     403 icl     404
POST petugas/konsultasi/<slug:reference>/berkas/                         302 psw     403 icl     404
POST petugas/konsultasi/<slug:reference>/tarik/                          302 ps      403 iclw    404
GET  petugas/perkara/<slug:reference>/konsultasi/                        200 ipscl   404
POST petugas/perkara/<slug:reference>/konsultasi/                        422 ps      403 icl     404
GET  petugas/laporan/<slug:reference>/konsultasi/                        200 ips     404
POST petugas/laporan/<slug:reference>/konsultasi/                        409 ips     404
"""

CALLS = """
GET  api/v1/cases/<reference>/plenary                                    200 ipscl   404
GET  api/v1/cases/<reference>/consultations                              200 ipscl   404
POST api/v1/cases/<reference>/consultations                              201 ps      403 icl     404
"""
BODIES = {
    "api/v1/cases/<reference>/consultations": {
        "body": "INSPECTORATE",
        "body_name": "Inspektorat",
        "question": "Sudah diperiksa?",
    },
}
