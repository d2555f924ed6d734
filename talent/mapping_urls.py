"""Pages of talent mapping: boxes, the succession group, target posts."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from talent.views import boxes, fills, mapping_setup, pool, targets


class BoxConverter(IntConverter):
    """The number of a box, 1 to 9."""

    regex = "[1-9]"


register_converter(BoxConverter, "box")

urlpatterns = [
    path("talenta/kotak/", boxes.show_boxes, name="show_boxes"),
    path("talenta/kotak/periode/", mapping_setup.open_mapping_period, name="open_mapping_period"),
    path("talenta/kotak/ambang/", mapping_setup.set_box_thresholds, name="set_box_thresholds"),
    path("talenta/kotak/asesmen/", mapping_setup.import_assessments, name="import_assessments"),
    path("talenta/kotak/asesmen/contoh.csv", mapping_setup.download_assessment_form, name="download_assessment_form"),
    path("talenta/kotak/orang/<uuid:public_id>/", boxes.show_placement, name="show_placement"),
    path("talenta/kotak/<uuid:public_id>/hitung/", boxes.compute_boxes, name="compute_boxes"),
    path("talenta/kotak/<uuid:public_id>/kukuhkan/", boxes.confirm_boxes, name="confirm_boxes"),
    path("talenta/kotak/<uuid:public_id>/kalibrasi/", boxes.show_calibration, name="show_calibration"),
    path("talenta/kotak/<uuid:public_id>/kotak-<box:box>/", boxes.list_box, name="list_box"),
    path("talenta/suksesi/", pool.list_pool, name="list_pool"),
    path("talenta/suksesi/usulkan/", pool.propose_pool_members, name="propose_pool_members"),
    path("talenta/suksesi/<uuid:public_id>/", pool.show_membership, name="show_membership"),
    path("talenta/suksesi/<uuid:public_id>/kukuhkan/", pool.confirm_member, name="confirm_member"),
    path("talenta/suksesi/<uuid:public_id>/keluar/", pool.end_member, name="end_member"),
    path("talenta/suksesi/<uuid:public_id>/rencana/", pool.add_development, name="add_development"),
    path("talenta/suksesi/rencana/<uuid:public_id>/", pool.update_development, name="update_development"),
    path("talenta/target/", targets.list_target_posts, name="list_target_posts"),
    path("talenta/target/perbarui/", targets.refresh_target_posts, name="refresh_target_posts"),
    path("talenta/target/tambah/", targets.register_target_post, name="register_target_post"),
    path("talenta/target/<uuid:public_id>/", targets.open_target_post, name="open_target_post"),
    path("talenta/target/<uuid:public_id>/isi/", fills.propose_fill, name="propose_fill"),
    path("talenta/pengisian/<uuid:public_id>/", fills.show_fill, name="show_fill"),
    path("talenta/pengisian/<uuid:public_id>/tarik/", fills.withdraw_fill, name="withdraw_fill"),
    path("talenta/pengisian/<uuid:public_id>/penetapan.pdf", fills.download_fill_letter, name="download_fill_letter"),
    path("talenta/persetujuan/", fills.list_merit_approvals, name="list_merit_approvals"),
    path("talenta/persetujuan/<uuid:public_id>/surat.pdf", fills.download_merit_approval, name="download_merit_approval"),
    path("talenta/target/<uuid:public_id>/hapus/", targets.drop_target_post, name="drop_target_post"),
]
