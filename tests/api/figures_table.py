"""Who may see figures, ask about candidates, bring files in and take them out; read like matrix_table.py."""

PAGES = """
GET  petugas/keterangan/                                                 200 m       403
POST petugas/keterangan/                                                 422 m       403
GET  petugas/keterangan/penanya/                                         200 s       403
POST petugas/keterangan/penanya/                                         422 s       403
GET  petugas/keterangan/<slug:inquiry>/                                  404
GET  petugas/keterangan/<slug:inquiry>/surat/                            404
POST petugas/keterangan/<slug:inquiry>/surat/                            404
GET  pimpinan/                                                           200 scl     403
GET  pimpinan/perkara/                                                   200 scl     403
GET  petugas/angka/                                                      200 scl     403
GET  petugas/angka/<slug:form>/                                          200 scl     403
GET  petugas/impor/                                                      200 s       403
POST petugas/impor/                                                      422 s       403
GET  petugas/impor/<slug:batch>/                                         404
POST petugas/impor/<slug:batch>/                                         404
GET  petugas/rujukan/                                                    200 isw     403
POST petugas/rujukan/                                                    422 isw     403
GET  petugas/rujukan/<slug:batch>/                                       404
POST petugas/rujukan/<slug:batch>/                                       404
GET  petugas/ekspor/                                                     200 s       403
GET  petugas/ekspor/sanksi/<slug:form>/                                  200 s       403
GET  petugas/skema/<slug:name>/                                          200
"""
CALLS = """
GET  api/v1/clearance/<nip>                                              422 m       403
"""
