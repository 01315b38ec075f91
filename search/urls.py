"""Addresses of this room."""

from django.urls import path

from search.views import kept, page

urlpatterns = [
    path("petugas/cari/", page.search, name="search"),
    path("petugas/cari/kotak/<uuid:pk>/<int:page>/", page.marks, name="search_marks"),
    path("petugas/cari/belum-terbaca/", page.unread, name="search_unread"),
    path("petugas/cari/tersimpan/", kept.saved_searches, name="saved_searches"),
    path("petugas/cari/tersimpan/<int:saved>/", kept.saved_search, name="saved_search"),
    path("petugas/cari/tersimpan/<int:saved>/kabar/", kept.tell_saved, name="tell_saved"),
    path("petugas/cari/tersimpan/<int:saved>/hapus/", kept.drop_saved, name="drop_saved"),
    path("petugas/cari/beku/", kept.frozen_lists, name="frozen_lists"),
    path("petugas/cari/beku/<int:frozen>/", kept.frozen_list, name="frozen_list"),
    path("petugas/cari/beku/<int:frozen>/csv/", kept.frozen_csv, name="frozen_csv"),
    path("petugas/cari/catatan/", kept.search_log, name="search_log"),
]
