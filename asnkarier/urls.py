"""All URLs. Paths are Indonesian, names are English verbs."""

from django.urls import include, path

from asnkarier.condition_page import show_condition
from asnkarier.demo.views import list_demo_accounts
from asnkarier.gallery import show_gallery

urlpatterns = [
    path("", include("vacancies.urls")),
    path("", include("talent.urls")),
    path("", include("talent.mapping_urls")),
    path("", include("selection.urls")),
    path("", include("privacy.urls")),
    path("", include("approvals.urls")),
    path("", include("employees.urls")),
    path("", include("accounts.urls")),
    path("", include("core.urls")),
    path("akun/", include("allauth.urls")),
    path("bkn/keadaan/", show_condition, name="show_condition"),
    path("demo/akun/", list_demo_accounts, name="list_demo_accounts"),
    path("demo/komponen/", show_gallery, name="show_gallery"),
]

handler400 = "asnkarier.errors.bad_request"
handler403 = "asnkarier.errors.forbidden"
handler404 = "asnkarier.errors.not_found"
handler500 = "asnkarier.errors.server_error"
