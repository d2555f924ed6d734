"""Planning, publishing, public pages and the agency's board."""

from django.urls import path

from vacancies.views import board, calendar, office, pages, plan, public, registration

OWN = "instansi/lowongan/<uuid:public_id>/"

urlpatterns = [
    # Two addresses of one page; reverse() gives the later one.
    path("lowongan/", public.list_vacancies, name="list_vacancies"),
    path("", public.list_vacancies, name="list_vacancies"),
    path("lowongan/<uuid:public_id>/tenggat.ics", calendar.download_deadline, name="download_deadline"),
    path("lowongan/<uuid:public_id>/", public.show_vacancy, name="show_vacancy"),
    path("hasil/", public.list_results, name="list_results"),
    path("hasil/<uuid:public_id>/", public.show_result, name="show_result"),
    path("papan/", board.open_board, name="open_board"),
    path("instansi/papan/", board.show_dashboard, name="show_dashboard"),
    path("instansi/lowongan/", board.list_own_vacancies, name="list_own_vacancies"),
    path("instansi/lowongan/baru/", plan.plan_vacancy, name="plan_vacancy"),
    path(OWN, office.show_own_vacancy, name="show_own_vacancy"),
    path(f"{OWN}ubah/<slug:section>/", plan.edit_plan, name="edit_plan"),
    path(f"{OWN}ajukan/", plan.submit_plan, name="submit_plan"),
    path(f"{OWN}tarik/", plan.withdraw_plan, name="withdraw_plan"),
    path(f"{OWN}susun-ulang/", plan.revise_plan, name="revise_plan"),
    path(f"{OWN}salin/", plan.copy_vacancy, name="copy_vacancy"),
    path(f"{OWN}hapus/", plan.delete_plan, name="delete_plan"),
    path(f"{OWN}terbitkan/", registration.publish_vacancy, name="publish_vacancy"),
    path(f"{OWN}batalkan/", registration.cancel_vacancy, name="cancel_vacancy"),
    path(f"{OWN}gagal/", registration.fail_vacancy, name="fail_vacancy"),
    path("bantuan/", pages.show_help, name="show_help"),
    path("privasi/", pages.show_privacy, name="show_privacy"),
    path("aksesibilitas/", pages.show_accessibility, name="show_accessibility"),
    path("statistik/", pages.show_statistics, name="show_statistics"),
]
