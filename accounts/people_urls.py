"""Addresses of heads, the same behind two doors: the authority's (`people`) and an agency's (`agency_people`)."""

from django.urls import path

from accounts.views.people import deciding, leaving, lists

app_name = "people"

urlpatterns = [
    path("", lists.show_list, name="list"),
    path("orang/<str:username>/", lists.show_person, name="person"),
    path("orang/<str:username>/peran/", deciding.change, name="change_form"),
    path("orang/<str:username>/sleep/", lists.sleep, name="sleep"),
    path("orang/<str:username>/wake/", lists.wake, name="wake"),
    path("orang/<str:username>/recover/", lists.recover, name="recover"),
    path("orang/<str:username>/leave/", lists.leave, name="leave"),
    path("undang/", deciding.invite, name="invite"),
    path("undangan/<slug:reference>/", deciding.show_invitation, name="invitation"),
    path("undangan/<slug:reference>/approve/", deciding.approve_invitation, name="approve_invitation"),
    path("undangan/<slug:reference>/refuse/", deciding.refuse_invitation, name="refuse_invitation"),
    path("undangan/<slug:reference>/resend/", deciding.resend_invitation, name="resend_invitation"),
    path("undangan/<slug:reference>/withdraw/", deciding.withdraw_invitation, name="withdraw_invitation"),
    path("perubahan/<slug:reference>/", deciding.show_change, name="change"),
    path("perubahan/<slug:reference>/approve/", deciding.approve_change, name="approve_change"),
    path("perubahan/<slug:reference>/refuse/", deciding.refuse_change, name="refuse_change"),
    path("perubahan/<slug:reference>/withdraw/", deciding.withdraw_change, name="withdraw_change"),
    path("pemulihan/<slug:reference>/", deciding.show_recovery, name="recovery"),
    path("pemulihan/<slug:reference>/vouch/", deciding.vouch, name="vouch"),
    path("pemulihan/<slug:reference>/refuse/", deciding.refuse_recovery, name="refuse_recovery"),
    path("berhenti/<slug:reference>/", leaving.departure, name="departure"),
    path("berhenti/<slug:reference>/hand_over/", leaving.hand_over, name="hand_over"),
    path("berhenti/<slug:reference>/close/", leaving.close, name="close"),
    path("berhenti/<slug:reference>/stay/", leaving.stay, name="stay"),
    path("tinjauan/<slug:reference>/", leaving.review, name="review"),
    path("kontak/", leaving.own_contacts, name="contacts"),
    path("kontak/<int:contact>/", leaving.contact, name="contact"),
    path("kontak/<int:contact>/revive/", leaving.revive_contact, name="revive_contact"),
    path("kontak/<int:contact>/remove/", leaving.remove_contact, name="remove_contact"),
    path("instansi/", lists.agencies, name="agencies"),
    path("instansi/<str:code>/", lists.agency, name="agency"),
    path("instansi/<str:code>/kontak/", leaving.agency_contacts, name="agency_contacts"),
]
