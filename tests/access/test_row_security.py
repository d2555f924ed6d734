"""Row-level security as the web role, with every filter of the ORM taken away: `Model.objects.all()` is what is asked here.

Who may see which row is worked out a second time in Python, from who took part in it, and compared for everybody of the world.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from django.db import Error, ProgrammingError, connection, transaction
from django.db.models import Model
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import Membership, Session, User
from accounts.sessions import sight_of
from approvals.models import ApprovalRequest, ApprovalStep, Decision, DocumentAsk
from core import row_sight
from core.postgresql.base import DatabaseWrapper
from employees import models as register
from employees.models import Employee
from selection.models import EntryDecision, EntryValue, LockedScore, Score, ScoreSheet
from talent.models import Invitation, InvitationOpening
from tests.access.world import World
from tests.factories.applications import ApplicationFactory
from tests.factories.people import EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import (
    Application,
    ApplicationDocument,
    ApplicationEvent,
    DocumentCheck,
    DocumentRequest,
    Objection,
    ObjectionAttachment,
    PanelMember,
    PreparedSending,
    SelectionPanel,
    Vacancy,
    WithdrawnSubmission,
)
from vacancies.numbers import application_numbers
from vacancies.objections import answerers, objection_counts
from vacancies.sending_function import count_submitted

DETAILS = (
    register.PositionRecord,
    register.GradeRecord,
    register.EducationRecord,
    register.TrainingRecord,
    register.PerformanceRecord,
    register.AssessmentRecord,
    register.DisciplineRecord,
    register.LanguageRecord,
    register.CompetencyRecord,
    register.OwnRecord,
    register.EvidenceDocument,
)
OF_APPLICATION = (ApplicationDocument, ApplicationEvent, DocumentCheck, DocumentRequest, Objection, WithdrawnSubmission)
OF_CANDIDATE = (Score, ScoreSheet, LockedScore, EntryValue, EntryDecision)
OF_APPROVAL = (ApprovalRequest, ApprovalStep, Decision, DocumentAsk)
GUARDED = (
    Employee,
    *DETAILS,
    Application,
    *OF_APPLICATION,
    ObjectionAttachment,
    PreparedSending,
    Invitation,
    InvitationOpening,
    *OF_CANDIDATE,
    *OF_APPROVAL,
)


@dataclass(frozen=True)
class Parties:
    """Who has to do with a row: people by account, agencies by their offices, vacancies by their panel."""

    people: frozenset[int | None] = frozenset()
    agencies: frozenset[int | None] = frozenset()
    vacancies: frozenset[int] = frozenset()
    is_register: bool = False


def of_employee(row: Employee) -> Parties:
    return Parties(people=frozenset({row.user_id}), is_register=True)


def of_application(row: Application | Invitation) -> Parties:
    return Parties(frozenset({row.employee.user_id}), frozenset({row.vacancy.agency_id}), frozenset({row.vacancy_id}))


def of_request(row: ApprovalRequest) -> Parties:
    steps = list(row.steps.all())
    decided = Decision.objects.filter(step__in=steps).values_list("actor_id", flat=True)
    return Parties(frozenset({row.sender_id, *(s.holder_id for s in steps), *decided}), frozenset({row.agency_id}))


def of_step(row: ApprovalStep) -> Parties:
    whole = of_request(row.request)
    return Parties(whole.people, whole.agencies | {row.agency_id})


PARTIES: dict[type[Model], Callable] = {
    Employee: of_employee,
    Application: of_application,
    Invitation: of_application,
    InvitationOpening: lambda row: of_application(row.invitation),
    ObjectionAttachment: lambda row: of_application(row.objection.application),
    PreparedSending: lambda row: Parties(people=frozenset({row.person_id})),
    ApprovalRequest: of_request,
    ApprovalStep: of_step,
    Decision: lambda row: of_step(row.step),
    DocumentAsk: lambda row: of_step(row.step),
    **{model: lambda row: of_employee(row.employee) for model in DETAILS},
    **{model: lambda row: of_application(row.application) for model in OF_APPLICATION},
    **{model: lambda row: of_application(row.candidate.application) for model in OF_CANDIDATE},
}


@pytest.fixture(scope="module")
def parties(standing_world, django_db_blocker) -> dict[type[Model], dict[int, Parties]]:
    """Of every row there is, by model and primary key."""
    with django_db_blocker.unblock():
        InvitationOpening.objects.create(invitation=standing_world.objects["invitation SENT"], opened_at=timezone.now())
        return {model: {row.pk: PARTIES[model](row) for row in model._default_manager.order_by("pk")} for model in GUARDED}


def today():
    return timezone.localdate()


def as_person(user: User | None):
    return row_sight.seen_as(sight_of(user.pk if user else None, today()))


def seen(model: type[Model]) -> set[int]:
    return set(model._default_manager.order_by().values_list("pk", flat=True))


def eyes_of(user: User | None) -> Callable[[Parties], bool]:
    """Whether the person may see a row of these parties; duties and seats are read once."""
    if user is None:
        return lambda of: False
    duties = list(user.memberships.valid_on(today()))
    agencies = {duty.agency_id for duty in duties} - {None}
    is_national = any(duty.role in NATIONAL_ROLES for duty in duties)
    seats = set(PanelMember.objects.filter(user=user).values_list("panel__vacancy", flat=True))

    def may_see(of: Parties) -> bool:
        if is_national or user.pk in of.people:
            return True
        return bool(duties) if of.is_register else bool(agencies & of.agencies or seats & of.vacancies)

    return may_see


def test_exactly_these_tables_are_guarded(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, count(p.polname) FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid"
            " AND p.polcmd = '*' AND p.polroles = '{0}' WHERE c.relrowsecurity GROUP BY 1"
        )
        found = dict(cursor.fetchall())
        cursor.execute("SELECT count(*) FROM pg_policy")
        assert cursor.fetchone() == (len(GUARDED),)
    assert found == {model._meta.db_table: 1 for model in GUARDED}
    assert set(PARTIES) == set(GUARDED)


def test_functions_of_the_database_that_read_guarded_rows_are_listed(db):
    """A trigger or function runs as whoever calls it, so one that refuses "when such a row exists" would pass what is hidden.

    The marks of a sending read the sender's own rows; those that run as the owner see all and give out numbers alone, or ask by
    themselves who sends (tests/vacancies/test_sending_function.py).
    """
    own = {"vacancies_sending_marks_of_person", "vacancies_sending_marks_of_place"}
    # Asks for the name of the table it was called for, and reads the changed rows alone.
    own.add("talent_note_change")
    # Asks for keyings of the very candidate whose decision is written: the same policy shows them, or refuses the decision.
    own.add("selection_refuse_own_keying")
    as_owner = {
        "accounts_forget_sight",
        "accounts_look_as",
        "approvals_recent_part",
        "approvals_running_part",
        "approvals_taken_part",
        "vacancies_application_numbers",
        "vacancies_count_submitted",
        "vacancies_send_prepared",
    }
    names = "|".join(model._meta.db_table for model in GUARDED)
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT proname, prosecdef FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosrc ~ %s",
            [rf"\m({names})\M"],
        )
        found = dict(cursor.fetchall())
        assert {name for name, is_owners in found.items() if not is_owners} == own
        cursor.execute(
            "SELECT proname, proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1"
        )
        paths = dict(cursor.fetchall())
    assert set(paths) == as_owner | {"core_audit_append"}
    # Tables of a session's own come last: none of them stands in for ours.
    assert {name: path for name, path in paths.items() if not path or "pg_temp" not in path[0]} == {}


def test_the_world_has_rows_to_hide(world: World, parties):
    empty = {model for model in GUARDED if not parties[model]}
    # Rows that only a running page or a later stage writes; their policies are those of their neighbours.
    later = {PreparedSending, DocumentCheck, EntryValue, EntryDecision, *DETAILS} - {
        register.OwnRecord,
        register.EvidenceDocument,
    }
    assert empty <= later


def test_each_person_sees_the_rows_of_their_own(world: World, parties):
    wrong = []
    for key, person in world.people.items():
        with as_person(person.user):
            found = {model: seen(model) for model in GUARDED}
        may_see = eyes_of(person.user)
        for model in GUARDED:
            wanted = {pk for pk, of in parties[model].items() if may_see(of)}
            if found[model] != wanted:
                wrong.append(
                    f"{key} {model.__name__}: {len(found[model] - wanted)} too many, {len(wanted - found[model])} missing"
                )
    assert wrong == []


@pytest.mark.parametrize("key", ["anonymous", "nobody:expired", "nobody:bystander"])
def test_whoever_holds_nothing_sees_nothing(world: World, key: str):
    with as_person(world.people[key].user):
        assert {model.__name__: len(seen(model)) for model in GUARDED if seen(model)} == {}


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PANEL_CHAIR, Role.PPK, Role.ACTING])
def test_duties_elsewhere_open_nothing_but_the_register(world: World, role: Role):
    with as_person(world.people[f"stranger:{role}"].user):
        assert {model.__name__ for model in GUARDED if seen(model)} == {
            model.__name__ for model in (Employee, *DETAILS) if model in seen_by_owner(world)
        }


def seen_by_owner(world: World) -> set[type[Model]]:
    with row_sight.seen_as(row_sight.PORTAL):
        return {model for model in GUARDED if seen(model)}


# What a connection is told, the person first.
SETTINGS = ("person", "offices", "reach", "own", "vacancies")


def test_nothing_told_is_nothing_seen(world: World):
    with connection.cursor() as cursor:
        for name in SETTINGS:
            cursor.execute(f"RESET asnkarier.{name}")
        for model in GUARDED:
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
            assert cursor.fetchone() == (0,), model
    # What this connection was last told is no longer so.
    connection.note_told(row_sight.NOBODY)


def test_other_settings_of_a_person_open_nothing(world: World):
    """A person's number is no more than it says: what it opens is told beside it."""
    admin = world.people["own:AGENCY_ADMIN"].user
    with row_sight.seen_as(row_sight.Sight("probe", "SELECT set_config('asnkarier.person', %s, false)", (str(admin.pk),))):
        with connection.cursor() as cursor:
            for name in SETTINGS[1:]:
                cursor.execute("SELECT set_config(%s, '', false)", [f"asnkarier.{name}"])
        assert seen(Application) == set()
        assert seen(Employee) == set()


def held() -> dict[str, str]:
    """What the connection holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting('asnkarier.' || name) FROM unnest(%s) AS name", [list(SETTINGS)])
        return dict(cursor.fetchall())


def test_another_sight_leaves_nothing_of_the_one_before(world: World):
    """Whose rows are shown is told whole each time: one that opens everything is followed by one that opens nothing."""
    admin, stranger = (world.people[key].user for key in ("own:AGENCY_ADMIN", "nobody:bystander"))
    with as_person(admin):
        opened = held()
        assert opened["person"] == str(admin.pk)
        assert opened["vacancies"] not in ("", "{}")
        assert opened["offices"] != ""
        with as_person(stranger):
            assert held() == {"person": str(stranger.pk), "offices": "", "reach": "", "own": "{}", "vacancies": "{}"}
        assert held() == opened
        for sight, reach in ((row_sight.NOBODY, ""), (row_sight.PORTAL, "PORTAL")):
            with row_sight.seen_as(sight):
                assert held() == dict.fromkeys(SETTINGS, "") | {"reach": reach}


def test_vacancies_in_reach_are_told_with_the_sight_and_anew_after_a_vacancy(world: World):
    """A new vacancy of the office is in reach at once, undone it is not."""
    admin = world.people["own:AGENCY_ADMIN"].user

    def in_reach() -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT vacancies_in_reach()")
            return set(cursor.fetchone()[0])

    agency = admin.agency_ids(Role.AGENCY_ADMIN)[0]
    with as_person(admin):
        before = in_reach()
        assert before == set(Vacancy.objects.filter(agency_id=agency).values_list("pk", flat=True))
        with transaction.atomic():
            made = VacancyFactory(agency_id=agency)
            assert in_reach() == before | {made.pk}
            transaction.set_rollback(True)
        assert in_reach() == before
    with as_person(world.people["stranger:AGENCY_ADMIN"].user):
        assert not in_reach() & before


def test_a_seat_in_a_panel_opens_its_vacancy_at_once(world: World):
    person = UserFactory()
    panel = SelectionPanel.objects.order_by("pk")[0]
    with as_person(person):
        assert not Application.objects.filter(vacancy_id=panel.vacancy_id).exists()
        PanelMember.objects.create(panel=panel, user=person, origin="Universitas Contoh")
        assert held()["vacancies"] == f"{{{panel.vacancy_id}}}"


def test_own_rows_are_found_by_account_and_by_nip(world: World):
    """One person behind an account, also where the register knows the NIP under another account."""
    named, bare = EmployeeFactory(with_user=False), EmployeeFactory(with_user=False)
    person = UserFactory(nip=named.nip)
    with as_person(person):
        assert held()["own"] == f"{{{named.pk}}}"
    with row_sight.seen_as(row_sight.PORTAL):
        Employee.objects.filter(pk=bare.pk).update(user=person)
    with as_person(person):
        assert set(held()["own"].strip("{}").split(",")) == {str(named.pk), str(bare.pk)}
        assert seen(Employee) == {named.pk, bare.pk}


def test_own_rows_are_found_after_the_register_learns_the_account(world: World):
    stranger = UserFactory()
    servant = EmployeeFactory(with_user=False)
    with as_person(stranger):
        assert not Employee.objects.filter(pk=servant.pk).exists()
        with row_sight.seen_as(row_sight.PORTAL):
            Employee.objects.filter(pk=servant.pk).update(user=stranger)
        assert Employee.objects.filter(pk=servant.pk).exists()


def test_a_stranger_writes_nothing(world: World):
    own = world.objects["application sent"]
    with as_person(world.people["stranger:AGENCY_ADMIN"].user):
        assert Application.objects.filter(pk=own.pk).update(motivation="diubah") == 0
        assert ApplicationDocument.objects.all().delete()[0] == 0
        assert Invitation.objects.update(state="REVOKED") == 0
        assert Score.objects.update(value=100) == 0
        assert ApprovalStep.objects.update(state="APPROVED") == 0


def test_a_row_cannot_be_made_for_or_moved_to_another(world: World):
    servant, other = world.objects["own employee"], world.objects["stranger employee"]
    elsewhere = ApplicationFactory(state="DRAFT", employee=other).vacancy
    own = Application.objects.filter(employee=servant).order_by("pk")[0]
    with as_person(servant.user):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Application.objects.create(vacancy=elsewhere, employee=other, state="DRAFT", state_since=timezone.now())
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Application.objects.filter(pk=own.pk).update(employee=other)
    with as_person(world.people["own:AGENCY_ADMIN"].user):
        sent = world.objects["application sent"]
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Application.objects.filter(pk=sent.pk).update(vacancy=elsewhere)


def test_same_person_under_another_account_is_seen(world: World):
    """The rule against deciding on oneself looks for the NIP as well, so the rows must be there for it."""
    servant = EmployeeFactory(with_user=False)
    application = ApplicationFactory(employee=servant, state="SUBMITTED")
    with as_person(UserFactory(nip=servant.nip)):
        assert seen(Application) == {application.pk}
        assert seen(Employee) == {servant.pk}


def test_an_official_who_applied_hears_of_no_rivals_objection(world: World):
    """Who is told is found in the act of the objecting applicant, who does not see that the official applied."""
    objection = world.objects["objection"]
    vacancy = objection.application.vacancy
    rival = ApplicationFactory(vacancy=vacancy, employee=EmployeeFactory(with_user=True), state="SUBMITTED").employee.user
    with as_person(objection.application.employee.user):
        assert vacancy.applications.get() == objection.application
        assert answerers([rival], objection) == []
    with as_person(None):
        assert objection_counts(vacancy).filed == 1


def test_a_duty_that_ends_closes_its_rows_at_the_next_page(world: World):
    duty = MembershipFactory(role=Role.AGENCY_ADMIN, agency=world.objects["open"].agency)
    with as_person(duty.user):
        assert seen(Application)
    Membership.objects.filter(pk=duty.pk).update(valid_until=today() - timezone.timedelta(days=1))
    with as_person(duty.user):
        assert seen(Application) == set()


# Requests.


@pytest.fixture
def told(monkeypatch) -> list[str]:
    """Names of the sights that cost a statement of their own."""
    found: list[str] = []
    original = DatabaseWrapper._tell

    def noted(self, sight):
        found.append(sight.name)
        original(self, sight)

    monkeypatch.setattr(DatabaseWrapper, "_tell", noted)
    return found


class Probe:
    """A middleware that counts applications where the view would, without a filter."""

    counted: list[int] = []

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        assert isinstance(request.user.is_authenticated, bool)
        Probe.counted.append(Application.objects.count())
        return self.get_response(request)


@pytest.fixture
def counted(settings) -> Iterable[list[int]]:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Probe"]
    Probe.counted = []
    return Probe.counted


def visitor(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def test_each_request_sees_as_whoever_asks(world: World, parties, counted):
    admin, servant = world.people["own:AGENCY_ADMIN"].user, world.people["own:APPLICANT"].user
    clients = [visitor(user) for user in (admin, None, servant, None, admin)]
    for client in clients:
        assert client.get(reverse("list_vacancies")).status_code == 200
    of_admin = sum(map(eyes_of(admin), parties[Application].values()))
    own = Application.objects.of(servant).count()
    assert counted == [of_admin, 0, own, 0, of_admin]
    assert 0 < own < of_admin


@pytest.mark.parametrize(
    "spoil",
    [
        lambda client, user: (user.set_password("sandi-lain-yang-panjang"), user.save()),
        lambda client, user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda client, user: client.session.model.objects.all().delete(),
        lambda client, user: client.post(reverse("account_logout")),
    ],
    ids=["password", "inactive", "gone", "signed out"],
)
def test_a_session_that_is_over_sees_nothing(world: World, counted, spoil):
    user = UserFactory(role=Role.AGENCY_ADMIN, agency=world.objects["open"].agency)
    client = visitor(user)
    client.get(reverse("list_vacancies"))
    spoil(client, user)
    client.get(reverse("list_vacancies"))
    assert counted[0] > 0
    assert counted[-1] == 0


def test_a_signed_in_page_tells_with_its_session_and_asks_nothing_more(world: World, told):
    clients = [world.people[f"own:{role}"].client for role in ("AGENCY_ADMIN", "APPLICANT", "PPK")]
    names = ["show_dashboard", "list_applications", "list_steps"]
    # Old enough for the page to be noted as well.
    Session.objects.update(seen_at=timezone.now() - timezone.timedelta(minutes=2))
    for client, name in zip(clients, names, strict=True):
        assert client.get(reverse(name)).status_code == 200
    assert told == []


def test_a_streamed_answer_is_seen_as_its_reader(world: World):
    admin = world.people["own:AGENCY_ADMIN"].user

    def parts():
        yield str(Application.objects.count()).encode()

    def view(request):
        row_sight.look(sight_of(admin.pk, today()))
        return StreamingHttpResponse(parts())

    answer = row_sight.SightMiddleware(view)(RequestFactory().get("/"))
    with row_sight.seen_as(row_sight.NOBODY):
        assert int(b"".join(answer.streaming_content)) > 0
        assert Application.objects.count() == 0


def test_a_failed_request_leaves_nothing_behind(world: World):
    admin = world.people["own:AGENCY_ADMIN"].user

    def view(request):
        row_sight.look(sight_of(admin.pk, today()))
        assert Application.objects.count() > 0
        raise LookupError

    with row_sight.seen_as(row_sight.NOBODY):
        with pytest.raises(LookupError):
            row_sight.SightMiddleware(view)(RequestFactory().get("/"))
        answer = row_sight.SightMiddleware(lambda request: HttpResponse(str(Application.objects.count())))
        assert answer(RequestFactory().get("/")).content == b"0"


def test_a_rollback_takes_nothing_along(world: World):
    """A sight told inside what is rolled back is told again; one told before stays."""
    admin, stranger = world.people["own:AGENCY_ADMIN"].user, world.people["stranger:AGENCY_ADMIN"].user
    with as_person(stranger):
        assert seen(Application) == set()
        with transaction.atomic():
            with as_person(admin):
                assert seen(Application)
            transaction.set_rollback(True)
        assert seen(Application) == set()
    with as_person(admin):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert seen(Application)


def test_a_new_connection_has_been_told_nothing(second_connection, told):
    line = connection.copy()
    try:
        with row_sight.seen_as(row_sight.NOBODY), line.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('asnkarier.reach', true), '')")
            assert cursor.fetchone() == ("",)
        assert told == []
        with line.cursor() as cursor:
            cursor.execute("SELECT current_setting('asnkarier.reach', true)")
            assert cursor.fetchone() == ("PORTAL",)
        assert told == ["portal"]
    finally:
        line.close()


def test_process_that_is_no_command_sees_nothing_outside_of_requests(world: World, monkeypatch):
    monkeypatch.setattr(row_sight, "_outside", row_sight.NOBODY)
    assert seen(Application) == set()
    with row_sight.whole_portal():
        assert seen(Application)
    assert seen(Application) == set()


def test_a_number_of_sent_applications_is_told_and_no_row(world: World):
    vacancy: Vacancy = world.objects["verification"]
    whole = vacancy.applications.submitted().count()
    with as_person(world.people["own:APPLICANT"].user):
        assert vacancy.applications.submitted().count() < whole
        assert count_submitted(vacancy.pk) == whole


@pytest.mark.parametrize(
    "relation", ["own:AGENCY_ADMIN", "own:PANEL_MEMBER", "national:WASDAL", "stranger:AGENCY_ADMIN", "own:APPLICANT"]
)
def test_numbers_of_applications_are_those_of_vacancies_in_reach(world: World, relation):
    """Counted as the owner, so the function must ask by itself what the policy would have asked of each row."""
    vacancies = list(Vacancy.objects.values_list("pk", flat=True))
    with row_sight.whole_portal():
        whole = Counter(Application.objects.values_list("vacancy_id", "state"))
    user = world.people[relation].user
    with as_person(user):
        told = {(key, state): number for key, each in application_numbers(vacancies).items() for state, number in each.items()}
        reach = {vacancy.pk for vacancy in Vacancy.objects.assigned_to(user)}
    duties = {duty.agency_id for duty in user.duties}
    reach |= {vacancy.pk for vacancy in Vacancy.objects.all() if None in duties or vacancy.agency_id in duties}
    assert told == {each: number for each, number in whole.items() if each[0] in reach}
    assert bool(told) == (relation in ("own:AGENCY_ADMIN", "own:PANEL_MEMBER", "national:WASDAL"))
