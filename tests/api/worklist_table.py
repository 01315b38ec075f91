"""Who may do what at the addresses of filters, bulk runs, routing and signs of life; read like matrix_table.py."""

PAGES = """
POST petugas/antrean/borongan/                                           404
GET  petugas/saringan/                                                   200 ipscl   403
GET  petugas/saringan/baru/                                              404 ipscl   403
POST petugas/saringan/baru/                                              404 ipscl   403
GET  petugas/saringan/<int:sieve>/                                       404 ipscl   403
POST petugas/saringan/<int:sieve>/                                       404 ipscl   403
POST petugas/saringan/<int:sieve>/hapus/                                 404 ipscl   403
GET  petugas/sekaligus/                                                  200 ipscl   403
GET  petugas/sekaligus/<int:bulk_run>/                                   404
POST petugas/sekaligus/<int:bulk_run>/                                   404
POST petugas/sekaligus/<int:bulk_run>/jalankan/                          404
POST petugas/sekaligus/<int:bulk_run>/batalkan/                          404
POST petugas/sekaligus/<int:bulk_run>/ulangi/                            404
GET  petugas/penyaluran/                                                 200 s       403
GET  petugas/penyaluran/aturan/                                          200 s       403
POST petugas/penyaluran/aturan/                                          422 s       403
GET  petugas/penyaluran/aturan/<int:routing>/                            404 s       403
POST petugas/penyaluran/aturan/<int:routing>/                            404 s       403
POST petugas/penyaluran/aturan/<int:routing>/hapus/                      404 s       403
GET  petugas/penyaluran/tim/                                             200 s       403
POST petugas/penyaluran/tim/                                             422 s       403
GET  petugas/penyaluran/tim/<int:team>/                                  404 s       403
POST petugas/penyaluran/tim/<int:team>/                                  404 s       403
POST petugas/penyaluran/ketidakhadiran/                                  422 s       403
POST petugas/penyaluran/ketidakhadiran/<int:absence>/hapus/              302 s       403
POST petugas/laporan/<slug:reference>/dilihat/                           200 ipsw    404
POST petugas/perkara/<slug:reference>/dilihat/                           200 ipscl   404
POST petugas/rekomendasi/<slug:reference>/dilihat/                       200 ipscl   404
"""
