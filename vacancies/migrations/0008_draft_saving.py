"""When a draft was saved last, and from which open page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0007_alert_feedback")]

    operations = [
        migrations.AddField(
            "application",
            "saved_at",
            models.DateTimeField(null=True, blank=True, help_text="Waktu transaksi isian draf terakhir disimpan"),
        ),
        migrations.AddField(
            "application",
            "saved_from",
            models.JSONField(null=True, blank=True, help_text="Tanda halaman yang terakhir menyimpan tiap isian"),
        ),
    ]
