"""A national duty for the officer for data protection (UU 27/2022, article 53)."""

from django.db import migrations, models

from core.create_together import ByStatements

NATIONAL = "'WASDAL', 'SETKAB', 'BKN_ADMIN', 'AUDITOR', 'DATA_PROTECTION'"
CODES = ["WASDAL", "SETKAB", "BKN_ADMIN", "AUDITOR", "DATA_PROTECTION"]
STATEMENTS = [
    'ALTER TABLE "accounts_membership" DROP CONSTRAINT "membership_scope";',
    f'ALTER TABLE "accounts_membership" ADD CONSTRAINT "membership_scope" CHECK (("role" = \'ACTING\' OR ("agency_id" IS NULL AND "role" IN ({NATIONAL})) OR (NOT ("role" IN ({NATIONAL})) AND "agency_id" IS NOT NULL)));',
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_session_of_person")]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.RemoveConstraint(model_name="membership", name="membership_scope"),
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
                            ("DATA_PROTECTION", "Pejabat PDP"),
                            ("ACTING", "Penerima pelimpahan"),
                        ],
                        max_length=20,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("role", "ACTING"),
                            models.Q(("agency", None), ("role__in", CODES)),
                            models.Q(models.Q(("role__in", CODES), _negated=True), ("agency__isnull", False)),
                            _connector="OR",
                        ),
                        name="membership_scope",
                        violation_error_message="Peran nasional tidak terikat instansi; peran lain wajib menyebut instansi.",
                    ),
                ),
            ],
        ),
    ]
