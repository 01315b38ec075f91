"""Addresses of this room: the door, and the own account."""

from django.urls import path

from accounts.views import account, enrolling, entering, vouched

app_name = "accounts"

urlpatterns = [
    path("masuk/faktor/", entering.factor, name="factor"),
    path("masuk/kunci/", entering.passkey, name="passkey"),
    path("masuk/daftar-faktor/", enrolling.enrol, name="enrol"),
    path("masuk/lewat/<slug:provider>/", vouched.begin, name="provider"),
    path("masuk/lewat/<slug:provider>/balik/", vouched.back, name="provider_back"),
    path("akun/", account.overview, name="overview"),
    path("akun/aplikasi/", enrolling.app, name="app"),
    path("akun/aplikasi/hapus/", account.remove_app, name="remove_app"),
    path("akun/kunci/", enrolling.new_passkey, name="new_passkey"),
    path("akun/kunci/tambah/", account.add_passkey, name="add_passkey"),
    path("akun/kunci/<int:key>/", account.rename_passkey, name="rename_passkey"),
    path("akun/kunci/<int:key>/hapus/", account.remove_passkey, name="remove_passkey"),
    path("akun/kode/", enrolling.codes, name="codes"),
    path("akun/kode/baru/", enrolling.renew_codes, name="renew_codes"),
    path("akun/sesi/lain/akhiri/", account.end_others, name="end_others"),
    path("akun/sesi/<slug:handle>/akhiri/", account.end_session, name="end_session"),
    path("akun/token/<int:key>/cabut/", account.revoke_token, name="revoke_token"),
    path("akun/kata-sandi/", account.password, name="password"),
]
