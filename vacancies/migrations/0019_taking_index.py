"""The index of vacancies that take applications answers the whole condition of their page, so any plan walks it and stops."""

from django.db import migrations, models

from core.create_together import ByStatements

NEW = (
    "CREATE INDEX vacancy_taking ON vacancies_vacancy (closes_at, id) INCLUDE (opens_at)"
    " WHERE published_at IS NOT NULL AND state IN ('PUBLISHED', 'OPEN')"
)
OLD = "DROP INDEX vacancy_taking_closes"


class Migration(migrations.Migration):
    dependencies = [
        ("vacancies", "0018_objections"),
    ]

    operations = [
        ByStatements(
            [NEW, OLD],
            [
                migrations.AddIndex(
                    model_name="vacancy",
                    index=models.Index(
                        condition=models.Q(("published_at__isnull", False), ("state__in", ("PUBLISHED", "OPEN"))),
                        fields=["closes_at", "id"],
                        include=["opens_at"],
                        name="vacancy_taking",
                    ),
                ),
                migrations.RemoveIndex(model_name="vacancy", name="vacancy_taking_closes"),
            ],
        ),
    ]
