"""Published vacancies by the thousand, in proportions of a busy country: `python -m asnkarier.bench.ground.vacancies COUNT FULL`.

COUNT vacancies in all, by one INSERT ... SELECT; the first FULL of them are open for registration and have every list, a
calendar and a panel.
"""

import json
import sys

import django

# One in twenty is open, one in forty opens soon, the others are over: scoring, announced, cancelled.
INSERT = """
INSERT INTO vacancies_vacancy (public_id, reference, agency_id, position_title, unit, level, field, quota, region_id, summary,
    opens_at, closes_at, first_closes_at, reference_on, short_window_reason, auto_extend, tie_order, rule_pack, state,
    state_since, version, published_at, closed_reason, created_by_id, created_at)
SELECT gen_random_uuid(), 'JPT-2026-' || lpad(n::text, 6, '0'), agency.id,
    (ARRAY['Kepala Biro','Direktur','Inspektur','Kepala Dinas','Kepala Pusat','Sekretaris'])[1 + n %% 6] || ' ' ||
    (ARRAY['Perencanaan','Keuangan','Kepegawaian','Data','Hukum','Pengawasan','Kesehatan','Pendidikan'])[1 + n %% 8],
    'Sekretariat Utama', (ARRAY['PRATAMA','PRATAMA','PRATAMA','MADYA','UTAMA'])[1 + n %% 5],
    (ARRAY['PEMERINTAHAN','SDM','KEUANGAN','PENGAWASAN','HUKUM','KESEHATAN'])[1 + n %% 6], 1 + n %% 3, agency.region_id,
    'Memimpin pelaksanaan kebijakan di bidangnya.',
    opens, opens + interval '15 days', opens + interval '15 days', (opens + interval '120 days')::date, '', false,
    %s::jsonb, %s::jsonb,
    CASE WHEN open THEN 'OPEN' WHEN coming THEN 'PUBLISHED' ELSE
        (ARRAY['ANNOUNCED','ANNOUNCED','ANNOUNCED','SCORING','CANCELLED'])[1 + n %% 5] END,
    opens, 1, opens - interval '1 day', '', %s, opens - interval '30 days'
FROM (
    SELECT n, open, NOT open AND n %% 40 = 1 AS coming,
        date_trunc('hour', now()) + CASE WHEN open THEN interval '1 hour' * (n %% 300 - 330)
            WHEN n %% 40 = 1 THEN interval '1 hour' * (24 + n %% 500)
            ELSE interval '-20 days' - interval '1 hour' * (n %% 17000) END AS opens
    FROM (SELECT n, n <= %s OR n %% 20 = 0 AS open FROM generate_series(1, %s) AS n) AS numbers
) AS drawn
JOIN (SELECT id, region_id, row_number() OVER (ORDER BY code) AS place, count(*) OVER () AS total FROM accounts_agency) AS agency
    ON agency.place = 1 + drawn.n %% agency.total
ORDER BY n
"""


def fill(count: int, full: int) -> None:
    """Write the vacancies and the plans of the first `full`."""
    from datetime import timedelta

    from django.db import connection, transaction
    from django.utils import timezone

    from accounts.models import User
    from vacancies.actions.defaults import write_competencies, write_documents, write_requirements
    from vacancies.models import PanelMember, ScoreComponent, SelectionPanel, Stage, Vacancy
    from vacancies.rules.rule_pack import COMPONENT_LABELS, COMPONENT_STAGES, RulePack, default_tie_order, default_weights

    with transaction.atomic():
        people = User.objects.bulk_create(
            User(email=f"pansel{number}@ukur.example", full_name=f"Anggota Pansel {number}") for number in range(5)
        )
        with connection.cursor() as cursor:
            pack = json.dumps(RulePack().as_json())
            cursor.execute(INSERT, [json.dumps(list(default_tie_order())), pack, people[0].pk, full, count])
        today = timezone.localdate()
        for vacancy in Vacancy.objects.order_by("pk")[:full]:
            write_requirements(vacancy)
            write_documents(vacancy)
            write_competencies(vacancy)
            ScoreComponent.objects.bulk_create(
                ScoreComponent(
                    vacancy=vacancy,
                    position=place,
                    code=line.component,
                    label=COMPONENT_LABELS[line.component],
                    weight=line.weight,
                    stage=COMPONENT_STAGES[line.component],
                )
                for place, line in enumerate(default_weights(vacancy.level), start=1)
            )
            Stage.objects.bulk_create(
                Stage(vacancy=vacancy, code=code, starts_on=today + timedelta(days=day), ends_on=today + timedelta(days=day + 3))
                for day, code in enumerate(("VERIFICATION", "ASSESSMENT", "PAPER", "INTERVIEW", "RANKING", "APPROVAL"), start=30)
            )
            panel = SelectionPanel.objects.create(vacancy=vacancy, basis="SK-1/2026")
            PanelMember.objects.bulk_create(
                PanelMember(panel=panel, user=person, is_chair=seat == 0, origin="Universitas Contoh")
                for seat, person in enumerate(people)
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
