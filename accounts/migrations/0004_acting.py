"""A duty received by letter: national or of an agency, and several on one day."""

from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'ALTER TABLE "accounts_membership" DROP CONSTRAINT "membership_once";',
    'ALTER TABLE "accounts_membership" DROP CONSTRAINT "membership_scope";',
    'CREATE UNIQUE INDEX "membership_once" ON "accounts_membership" ("user_id", "role", "agency_id", "valid_from") NULLS NOT DISTINCT WHERE NOT ("role" = \'ACTING\');',
    "ALTER TABLE \"accounts_membership\" ADD CONSTRAINT \"membership_scope\" CHECK ((\"role\" = 'ACTING' OR (\"agency_id\" IS NULL AND \"role\" IN ('WASDAL', 'SETKAB', 'BKN_ADMIN', 'AUDITOR')) OR (NOT (\"role\" IN ('WASDAL', 'SETKAB', 'BKN_ADMIN', 'AUDITOR')) AND \"agency_id\" IS NOT NULL)));",
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_session_person")]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.RemoveConstraint(
                    model_name="membership",
                    name="membership_once",
                ),
                migrations.RemoveConstraint(
                    model_name="membership",
                    name="membership_scope",
                ),
                migrations.AlterField(
                    model_name="membership",
                    name="role",
                    field=models.CharField(
                        choices=[
                            ("AGENCY_ADMIN", "Admin instansi"),
                            ("SECRETARIAT", "Sekretariat pansel"),
                            ("PANEL_MEMBER", "Anggota pansel"),
                            ("PANEL_CHAIR", "Ketua pansel"),
                            ("PYB", "Pejabat yang Berwenang"),
                            ("PPK", "Pejabat Pembina Kepegawaian"),
                            ("WASDAL", "Wasdal BKN"),
                            ("SETKAB", "Setkab"),
                            ("BKN_ADMIN", "Admin BKN"),
                            ("AUDITOR", "Auditor"),
                            ("ACTING", "Penerima pelimpahan"),
                        ],
                        max_length=20,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("role", "ACTING"), _negated=True),
                        fields=("user", "role", "agency", "valid_from"),
                        name="membership_once",
                        nulls_distinct=False,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("role", "ACTING"),
                            models.Q(("agency", None), ("role__in", ["WASDAL", "SETKAB", "BKN_ADMIN", "AUDITOR"])),
                            models.Q(
                                models.Q(("role__in", ["WASDAL", "SETKAB", "BKN_ADMIN", "AUDITOR"]), _negated=True),
                                ("agency__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="membership_scope",
                        violation_error_message="Peran nasional tidak terikat instansi; peran lain wajib menyebut instansi.",
                    ),
                ),
            ],
        ),
    ]
