"""Who may do what on the pages of heads: the authority's (s supervisor, d administrator) and an agency's (g its head).

As in matrix_table.py: the letters after a number get it, the last word is for everybody else.
"""

AUTHORITY = """
GET  petugas/akun-petugas/                                               200 sd      403
GET  petugas/akun-petugas/orang/<str:username>/                          200 sd      403
GET  petugas/akun-petugas/orang/<str:username>/peran/                    200 d       403
POST petugas/akun-petugas/orang/<str:username>/peran/                    422 d       403
POST petugas/akun-petugas/orang/<str:username>/sleep/                    may d       403
POST petugas/akun-petugas/orang/<str:username>/wake/                     may d       403
POST petugas/akun-petugas/orang/<str:username>/recover/                  may sd      403
POST petugas/akun-petugas/orang/<str:username>/leave/                    may sd      403
GET  petugas/akun-petugas/undang/                                        200 d       403
POST petugas/akun-petugas/undang/                                        422 d       403
GET  petugas/akun-petugas/undangan/<slug:reference>/                     200 sd      403
POST petugas/akun-petugas/undangan/<slug:reference>/approve/             may s       403
POST petugas/akun-petugas/undangan/<slug:reference>/refuse/              may s       403
POST petugas/akun-petugas/undangan/<slug:reference>/resend/              may d       403
POST petugas/akun-petugas/undangan/<slug:reference>/withdraw/            may d       403
GET  petugas/akun-petugas/perubahan/<slug:reference>/                    200 sd      403
POST petugas/akun-petugas/perubahan/<slug:reference>/approve/            may s       403
POST petugas/akun-petugas/perubahan/<slug:reference>/refuse/             may s       403
POST petugas/akun-petugas/perubahan/<slug:reference>/withdraw/           may d       403
GET  petugas/akun-petugas/pemulihan/<slug:reference>/                    200 sd      403
POST petugas/akun-petugas/pemulihan/<slug:reference>/vouch/              may sd      403
POST petugas/akun-petugas/pemulihan/<slug:reference>/refuse/             may sd      403
GET  petugas/akun-petugas/berhenti/<slug:reference>/                     200 sd      403
POST petugas/akun-petugas/berhenti/<slug:reference>/hand_over/           may sd      403
POST petugas/akun-petugas/berhenti/<slug:reference>/close/               may sd      403
POST petugas/akun-petugas/berhenti/<slug:reference>/stay/                may sd      403
GET  petugas/akun-petugas/tinjauan/<slug:reference>/                     200 s       403
POST petugas/akun-petugas/tinjauan/<slug:reference>/                     422 s       403
GET  petugas/akun-petugas/kontak/                                        404 d       403
POST petugas/akun-petugas/kontak/                                        404 d       403
GET  petugas/akun-petugas/kontak/<int:contact>/                          200 d       403
POST petugas/akun-petugas/kontak/<int:contact>/                          422 d       403
POST petugas/akun-petugas/kontak/<int:contact>/revive/                   may d       403
POST petugas/akun-petugas/kontak/<int:contact>/remove/                   may d       403
GET  petugas/akun-petugas/instansi/                                      200 sd      403
GET  petugas/akun-petugas/instansi/<str:code>/                           200 sd      403
GET  petugas/akun-petugas/instansi/<str:code>/kontak/                    200 d       403
POST petugas/akun-petugas/instansi/<str:code>/kontak/                    422 d       403
"""

AGENCY = """
GET  instansi/petugas/                                                   200 g       403
GET  instansi/petugas/orang/<str:username>/                              200 g       403
GET  instansi/petugas/orang/<str:username>/peran/                        200 g       403
POST instansi/petugas/orang/<str:username>/peran/                        422 g       403
POST instansi/petugas/orang/<str:username>/sleep/                        may g       403
POST instansi/petugas/orang/<str:username>/wake/                         may g       403
POST instansi/petugas/orang/<str:username>/recover/                      may g       403
POST instansi/petugas/orang/<str:username>/leave/                        may g       403
GET  instansi/petugas/undang/                                            200 g       403
POST instansi/petugas/undang/                                            422 g       403
GET  instansi/petugas/undangan/<slug:reference>/                         200 g       403
POST instansi/petugas/undangan/<slug:reference>/approve/                 may g       403
POST instansi/petugas/undangan/<slug:reference>/refuse/                  may g       403
POST instansi/petugas/undangan/<slug:reference>/resend/                  may g       403
POST instansi/petugas/undangan/<slug:reference>/withdraw/                may g       403
GET  instansi/petugas/perubahan/<slug:reference>/                        200 g       403
POST instansi/petugas/perubahan/<slug:reference>/approve/                may g       403
POST instansi/petugas/perubahan/<slug:reference>/refuse/                 may g       403
POST instansi/petugas/perubahan/<slug:reference>/withdraw/               may g       403
GET  instansi/petugas/pemulihan/<slug:reference>/                        200 g       403
POST instansi/petugas/pemulihan/<slug:reference>/vouch/                  may g       403
POST instansi/petugas/pemulihan/<slug:reference>/refuse/                 may g       403
GET  instansi/petugas/berhenti/<slug:reference>/                         200 g       403
POST instansi/petugas/berhenti/<slug:reference>/hand_over/               may g       403
POST instansi/petugas/berhenti/<slug:reference>/close/                   may g       403
POST instansi/petugas/berhenti/<slug:reference>/stay/                    may g       403
GET  instansi/petugas/tinjauan/<slug:reference>/                         200 g       403
POST instansi/petugas/tinjauan/<slug:reference>/                         422 g       403
GET  instansi/petugas/kontak/                                            200 g       403
POST instansi/petugas/kontak/                                            422 g       403
GET  instansi/petugas/kontak/<int:contact>/                              200 g       403
POST instansi/petugas/kontak/<int:contact>/                              422 g       403
POST instansi/petugas/kontak/<int:contact>/revive/                       may g       403
POST instansi/petugas/kontak/<int:contact>/remove/                       may g       403
GET  instansi/petugas/instansi/                                          403
GET  instansi/petugas/instansi/<str:code>/                               403
GET  instansi/petugas/instansi/<str:code>/kontak/                        404 g       403
POST instansi/petugas/instansi/<str:code>/kontak/                        404 g       403
"""
SIDES = {"petugas/akun-petugas/": "office", "instansi/petugas/": "bureau"}  # of a story
WORDS = {
    "orang/": "person",
    "undangan/": "invitation",
    "perubahan/": "change",
    "pemulihan/": "recovery",
    "berhenti/": "departure",
    "tinjauan/": "review",
}


def values_of(route: str, story) -> dict:
    """What stands for the names in a route of heads, out of one story; nothing for every other route."""
    side = next((side for prefix, side in SIDES.items() if route.startswith(prefix)), None)
    if side is None:
        return {}
    own = getattr(story, side)
    kind = next((kind for word, kind in WORDS.items() if word in route), "person")
    return {"reference": getattr(own, kind), "username": own.person, "contact": own.contact}
