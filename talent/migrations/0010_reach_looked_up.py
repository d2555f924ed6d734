"""Invitations look the vacancies in reach up instead of going through all of them for each row."""

from django.db import migrations

from core.row_policies import WHOLE, array_of, set_of

IN_REACH = f"employee_id = ANY ({array_of('employees_own_ids')}) OR {WHOLE} OR vacancy_id IN {set_of('vacancies_in_reach')}"


class Migration(migrations.Migration):
    dependencies = [("talent", "0009_one_index_a_key"), ("vacancies", "0023_kept_reach")]

    operations = [
        migrations.RunSQL(f"ALTER POLICY talent_invitation_sight ON talent_invitation USING ({IN_REACH})", migrations.RunSQL.noop)
    ]
