"""Row-level security: the words from which migrations make their policies.

The second net below `visible_to`: coarser, but it holds where a filter was forgotten. A row is seen by the person it is about, by
the offices of its agency and by national duties; the exact states stay with `visible_to`. Each condition is a scalar sub-select,
which PostgreSQL computes once a statement and only when a row asks for it.

A policy is in force for everybody but the owner of the tables. The worker and the auditor see everything: the one acts for the
whole portal, the other may only read. What `asnkarier.person`, `.offices` and `.reach` hold is told by `accounts_look_as`, with
what follows from it: `.own`, the person's rows of the register, and `.vacancies`, those in reach of the offices and panels.
Migrations read this module, so a change of a text needs a migration that runs it again.
"""

# Roles that see every row without being told anything.
WHOLE_ROLES = ("asnkarier_worker", "asnkarier_auditor")
_ROLES = ", ".join(f"'{role}'" for role in WHOLE_ROLES)

_REACH, _OFFICES = (f"coalesce(current_setting('asnkarier.{name}', true), '')" for name in ("reach", "offices"))
# True for national duties, for the portal's own commands, for worker and auditor.
WHOLE = f"(SELECT current_user IN ({_ROLES}) OR {_REACH} <> '')"
# True for whoever holds any duty today.
OFFICIAL = f"(SELECT current_user IN ({_ROLES}) OR {_REACH} <> '' OR {_OFFICES} <> '')"
# Number of the account, NULL for nobody.
PERSON = "(SELECT nullif(current_setting('asnkarier.person', true), '')::bigint)"
# Agencies in which the person holds a duty today.
OFFICES = "(SELECT nullif(current_setting('asnkarier.offices', true), ''))::bigint[]"


def array_of(function: str) -> str:
    """The array a function of ours returns, computed once a statement.

    `employees_own_ids` and `vacancies_in_reach` only read their setting, so PostgreSQL puts it in their place as it plans.
    """
    return f"(SELECT {function}())::bigint[]"


def set_of(function: str) -> str:
    """The same as a set, for `IN`: rows are looked up in it, where an array is gone through for each."""
    return f"(SELECT unnest({function}()))"


def policy_sql(table: str, condition: str) -> str:
    """SQL that lets `table` show and take only rows for which `condition` holds."""
    return f"CREATE POLICY {table}_sight ON {table} USING ({condition});\nALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
