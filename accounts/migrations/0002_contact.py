"""Where an agency answers questions about its vacancies."""

from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'ALTER TABLE "accounts_agency" ADD COLUMN "contact_email" varchar(254) DEFAULT \'\' NOT NULL;',
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.AddField(
                    "agency",
                    "contact_email",
                    models.EmailField(
                        "surel untuk pertanyaan",
                        blank=True,
                        default="",
                        db_default="",
                        help_text="Ditampilkan di halaman publik",
                        max_length=254,
                    ),
                ),
            ],
        ),
    ]
