"""Where an agency answers questions about its vacancies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
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
    ]
