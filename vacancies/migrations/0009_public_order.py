"""An index for each phase of the public list, in its order."""

from django.conf import settings
from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'CREATE INDEX "vacancy_taking_closes" ON "vacancies_vacancy" ("closes_at", "id") WHERE ("published_at" IS NOT NULL AND "state" IN (\'PUBLISHED\', \'OPEN\'));',
    'CREATE INDEX "vacancy_taking_opens" ON "vacancies_vacancy" ("opens_at", "closes_at" DESC, "id") WHERE ("published_at" IS NOT NULL AND "state" IN (\'PUBLISHED\', \'OPEN\'));',
    'CREATE INDEX "vacancy_over" ON "vacancies_vacancy" ("closes_at" DESC, "id") WHERE ("published_at" IS NOT NULL AND NOT ("state" IN (\'PUBLISHED\', \'OPEN\')));',
    'CREATE INDEX "vacancy_newest" ON "vacancies_vacancy" ("published_at" DESC, "id" DESC) WHERE "published_at" IS NOT NULL;',
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_contact"),
        ("approvals", "0002_trail"),
        ("vacancies", "0008_draft_saving"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ByStatements(
            STATEMENTS,
            [
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
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["-published_at", "-id"],
                        name="vacancy_newest",
                    ),
                ),
            ],
        ),
    ]
