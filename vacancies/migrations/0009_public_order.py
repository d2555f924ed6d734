"""An index for each phase of the public list, in its order."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_contact"),
        ("approvals", "0002_trail"),
        ("vacancies", "0008_draft_saving"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False), ("state__in", ("PUBLISHED", "OPEN"))),
                fields=["closes_at", "id"],
                name="vacancy_taking_closes",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False), ("state__in", ("PUBLISHED", "OPEN"))),
                fields=["opens_at", "-closes_at", "id"],
                name="vacancy_taking_opens",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(
                condition=models.Q(
                    ("published_at__isnull", False), models.Q(("state__in", ("PUBLISHED", "OPEN")), _negated=True)
                ),
                fields=["-closes_at", "id"],
                name="vacancy_over",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)), fields=["-published_at", "-id"], name="vacancy_newest"
            ),
        ),
    ]
