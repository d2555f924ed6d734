"""Drafts of invented people, brought to where a browser test begins. What the test is about goes through the browser."""

from tests.e2e.people import drafter_key
from tests.harness.live import LivePortal

# Enough to walk through; the full list of thirteen is walked elsewhere.
FEW_DOCUMENTS = ("SURAT_LAMARAN", "IJAZAH", "PAS_FOTO")


def vacancy_id(portal: LivePortal, title: str) -> str:
    return str(portal.rows("SELECT public_id FROM vacancies_vacancy WHERE position_title = %s", (title,))[0][0])


def applicants_of(portal: LivePortal, title: str) -> list[str]:
    """Keys of invented people who once applied for a post, and so meet the rules of the like of it."""
    rows = portal.rows(
        "SELECT split_part(u.email, '@', 1) FROM vacancies_application a JOIN vacancies_vacancy v ON v.id = a.vacancy_id"
        " JOIN employees_employee e ON e.id = a.employee_id JOIN accounts_user u ON u.id = e.user_id"
        " WHERE v.position_title = %s ORDER BY a.id",
        (title,),
    )
    return [row[0] for row in rows]


def ask_few_documents(portal: LivePortal, title: str) -> None:
    """Make all but FEW_DOCUMENTS optional for one vacancy."""
    portal.rows(
        "UPDATE vacancies_requireddocument d SET is_required = (d.type = ANY(%s)) FROM vacancies_vacancy v"
        " WHERE v.id = d.vacancy_id AND v.position_title = %s",
        (list(FEW_DOCUMENTS), title),
    )


def complete_draft_of(portal: LivePortal, title: str) -> tuple[str, str]:
    """Fill the seeded draft for a post as if its owner had done so. Returns the owner's key and the application's id."""
    key = drafter_key(portal, title)
    ((number, public_id),) = portal.rows(
        "UPDATE vacancies_application a SET phone = '0812 3456 7890', agrees = true FROM vacancies_vacancy v,"
        " employees_employee e, accounts_user u WHERE v.id = a.vacancy_id AND e.id = a.employee_id AND u.id = e.user_id"
        " AND v.position_title = %s AND split_part(u.email, '@', 1) = %s RETURNING a.id, a.public_id",
        (title, key),
    )
    portal.rows(
        "INSERT INTO vacancies_applicationdocument (public_id, application_id, type, original_name, content_type, file, size,"
        " pages, sha256, uploaded_at) SELECT gen_random_uuid(), a.id, d.type, lower(d.type) || '.pdf', 'application/pdf',"
        " 'documents/uji.pdf', 1000, 1, repeat('0', 64), now() FROM vacancies_application a JOIN vacancies_requireddocument d"
        " ON d.vacancy_id = a.vacancy_id AND d.is_required WHERE a.id = %s AND NOT EXISTS (SELECT 1 FROM"
        " vacancies_applicationdocument x WHERE x.application_id = a.id AND x.type = d.type)",
        (number,),
    )
    return key, str(public_id)


def open_with_grace(portal: LivePortal, title: str, seconds: int) -> None:
    """A registration that closes tomorrow, with so many seconds of grace, its ended drafts alive again."""
    portal.rows(
        "UPDATE vacancies_vacancy SET state = 'OPEN', closes_at = now() + interval '1 day',"
        " rule_pack = jsonb_set(rule_pack, '{grace_seconds}', to_jsonb(%s)) WHERE position_title = %s",
        (seconds, title),
    )
    portal.rows(
        "UPDATE vacancies_application a SET state = 'DRAFT' FROM vacancies_vacancy v WHERE v.id = a.vacancy_id"
        " AND v.position_title = %s AND a.state = 'EXPIRED'",
        (title,),
    )


def close_now(portal: LivePortal, title: str) -> None:
    """Let the closing time be this very instant of the database."""
    portal.rows("UPDATE vacancies_vacancy SET closes_at = clock_timestamp() WHERE position_title = %s", (title,))
