"""The approval engine's rows. It knows no vacancy: what is approved owns a one-to-one to its request."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Agency, User
from approvals.enums import RequestState, StepState, Verdict
from approvals.models.delegation import Delegation
from approvals.rules.delegation import ALLOWED_STAGES
from core.append_only import AppendOnly
from core.models import Letter
from core.prepared import read_prepared

# Lists say "1.000+" beyond this, and a tab beside the open one "99+".
COUNTED = 1000
COUNTED_BESIDE = 99
_RECENT = "SELECT approvals_recent_part(%(person)s, %(many)s)"
# How long a decision page counts as being read after it was opened.
READING_MINUTES = 5


def count_of(branches: Sequence[models.QuerySet[Any]], limit: int = COUNTED) -> int:
    """Rows of several querysets together, each row once, at most `limit` + 1, in one statement."""
    short = [branch.order_by().values("pk")[: limit + 1] for branch in branches]
    whole = short[0].union(*short[1:]) if len(short) > 1 else short[0]
    return min(whole.count(), limit + 1)


def counts_of(groups: Sequence[Sequence[models.QuerySet[Any]]], limit: int) -> list[int]:
    """`count_of` for several groups of branches in one statement.

    A group's first branch is counted by itself, and the others are read only where it leaves room: what somebody did years ago
    changes no number that says "more than".
    """
    parts: list[str] = []
    given: list[Any] = []
    for branches in groups:
        short = [branch.order_by().values("pk")[: limit + 1] for branch in branches]
        whole = short[0].union(*short[1:]) if len(short) > 1 else short[0]
        counted = []
        for rows in (short[0], whole)[: len(short)]:
            statement, parameters = rows.query.sql_with_params()
            counted.append(f"(SELECT count(*) FROM ({statement}) AS counted)")  # noqa: S608 - Django's own statement
            given += parameters
        parts.append(
            f"CASE WHEN {counted[0]} > {limit:d} THEN {limit + 1:d} ELSE {counted[1]} END" if counted[1:] else counted[0]
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), given)
        found = cursor.fetchone()
    return [min(number, limit + 1) for number in found]


class SortedBranches:
    """Rows of several indexed querysets as one sorted list for a paginator, whatever lies behind it.

    The keys of all that is counted are read in order by one statement, which the indexes answer; the rows of a page by another.
    Fetching each row by its key costs four times as much as reading its key, so nothing else is joined to it there.

    Args:
        branches: querysets of one model; a row may be in more than one. order: fields, "-" for descending, the last one unique.
        whole: fetches the rows of a page with what a list needs.
    """

    def __init__(self, branches: Sequence[models.QuerySet[Any]], order: Sequence[str], whole: models.QuerySet[Any]) -> None:
        self.branches, self.order, self.whole = branches, order, whole
        self.keys: list[Any] | None = None

    def count(self) -> int:
        """At most `COUNTED` + 1."""
        return len(self._keys())

    def __getitem__(self, part: slice) -> list[Any]:
        found = self._keys()[part]
        rows = {row.pk: row for row in self.whole.filter(pk__in=found)} if found else {}
        return [rows[pk] for pk in found if pk in rows]

    def _keys(self) -> list[Any]:
        """Primary keys in order, at most `COUNTED` + 1."""
        if self.keys is None:
            most = COUNTED + 1
            names = {f"sort_{place}": field for place, field in enumerate(self.order)}
            order = [("-" if field.startswith("-") else "") + name for name, field in names.items()]
            columns = {name: models.F(field.lstrip("-")) for name, field in names.items()}
            heads = [b.order_by().annotate(**columns).order_by(*order).values("pk", *names)[:most] for b in self.branches]
            whole = heads[0].union(*heads[1:]).order_by(*order) if len(heads) > 1 else heads[0]
            self.keys = [row["pk"] for row in whole[:most]]
        return self.keys


class ApprovalRequestQuerySet(models.QuerySet["ApprovalRequest"]):
    def visible_to(self, user: User) -> "ApprovalRequestQuerySet":
        """Requests the person sent, may decide at some step, once decided, or oversees (auditor).

        Asked of each row by indexed probes, never by a join: a list stops after its page, and nothing comes twice.
        """
        if user.has_any_role([Role.AUDITOR]):
            return self.all()
        # The second condition says nothing new, but with it PostgreSQL cannot gather every step of a national duty first.
        steps = ApprovalStep.objects.filter(request=models.OuterRef("pk"), request_id__lte=models.OuterRef("pk"))
        on_route = models.Q(holder=user)
        for role, agency_id in user.duty_scopes:
            on_route |= models.Q(role=role, agency_id=agency_id, **({"holder": None} if agency_id is None else {}))
        by_letter = models.Q(pk__in=[])
        for letter in Delegation.objects.held_by(user):
            of_office = models.Exists(steps.filter(role=letter.role, agency_id=letter.agency_id, holder=None))
            by_letter |= models.Q(of_office, **letter.scope_fields())
        decided = Decision.objects.filter(
            step__request=models.OuterRef("pk"), step__request_id__lte=models.OuterRef("pk"), actor=user
        )
        office = user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT)
        return self.filter(
            models.Q(sender=user)
            | models.Q(agency_id__in=office)
            | models.Exists(steps.filter(on_route))
            | by_letter
            | models.Exists(decided)
        )

    def readable_branches(self, user: User, *, running: bool = False) -> list["ApprovalRequestQuerySet"]:
        """`visible_to` as branches that an index finds: by agency, by sender, by decision; one branch for national duties.

        Args:
            running: the requests asked for have not ended, so only those are looked for among what the person decided.
        """
        letters = Delegation.objects.held_by(user)
        scopes = [*user.duty_scopes, *((letter.role, letter.agency_id) for letter in letters)]
        if user.has_any_role([Role.AUDITOR]) or any(agency_id is None for _, agency_id in scopes):
            return [self.visible_to(user)]
        agencies = sorted({agency_id for _, agency_id in scopes if agency_id is not None})
        own: Any = Decision.objects.filter(actor=user).values("step__request")
        if running:
            # As the owner: below row security PostgreSQL would fetch each step and each request somebody ever decided.
            own = RawSQL("SELECT approvals_running_part(%s)", [user.pk])
        held = ApprovalStep.objects.filter(holder=user).values("request")
        return [
            *(self.filter(agency_id=agency_id).visible_to(user) for agency_id in agencies),
            self.filter(sender=user),
            self.filter(pk__in=own),
            self.filter(pk__in=held),
        ]

    def recently_decided_by(self, user: User, many: int = 5) -> list["ApprovalRequest"]:
        """Items of the person's last decisions, the newest first, each once."""
        # As the owner, numbers alone: below row security each decision would first ask for its step and its request.
        lines = read_prepared(_RECENT, {"person": user.pk, "many": many * 4})
        keys = list(dict.fromkeys(key for (key,) in lines))[:many]
        found = self.select_related("agency").in_bulk(keys) if keys else {}
        return [found[key] for key in keys if key in found]

    def with_chain(self) -> "ApprovalRequestQuerySet":
        """Steps with decisions and their actors, for the chain strip."""
        return self.select_related("agency", "sender", "previous").prefetch_related(
            models.Prefetch("steps__decisions", Decision.objects.with_letter()), "steps__decisions__actor"
        )


class ApprovalRequest(models.Model):
    """One round of one chain. Title, summary and digest are frozen at submission: the inbox reads nothing else.

    A trigger holds them: only the state and the moment of its end are written later, and after the end nothing at all.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    chain_code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    level_label = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    summary = models.JSONField(default=list, help_text="Baris [label, nilai] yang dibaca pemutus, beku saat dikirim")
    digest = models.CharField(max_length=64, help_text="SHA-256 isi yang diajukan")
    trail_chain = models.CharField(max_length=80, help_text="Rantai jejak tempat putusan dicatat")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField("catatan pengirim", blank=True)
    asks_reason = models.CharField(
        max_length=500, blank=True, default="", db_default="", help_text="Kalimat yang meminta alasan dari setiap yang menyetujui"
    )
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_rounds")
    round_number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.IN_PROGRESS)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ApprovalRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "-closed_at", "-id"], condition=models.Q(closed_at__isnull=False), name="closed_by_agency"
            ),
            models.Index(fields=["-closed_at", "-id"], condition=models.Q(closed_at__isnull=False), name="closed_by_time"),
            models.Index(fields=["agency", "id"], condition=models.Q(closed_at=None), name="running_by_agency"),
        ]


class ApprovalStepQuerySet(models.QuerySet["ApprovalStep"]):
    def open(self) -> "ApprovalStepQuerySet":
        return self.filter(state=StepState.OPEN)

    def waiting_branches(self, user: User) -> list["ApprovalStepQuerySet"]:
        """Open steps this person holds by a duty valid today, as branches without common rows, own requests left out.

        Each branch is read by one partial index over open steps, in the order of the list (due, opened, id). Whoever adds
        another way to hold a step adds a branch here.
        """
        open_ones = self.open().exclude(sender=user)
        by_duty = [open_ones.filter(role=role, agency_id=agency, holder=None) for role, agency in user.duty_scopes]
        by_letter = [open_ones.filter(steps) for steps in self._steps_by_letter(user)]
        return [*by_duty, open_ones.filter(holder=user), *by_letter]

    @staticmethod
    def _steps_by_letter(user: User) -> list[models.Q]:
        """What the person may decide by letters in force, as one condition an office not held by a duty of one's own."""
        offices: dict[tuple[str, int | None], models.Q] = {}
        for letter in Delegation.objects.held_by(user):
            office = (letter.role, letter.agency_id)
            if office in user.duty_scopes:
                continue
            allowed = models.Q(stage__in=sorted(ALLOWED_STAGES[letter.kind]))
            # Steps of rounds sent before stages were stored.
            allowed |= models.Q(stage="") & ~models.Q(verdicts__contains=["DETERMINE"])
            reach = allowed & models.Q(**{f"request__{name}": value for name, value in letter.scope_fields().items()})
            offices[office] = offices[office] | reach if office in offices else reach
        return [models.Q(role=role, agency_id=agency, holder=None) & reach for (role, agency), reach in offices.items()]

    def waiting_for(self, user: User) -> "ApprovalStepQuerySet":
        """The same as one query to filter further; a derived, indexed query, never a stored to-do list."""
        branches = [branch.values("pk") for branch in self.waiting_branches(user)]
        return self.filter(pk__in=branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0])

    def count_waiting(self, user: User) -> int:
        """How many steps wait for the person, at most `COUNTED` + 1: who has a thousand needs no exact number.

        Asked once for the person of a page: the frame and the inbox show the same number.
        """
        known: dict[str, int] = user.__dict__
        if "_steps_waiting" not in known:
            known["_steps_waiting"] = count_of(self.waiting_branches(user))
        return known["_steps_waiting"]

    def know_waiting(self, user: User, number: int) -> None:
        """Let a list that has counted already spare the frame of the same page its question."""
        user.__dict__["_steps_waiting"] = number

    def others_branches(self, user: User) -> list["ApprovalStepQuerySet"]:
        """Open steps of requests the person may read that wait for somebody else.

        Whether a step waits for the person is asked of the step itself: the list of all that waits may be long.
        """
        mine = models.Q(holder=user)
        for role, agency in user.duty_scopes:
            mine |= models.Q(role=role, agency_id=agency, holder=None)
        for steps in self._steps_by_letter(user):
            mine |= steps
        others = self.open().exclude(mine & ~models.Q(sender=user))
        running = ApprovalRequest.objects.filter(closed_at=None)
        return [others.filter(request__in=branch.values("pk")) for branch in running.readable_branches(user, running=True)]

    def for_list(self) -> "ApprovalStepQuerySet":
        return self.select_related("request", "request__agency", "request__sender").order_by("due_on", "opened_at", "id")

    def for_inbox(self) -> "ApprovalStepQuerySet":
        """With its request; agencies and senders are fetched once each, because a join reads an index again for every row."""
        return self.select_related("request").prefetch_related("request__agency", "sender")


class ApprovalStep(models.Model):
    """A layer of the chain as it was when the request was sent; editing a chain never touches a run in flight.

    A trigger lets only its state and its days change.
    """

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="steps")
    # Whose request it is, frozen here too: the inbox leaves own requests out without reading the request.
    sender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    role = models.CharField(max_length=20)
    scope = models.CharField(max_length=12, help_text="AGENCY, PANEL_CHAIR atau NATIONAL")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    repeats_actor_of = models.CharField(max_length=40, blank=True)
    verdicts = models.JSONField()
    working_days = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(
        max_length=16, blank=True, default="", db_default="", help_text="Kosong: dibaca dari keputusan yang ditawarkan"
    )
    state = models.CharField(max_length=16, choices=StepState, default=StepState.WAITING)
    opened_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True, help_text="Jam berhenti, paling lama sampai hari ini")

    objects = ApprovalStepQuerySet.as_manager()

    class Meta:
        ordering = ["request", "position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["request"], condition=models.Q(state="OPEN"), name="one_open_step"),
        ]
        indexes = [
            models.Index(
                fields=["role", "agency", "due_on", "opened_at", "id"],
                condition=models.Q(state="OPEN", holder=None),
                include=["sender", "holder", "request"],
                name="inbox_by_duty",
            ),
            # Of a duty for the whole country: PostgreSQL does not take "agency IS NULL" for a fixed first column of an order.
            models.Index(
                fields=["role", "due_on", "opened_at", "id"],
                condition=models.Q(state="OPEN", holder=None, agency=None),
                include=["sender", "agency", "holder", "request"],
                name="inbox_national",
            ),
            models.Index(
                fields=["holder", "due_on", "opened_at", "id"],
                condition=models.Q(state="OPEN", holder__isnull=False),
                include=["sender", "agency", "request"],
                name="inbox_by_holder",
            ),
            models.Index(fields=["due_on", "opened_at", "id"], condition=models.Q(state="OPEN"), name="open_by_due"),
        ]


class DecisionQuerySet(models.QuerySet["Decision"]):
    def with_letter(self) -> "DecisionQuerySet":
        """With number and code of the letter the decision issued, without its words."""
        return self.select_related("letter").defer("letter__words")


class Decision(AppendOnly):
    """What one person decided at one step. Never changed, never deleted (database trigger, and no rights)."""

    step = models.ForeignKey(ApprovalStep, on_delete=models.PROTECT, related_name="decisions")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    duty = models.CharField(max_length=500)
    delegation = models.ForeignKey(Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=24, choices=Verdict)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 dari yang tampak di layar pemutus")
    second_factor = models.CharField(max_length=20, default="totp")
    # Of the opened sheet it was signed on; a second decision with the same one is refused by the database.
    nonce = models.UUIDField(null=True, unique=True, editable=False)
    screen = models.CharField(max_length=64, blank=True, help_text="SHA-256 seluruh isi lembar keputusan yang tampak")
    letter = models.OneToOneField(Letter, null=True, on_delete=models.PROTECT, related_name="+", help_text="Surat rekomendasi")
    decided_at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["decided_at", "id"]
        # The last twenty of somebody who has decided thousands.
        indexes = [models.Index(fields=["actor", "-decided_at", "-id"], name="decision_by_actor")]


class OpenedSheetQuerySet(models.QuerySet["OpenedSheet"]):
    def fresh(self, now: datetime) -> "OpenedSheetQuerySet":
        """Opened a short while ago and not signed since: somebody is probably reading."""
        return self.filter(used_at=None, opened_at__gt=now - timedelta(minutes=READING_MINUTES))

    def of_nonce(self, nonce: str, actor: User) -> "OpenedSheet | None":
        """The sheet with a posted number, if this person opened it."""
        try:
            number = uuid.UUID(nonce)
        except ValueError:
            return None
        return self.filter(nonce=number, actor=actor).first()


class OpenedSheet(models.Model):
    """The decision page as one person opened it: what it showed, and a number that signs one decision at most.

    It is also the sign "sedang dibuka oleh" for others; it locks nothing. Rows are forgotten a day later.
    """

    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="opened_sheets", db_index=False)
    position = models.PositiveSmallIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64, help_text="SHA-256 isi yang diajukan")
    screen = models.CharField(max_length=64, help_text="SHA-256 seluruh isi yang tampak")
    opened_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = OpenedSheetQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["request", "opened_at"], name="sheets_of_request"),
            models.Index(fields=["opened_at"], name="sheets_by_age"),
        ]


class StakeQuerySet(models.QuerySet["Stake"]):
    def in_force(self) -> "StakeQuerySet":
        return self.filter(ended_at=None)


class Stake(models.Model):
    """A declared tie between an official and a selection (family, close friend, debt): the official decides nothing in it.

    `subject` is the trail chain of what is decided on, so the engine needs to know no vacancy. Declared by the official, or by
    an applicant about an official; taken back only by whoever declared it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=80)
    official = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    tie = models.CharField("hubungan", max_length=300)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = StakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "official", "declared_by"], condition=models.Q(ended_at=None), name="stake_declared_once"
            )
        ]
