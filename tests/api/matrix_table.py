"""Who may do what at which address: the table that test_matrix.py compares every answer with. Read it like a contract.

A letter is a person: i intake, p investigator, s supervisor, c commissioner, b the agency's BKD, k another agency's BKD,
w partner, l leadership, a auditor, u custodian, m merit, d administrator, g the head of the agency's accounts, r a reporter
with the receipt code, - nobody;
n an investigator who has shown a password and no second factor: gets what nobody gets, everywhere.
A row says what they get for their own object: "200 ips" is an open page for three, and everybody else gets the row's last
word. "may" stands for done, too late or details wrong (200, 201, 302, 409, 422): the person is let through.
For an object of others everybody gets what they get for one that does not exist.
"""

PEOPLE = {
    "i": "intake",
    "p": "pemeriksa",
    "s": "penyelia",
    "c": "komisioner",
    "b": "bkd.kukar",
    "k": "bkd.kaltara",
    "w": "bawaslu",
    "l": "pimpinan",
    "a": "auditor",
    "u": "kustodian",
    "m": "merit",
    "d": "admin",
    "g": "kepala.kukar",
}
REPORTER, NOBODY, HALF_IN = "r", "-", "n"
LETTERS = [*PEOPLE, REPORTER, NOBODY, HALF_IN]
MAY = {200, 201, 302, 409, 422}

# Who sees an object (everybody else: it does not exist), and who does what to it (who sees it and does not: 403).
SEES = {
    "complaint": "ipsw",
    "case": "ipscl",
    "recommendation": "ipscl",
}
DOES = {
    "complaint": {
        "verify": "is",
        "request_completion": "is",
        "accept": "is",
        "reject": "is",
        "forward": "is",
        "merge": "is",
        "unmerge": "is",
        "resubmit": "r",
        "withdraw": "r",
    },
    "case": {
        "assign": "s",
        "clarify": "p",
        "examine": "p",
        "deliberate": "s",
        "vote": "c",
        "decide": "c",
        "send_back": "cs",
        "follow_up": "s",
        "close": "s",
        "moot": "s",
        "transfer": "s",
        "merge": "s",
        "unmerge": "s",
        "reopen": "s",
    },
    "recommendation": {
        "submit": "s",
        "send_back": "cs",
        "approve": "c",
        "issue": "s",
        "acknowledge": "b",
        "rebut": "b",
        "implement": "b",
        "uphold": "s",
        "supersede": "s",
        "verify": "s",
        "contest": "s",
        "escalate": "s",
        "moot": "s",
        "convene": "b",
        "appeal": "bs",
        "settle": "bs",
        "unblock": "s",
        "withhold": "s",
        "disclose": "s",
    },
}

# Pages of people with an account: whoever is logged out is led to the door. The last word is for everybody else.
STAFF_PAGES = """
GET  petugas/                                                            200 ipscl   302 waum    403
GET  petugas/antrean/<slug:slug>/                                        200 ips     404
GET  petugas/jejak/                                                      200 a       403
GET  petugas/jejak/bukti/                                                200 a       403
GET  petugas/retensi/                                                    200 scla    403
POST petugas/retensi/usul/                                               422 s       403
GET  petugas/retensi/daftar/<slug:disposal>/                             200 scla    403
POST petugas/retensi/daftar/<slug:disposal>/review/                      may cl      403
POST petugas/retensi/daftar/<slug:disposal>/refuse/                      422 cl      403
GET  petugas/retensi/tahan/<slug:kind>/<slug:reference>/                 200 s       403 ipw     404
POST petugas/retensi/tahan/<slug:kind>/<slug:reference>/                 422 s       403 ipw     404
POST petugas/retensi/penahanan/<int:hold>/ask_lift/                      422 s       403
POST petugas/retensi/penahanan/<int:hold>/lift/                          422 scl     403
GET  petugas/audit/                                                      200 a       403
GET  petugas/audit/csv/                                                  200 a       403
GET  petugas/audit/rantai/                                               200 a       403
GET  petugas/laporan/                                                    200 ipsw    403
GET  petugas/laporan/catat/                                              200 is      403
POST petugas/laporan/catat/                                              422 is      403
GET  petugas/laporan/<slug:reference>/                                   200 ipsw    404
GET  petugas/laporan/<slug:reference>/evidence/                          200 ipsw    404
POST petugas/laporan/<slug:reference>/evidence/                          may ipsw    404
POST petugas/laporan/<slug:reference>/messages/                          may ips     403 w       404
GET  petugas/perkara/<slug:reference>/                                   200 ipscl   404
GET  petugas/perkara/<slug:reference>/ketentuan/                         200 ipscl   404
GET  petugas/perkara/<slug:reference>/notes/                             may ps      403 icl     404
POST petugas/perkara/<slug:reference>/notes/                             may ps      403 icl     404
GET  petugas/perkara/<slug:reference>/statements/                        may ps      403 icl     404
POST petugas/perkara/<slug:reference>/statements/                        may ps      403 icl     404
GET  petugas/perkara/<slug:reference>/evidence/                          may ips     403 cl      404
POST petugas/perkara/<slug:reference>/evidence/                          may ips     403 cl      404
GET  petugas/perkara/<slug:reference>/respondents/<int:respondent>/finding/     may p   403 iscl  404
POST petugas/perkara/<slug:reference>/respondents/<int:respondent>/finding/     may p   403 iscl  404
GET  petugas/perkara/<slug:reference>/respondents/<int:respondent>/allegation/  may p   403 iscl  404
POST petugas/perkara/<slug:reference>/respondents/<int:respondent>/allegation/  may p   403 iscl  404
GET  petugas/perkara/<slug:reference>/respondents/<int:respondent>/set_aside/   may s   403 ipcl  404
POST petugas/perkara/<slug:reference>/respondents/<int:respondent>/set_aside/   may s   403 ipcl  404
GET  petugas/perkara/<slug:reference>/respondents/<int:respondent>/identify/    may ps  403 icl   404
POST petugas/perkara/<slug:reference>/respondents/<int:respondent>/identify/    may ps  403 icl   404
POST petugas/perkara/<slug:reference>/respondents/<int:respondent>/mention/     may ps      403 icl     404
GET  petugas/orang/                                                      200 ipscl   403
GET  petugas/orang/<int:person>/                                         200 ipscl   403
POST petugas/orang/<int:person>/decide/                                  404 ipscl   403
POST petugas/orang/<int:person>/kaitan/<int:verdict>/part/               404 ipscl   403
GET  petugas/perkara/<slug:reference>/respondents/<int:respondent>/orang/       302 ipscl       404
GET  petugas/perkara/<slug:reference>/respondents/<int:respondent>/merge/       may s   403 ipcl    404
POST petugas/perkara/<slug:reference>/respondents/<int:respondent>/merge/       may s   403 ipcl    404
POST petugas/perkara/<slug:reference>/respondents/<int:respondent>/unmerge/     may s   403 ipcl    404
GET  petugas/perkara/pindah/                                             200 s       403
POST petugas/perkara/pindah/                                             422 s       403
GET  petugas/laporan/gerombol/                                           200 is      403
POST petugas/laporan/gerombol/                                           422 is      403
GET  petugas/borongan/<int:batch>/                                       404
GET  petugas/borongan/<int:batch>/csv/                                   404
GET  petugas/benturan/                                                   200
POST petugas/benturan/nip/                                               422
POST petugas/benturan/nip-petugas/                                       422 sc      403
POST petugas/benturan/hubungan/                                          422
POST petugas/benturan/hubungan/<int:tie>/hapus/                          302
POST petugas/benturan/<int:conflict>/lift/                               404
GET  petugas/laporan/<slug:reference>/benturan/                          200 ipsw    404
POST petugas/laporan/<slug:reference>/benturan/                          422 ipsw    404
GET  petugas/perkara/<slug:reference>/benturan/                          200 ipscl   404
POST petugas/perkara/<slug:reference>/benturan/                          422 ipscl   404
GET  petugas/rekomendasi/<slug:reference>/                               200 ipscl   404
GET  petugas/perkara/<slug:reference>/berkas/                            200 ipsc    403 l       404
POST petugas/perkara/<slug:reference>/berkas/                            422 ipsc    403 l       404
GET  petugas/perkara/<slug:reference>/terbitkan/                         200 s       403 ipcl    404
POST petugas/perkara/<slug:reference>/terbitkan/                         may s       403 ipcl    404
GET  petugas/surat/<uuid:letter>/                                        200 ipsclb  404
GET  petugas/surat/<uuid:letter>/pdf/                                    200 ipsclb  404
POST petugas/surat/<uuid:letter>/penyampaian/                            may ips     403 clb     404
GET  petugas/rekomendasi/<slug:reference>/revise/                        may s       403 ipcl    404
POST petugas/rekomendasi/<slug:reference>/revise/                        may s       403 ipcl    404
GET  petugas/rekomendasi/<slug:reference>/annexes/                       may ps      403 icl     404
POST petugas/rekomendasi/<slug:reference>/annexes/                       may ps      403 icl     404
GET  petugas/rekomendasi/<slug:reference>/annexes/<int:annex>/withdraw/  may ps      403 icl     404
POST petugas/rekomendasi/<slug:reference>/annexes/<int:annex>/withdraw/  may ps      403 icl     404
GET  petugas/rekomendasi/<slug:reference>/evidence/                      may ips     403 cl      404
POST petugas/rekomendasi/<slug:reference>/evidence/                      may ips     403 cl      404
GET  petugas/rekomendasi/<slug:reference>/versi/                         200 ipscl   404
GET  petugas/eskalasi/                                                   200 s       403
POST petugas/eskalasi/                                                   422 s       403
GET  petugas/unggah/<uuid:upload>/                                       200 p       404
DELETE petugas/unggah/<uuid:upload>/                                     412 p       404
GET  instansi/unggah/<uuid:upload>/                                      200 p       404
GET  petugas/bukti/<uuid:pk>/                                            200 ipscw   404
GET  petugas/bukti/<uuid:pk>/berkas/                                     200 ipscw   404
GET  petugas/bukti/<uuid:pk>/halaman/<int:page>/                         404
GET  petugas/bukti/<uuid:pk>/putar/                                      404
GET  petugas/bukti/<uuid:pk>/asli/                                       200 ps      403 icw     404
POST petugas/bukti/<uuid:pk>/asli/                                       422 ps      403 icw     404
GET  petugas/bukti/<uuid:pk>/samarkan/                                   200 ps      403 icw     404
POST petugas/bukti/<uuid:pk>/samarkan/                                   200 ps      403 icw     404
GET  petugas/bukti/<uuid:pk>/samaran/<int:redaction>/                    200 ipsc    404
POST petugas/bukti/<uuid:pk>/catatan/                                    302 ips     403 cw      404
POST petugas/bukti/<uuid:pk>/periksa/                                    302 ipsc    403 w       404
GET  petugas/bukti/<uuid:pk>/langkah/                                    200 ipscw   404
POST petugas/bukti/<uuid:pk>/retry/                                      409 ips     403 cw      404
GET  petugas/tautan/<int:link>/                                          200 ipsc    404
POST petugas/tautan/<int:link>/sight/                                    may ips     403 c       404
POST petugas/tautan/<int:link>/sightings/<int:sighting>/witness/         may is      403 pc      404
GET  petugas/identitas/                                                  200 psu     403
GET  petugas/identitas/kunci/                                            200 u       403
POST petugas/identitas/kunci/                                            may u       403
POST petugas/identitas/kunci/<int:key>/bagi/                             404 u       403
GET  petugas/identitas/<slug:unsealing>/                                 200 pu      404
POST petugas/identitas/<slug:unsealing>/grant/                           may u       403 p       404
POST petugas/identitas/<slug:unsealing>/refuse/                          may u       403 p       404
POST petugas/identitas/<slug:unsealing>/look/                            may p       403 u       404
POST petugas/identitas/<slug:unsealing>/end/                             may pu      404
GET  petugas/laporan/<slug:reference>/identitas/                         200 ps      403 iw      404
POST petugas/laporan/<slug:reference>/identitas/                         may ps      403 iw      404
GET  petugas/cari/                                                       200 ips     403
GET  petugas/cari/kotak/<uuid:pk>/<int:page>/                            200 ips     403
GET  petugas/cari/belum-terbaca/                                         200 ips     403
GET  petugas/cari/tersimpan/                                             200 ips     403
POST petugas/cari/tersimpan/                                             422 ips     403
GET  petugas/cari/tersimpan/<int:saved>/                                 302 p       404
POST petugas/cari/tersimpan/<int:saved>/kabar/                           302 p       404
POST petugas/cari/tersimpan/<int:saved>/hapus/                           302 p       404
GET  petugas/cari/beku/                                                  200 ips     403
POST petugas/cari/beku/                                                  422 ips     403
GET  petugas/cari/beku/<int:frozen>/                                     200 p       404 is      403
GET  petugas/cari/beku/<int:frozen>/csv/                                 200 p       404 is      403
GET  petugas/cari/catatan/                                               200 a       403
GET  pemberitahuan/                                                      200
GET  pemberitahuan/pengaturan/                                           200
POST pemberitahuan/pengaturan/                                           422
POST pemberitahuan/pengganti/                                            422
POST pemberitahuan/pengganti/<slug:reference>/akhiri/                    404
GET  petugas/belum-dilihat/                                              200 ipscl   403
GET  petugas/sistem/pengiriman/                                          200 d       403
POST petugas/sistem/pengiriman/<slug:place>/<int:row>/retry/              404 d       403
POST petugas/sistem/pengiriman/<slug:place>/<int:row>/drop/               404 d       403
GET  petugas/sambungan/                                                  200 sd      403
POST petugas/sambungan/                                                  403
GET  petugas/sambungan/<slug:reference>/                                 404 sd      403
POST petugas/sambungan/<slug:reference>/approve/                         404 sd      403
POST petugas/sambungan/<slug:reference>/refuse/                          404 sd      403
POST petugas/sambungan/<slug:reference>/end/                             404 sd      403
GET  instansi/sambungan/                                                 200 g       403
POST instansi/sambungan/                                                 422 g       403
GET  instansi/sambungan/<slug:reference>/                                404 g       403
POST instansi/sambungan/<slug:reference>/approve/                        404 g       403
POST instansi/sambungan/<slug:reference>/refuse/                         404 g       403
POST instansi/sambungan/<slug:reference>/end/                            404 g       403
GET  akun/                                                               200
GET  akun/aplikasi/                                                      200 n       200
POST akun/aplikasi/hapus/                                                404
GET  akun/kunci/                                                         200 n       200
GET  akun/kunci/tambah/                                                  200
POST akun/kunci/<int:key>/                                               404
POST akun/kunci/<int:key>/hapus/                                         404
GET  akun/kode/                                                          302
POST akun/kode/baru/                                                     302
POST akun/sesi/lain/akhiri/                                              302
POST akun/sesi/<slug:handle>/akhiri/                                     404
POST akun/token/<int:key>/cabut/                                         404
GET  akun/kata-sandi/                                                    200
GET  instansi/                                                           200 bk      302
GET  instansi/rekomendasi/<slug:reference>/                              200 b       404
GET  instansi/tembusan/<slug:reference>/                                 404
GET  instansi/rekomendasi/<slug:reference>/surat/                        200 b       404
POST instansi/rekomendasi/<slug:reference>/acknowledge/                  may b       404
POST instansi/rekomendasi/<slug:reference>/implement/                    may b       404
POST instansi/rekomendasi/<slug:reference>/rebut/                        may b       404
POST instansi/rekomendasi/<slug:reference>/convene/                      may b       404
POST instansi/rekomendasi/<slug:reference>/appeal/                       may b       404
POST instansi/rekomendasi/<slug:reference>/settle/                       may b       404
POST instansi/rekomendasi/<slug:reference>/disclose/                     403 b       404
POST instansi/rekomendasi/<slug:reference>/berkas/                       may b       404
GET  instansi/bukti/<uuid:pk>/berkas/                                    200 ipsc    404
GET  instansi/rekomendasi/<slug:reference>/lampiran/<int:annex>/         200 b       404
"""

# Pages that answer a script, and the API: whoever is logged out is told so by number.
API = """
GET  pemberitahuan/baru/                                                 403 -       200
POST pemberitahuan/dilihat/                                              403 -       200
POST api/v1/complaints                                                   201 isw-r   403
GET  api/v1/complaints                                                   200
GET  api/v1/complaints/<reference>                                       200 ipsw    404
GET  api/v1/complaints/<reference>/status                                200 ipswr   404
GET  api/v1/complaints/<reference>/messages                              200 ipsr    403 w       404
POST api/v1/complaints/<reference>/messages                              201 ipsr    403 w       404
POST api/v1/complaints/<reference>/evidence                              201 ipswr   404
POST api/v1/complaints/<reference>/uploads                               412 ipswr   404
GET  api/v1/cases                                                        200
GET  api/v1/cases/<reference>                                            200 ipscl   404
POST api/v1/cases/<reference>/findings                                   may p       403 iscl    404
POST api/v1/cases/<reference>/respondents/<respondent>/set_aside         may s       403 ipcl    404
POST api/v1/cases/<reference>/respondents/<respondent>                   may ps      403 icl     404
POST api/v1/cases/<reference>/evidence                                   201 ips     403 cl      404
POST api/v1/cases/<reference>/uploads                                    412 ips     403 cl      404
GET  api/v1/recommendations                                              200
GET  api/v1/letters/<uuidstr:letter>.pdf                                 200 ipsclb  404
GET  api/v1/verify/<code>                                                200 -r      200
GET  api/v1/recommendations/<reference>                                  200 ipsclb  404
GET  api/v1/recommendations/<reference>/annexes/<int:annex>              200 ipsclb  404
POST api/v1/recommendations/<reference>/evidence                         201 ipsb    403 cl      404
POST api/v1/recommendations/<reference>/uploads                          412 ipsb    403 cl      404
OPTIONS api/v1/uploads                                                   204 -r      204
OPTIONS api/v1/uploads/<uuidstr:upload>                                  204 p       404
GET  api/v1/uploads/<uuidstr:upload>                                     200 p       404
HEAD api/v1/uploads/<uuidstr:upload>                                     412 p       404
PATCH api/v1/uploads/<uuidstr:upload>                                    412 p       404
DELETE api/v1/uploads/<uuidstr:upload>                                   412 p       404
GET  api/v1/evidence/<uuidstr:pk>                                        200 ipscw   404
GET  api/v1/evidence/<uuidstr:pk>/file                                   200 ipscw   404
GET  api/v1/evidence/<uuidstr:pk>/original                               422 ps      403 icw     404
GET  api/v1/search                                                       200 ips     403
GET  api/v1/access-records                                               200 a       403
GET  api/v1/searches                                                     200
POST api/v1/searches                                                     201 ips     403
DELETE api/v1/searches/<int:saved>                                       204 p       404
GET  api/v1/notifications                                                200
POST api/v1/notifications/seen                                           200
GET  api/v1/violations                                                   200
GET  api/v1/deadlines/<reference>                                        200 ipsw    404
GET  api/v1/law/assess                                                   may
GET  api/v1/agencies                                                     200
GET  api/v1/agencies/<code>                                              200
"""

# Pages for everybody: they know nothing of an account, and of a report only what its own cookie opens.
PUBLIC = """
GET /, GET perlindungan/, GET data-pribadi/, GET aksesibilitas/, GET masuk/, POST keluar/,
GET undangan/, POST undangan/, GET undangan/<str:secret>/, GET masuk/kehilangan-perangkat/, POST masuk/kehilangan-perangkat/,
GET masuk/faktor/, GET masuk/kunci/, GET masuk/daftar-faktor/, GET masuk/lewat/<slug:provider>/,
GET masuk/lewat/<slug:provider>/balik/, GET sistem/login/,
GET verifikasi/, GET verifikasi/<str:code>/,
GET lapor/, GET lapor/siapa/, GET lapor/kapan-di-mana/, GET lapor/bukti/, GET lapor/kontak/, GET lapor/periksa/,
GET lapor/tanda-terima/, GET lapor/baru/, GET lapor/lanjutkan/, GET lapor/hapus/, POST lapor/tutup/, GET lapor/wilayah.json,
GET lapor/instansi.json, GET lacak/, POST lacak/, POST lacak/pesan/, POST lacak/bukti/, POST lacak/jawab/,
GET lapor/bukti/<uuid:upload>/, GET lacak/bukti/<uuid:upload>/,
GET tanggapan/, POST tanggapan/, GET tanggapan/jawab/, GET tanggapan/waktu/, GET tanggapan/wakil/,
GET tanggapan/benar/<int:record>/, GET tanggapan/tanda-terima/<slug:answer>/, GET tanggapan/tanda-terima/<slug:answer>/teks/,
GET tanggapan/lampiran/<int:enclosure>/, GET tanggapan/tutup/,
GET lacak/tarik/, POST lacak/tutup/, GET keluar-cepat/, POST csp/, GET lapor/tunggu/,
GET api/v1/openapi.json, GET api/v1/, GET healthz, GET readyz, GET metrics
"""
ADMINISTRATION = "sistem/"
ADMIN_DOORS = {"sistem/login/", "sistem/logout/", "sistem/jsi18n/"}


def rows(text: str) -> dict[tuple[str, str], dict[str, str]]:
    """(method, route) → letter or "" (everybody else) → status."""
    found = {}
    for line in text.strip().splitlines():
        method, route, *words = line.split()
        *pairs, otherwise = words
        answers = {letter: pairs[i] for i in range(0, len(pairs), 2) for letter in pairs[i + 1]}
        found[method, route] = {**answers, "": otherwise}
    return found


def verb_rows() -> dict[tuple[str, str], dict[str, str]]:
    """The pages of the verbs, out of SEES and DOES."""
    rooms = {"complaint": "laporan", "case": "perkara", "recommendation": "rekomendasi"}
    found = {}
    for kind, verbs in DOES.items():
        for verb, doers in verbs.items():
            answers = {**dict.fromkeys(SEES[kind], "403"), **{d: "may" for d in doers if d in SEES[kind]}, "": "404"}
            for method in ("GET", "POST"):
                found[method, f"petugas/{rooms[kind]}/<slug:reference>/{verb}/"] = answers
    return found


def api_verb_rows() -> dict[tuple[str, str], dict[str, str]]:
    """The calls of the verbs; here the agency and the reporter come in by the same door."""
    plurals = {"complaint": "complaints", "case": "cases", "recommendation": "recommendations"}
    also = {"complaint": "r", "case": "", "recommendation": "b"}
    found = {}
    for kind, verbs in DOES.items():
        for verb, doers in verbs.items():
            answers = {**dict.fromkeys(SEES[kind] + also[kind], "403"), **dict.fromkeys(doers, "may"), "": "404"}
            found["POST", f"api/v1/{plurals[kind]}/<reference>/transitions/{verb}"] = answers
    return found


def public_rows() -> set[tuple[str, str]]:
    pairs = (pair.split() for pair in PUBLIC.replace("\n", " ").split(",") if pair.strip())
    return {(method, route.lstrip("/") if route == "/" else route) for method, route in pairs}
