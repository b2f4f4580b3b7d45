"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import service.models.base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# The audit log only grows: not even the program's own code can change or delete a line of it.
SQLITE_TRIGGERS = (
    "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()",
    "CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
)


def add_triggers() -> None:
    """Make the audit log append-only."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if sqlite else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def drop_triggers() -> None:
    """Allow the audit log to be dropped with the other tables."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER audit_entry_no_truncate ON audit_entry")
        op.execute("DROP TRIGGER audit_entry_no_change ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_refuse()")


def upgrade() -> None:
    op.create_table(
        "clock_beat",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("process", sa.String(length=120), nullable=False),
        sa.Column("seen_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_beat")),
        sa.UniqueConstraint("name", name=op.f("uq_clock_beat_name")),
    )
    op.create_table(
        "district",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column(
            "outline",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "planning",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("code", name=op.f("uq_district_code")),
    )
    op.create_table(
        "role",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("description", sa.String(length=120), nullable=True),
        sa.Column(
            "permissions",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=True),
        sa.Column("subject_id", sa.String(length=64), nullable=True),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column(
            "before",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "after",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_audit_entry_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_district_id"), ["district_id"], unique=False)
        batch_op.create_index("ix_audit_entry_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "branch",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "standing IN ('ordinary', 'standard', 'model')",
            name=op.f("ck_branch_standing_known"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_branch_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_branch_district_id_code")),
    )
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_district_id"), ["district_id"], unique=False)

    op.create_table(
        "calendar_revision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_calendar_revision_number_range")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_calendar_revision_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_revision")),
        sa.UniqueConstraint(
            "district_id",
            "number",
            name=op.f("uq_calendar_revision_district_id_number"),
        ),
    )
    with op.batch_alter_table("calendar_revision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_revision_district_id"),
            ["district_id"],
            unique=False,
        )

    op.create_table(
        "party",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('mentor', 'team')", name=op.f("ck_party_kind_known")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_party_valid_order"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_party_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_party_district_id_code")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_district_id"), ["district_id"], unique=False)

    op.create_table(
        "skill",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_skill_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_skill_district_id_code")),
    )
    with op.batch_alter_table("skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_district_id"), ["district_id"], unique=False)

    op.create_table(
        "solve_run",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("wanted_for", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "heartbeat_at",
            service.models.base.UtcDateTime(timezone=True),
            nullable=True,
        ),
        sa.Column("ended_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=120), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column(
            "options",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "progress",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("input_hash", sa.String(length=64), nullable=True),
        sa.Column("instance", sa.LargeBinary(), nullable=True),
        sa.Column(
            "dossier",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('draft', 'replan', 'night_draft', 'night_replan')",
            name=op.f("ck_solve_run_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'finished', 'cancelled', 'failed', 'skipped')",
            name=op.f("ck_solve_run_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_solve_run_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solve_run")),
    )
    with op.batch_alter_table("solve_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_solve_run_district_id"), ["district_id"], unique=False)
        batch_op.create_index("ix_solve_run_district_month", ["district_id", "month"], unique=False)
        batch_op.create_index(batch_op.f("ix_solve_run_input_hash"), ["input_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_solve_run_state"), ["state"], unique=False)

    op.create_table(
        "subdistrict",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_subdistrict_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subdistrict")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_subdistrict_district_id_code")),
    )
    with op.batch_alter_table("subdistrict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subdistrict_district_id"), ["district_id"], unique=False)

    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("min_present", sa.Integer(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "active_to IS NULL OR active_to >= active_from",
            name=op.f("ck_unit_active_order"),
        ),
        sa.CheckConstraint("min_present >= 0", name=op.f("ck_unit_min_present_range")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_unit_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_unit_district_id_code")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_district_id"), ["district_id"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("burden", sa.Integer(), nullable=False),
        sa.Column("min_on_duty", sa.Integer(), nullable=True),
        sa.Column("max_on_duty", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=True),
        sa.Column("closed_reason", sa.String(length=120), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('workday', 'weekend', 'holiday', 'makeup_workday')",
            name=op.f("ck_calendar_day_kind_known"),
        ),
        sa.CheckConstraint("burden >= 1 AND burden <= 9", name=op.f("ck_calendar_day_burden_range")),
        sa.CheckConstraint(
            "max_on_duty IS NULL OR max_on_duty >= COALESCE(min_on_duty, 0)",
            name=op.f("ck_calendar_day_on_duty_order"),
        ),
        sa.CheckConstraint("min_on_duty >= 0", name=op.f("ck_calendar_day_min_on_duty_range")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["calendar_revision.id"],
            name=op.f("fk_calendar_day_revision_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("revision_id", "date", name=op.f("uq_calendar_day_revision_id_date")),
    )
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_day_date"), ["date"], unique=False)
        batch_op.create_index(batch_op.f("ix_calendar_day_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "community",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subdistrict_id", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("contact_name", sa.String(length=64), nullable=True),
        sa.Column("contact_phone", sa.String(length=32), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('community', 'village')", name=op.f("ck_community_kind_known")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_community_district_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["subdistrict_id"],
            ["subdistrict.id"],
            name=op.f("fk_community_subdistrict_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_community_district_id_code")),
    )
    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_community_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_community_subdistrict_id"), ["subdistrict_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("objective", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column(
            "score",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "report",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'published', 'discarded')",
            name=op.f("ck_draft_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_draft_district_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["run_id"], ["solve_run.id"], name=op.f("fk_draft_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_district_id"), ["district_id"], unique=False)
        batch_op.create_index("ix_draft_district_month", ["district_id", "month"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_run_id"), ["run_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "published_at",
            service.models.base.UtcDateTime(timezone=True),
            nullable=False,
        ),
        sa.Column("published_by", sa.String(length=120), nullable=False),
        sa.Column("objective", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column(
            "score",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "report",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "difference",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_publication_number_range")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_publication_district_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_publication_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "district_id",
            "month",
            "number",
            name=op.f("uq_publication_district_id_month_number"),
        ),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "unit_link",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_unit_link_valid_order"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_unit_link_community_id")),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_unit_link_unit_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_link")),
        sa.UniqueConstraint(
            "unit_id",
            "community_id",
            "valid_from",
            name=op.f("uq_unit_link_unit_id_community_id_valid_from"),
        ),
    )
    with op.batch_alter_table("unit_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_link_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_link_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "zone",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("min_visits", sa.Integer(), nullable=False),
        sa.Column("max_visits", sa.Integer(), nullable=False),
        sa.Column("max_parties_per_day", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column(
            "outline",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "active_to IS NULL OR active_to >= active_from",
            name=op.f("ck_zone_active_order"),
        ),
        sa.CheckConstraint("households >= 0", name=op.f("ck_zone_households_range")),
        sa.CheckConstraint("max_parties_per_day >= 1", name=op.f("ck_zone_max_parties_per_day_range")),
        sa.CheckConstraint("max_visits >= min_visits", name=op.f("ck_zone_visits_order")),
        sa.CheckConstraint("min_visits >= 0", name=op.f("ck_zone_min_visits_range")),
        sa.CheckConstraint("priority >= 0 AND priority <= 9", name=op.f("ck_zone_priority_range")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_zone_community_id")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_zone_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_zone_district_id_code")),
    )
    with op.batch_alter_table("zone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_zone_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_zone_district_id"), ["district_id"], unique=False)

    op.create_table(
        "cadre",
        sa.Column("employee_number", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("pinyin", sa.String(length=160), nullable=False),
        sa.Column("initials", sa.String(length=32), nullable=False),
        sa.Column("affiliation", sa.String(length=16), nullable=False),
        sa.Column("position", sa.String(length=64), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("mail", sa.String(length=254), nullable=True),
        sa.Column("duties_per_month", sa.Integer(), nullable=False),
        sa.Column("home_zone_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "affiliation IN ('party_member', 'probationary', 'league_member', 'democratic', 'masses')",
            name=op.f("ck_cadre_affiliation_known"),
        ),
        sa.CheckConstraint(
            "active_to IS NULL OR active_to >= active_from",
            name=op.f("ck_cadre_active_order"),
        ),
        sa.CheckConstraint(
            "duties_per_month >= 0 AND duties_per_month <= 31",
            name=op.f("ck_cadre_duties_per_month_range"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_cadre_district_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["home_zone_id"], ["zone.id"], name=op.f("fk_cadre_home_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadre")),
        sa.UniqueConstraint(
            "district_id",
            "employee_number",
            name=op.f("uq_cadre_district_id_employee_number"),
        ),
    )
    with op.batch_alter_table("cadre", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cadre_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cadre_home_zone_id"), ["home_zone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cadre_initials"), ["initials"], unique=False)
        batch_op.create_index(batch_op.f("ix_cadre_pinyin"), ["pinyin"], unique=False)

    op.create_table(
        "grid_worker",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("head", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "active_to IS NULL OR active_to >= active_from",
            name=op.f("ck_grid_worker_active_order"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_grid_worker_community_id")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_grid_worker_district_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_grid_worker_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_worker")),
        sa.UniqueConstraint("district_id", "number", name=op.f("uq_grid_worker_district_id_number")),
    )
    with op.batch_alter_table("grid_worker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grid_worker_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grid_worker_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grid_worker_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "month_state",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_month_state_district_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_month_state_publication_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_state")),
        sa.UniqueConstraint("district_id", "month", name=op.f("uq_month_state_district_id_month")),
    )
    with op.batch_alter_table("month_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_month_state_district_id"), ["district_id"], unique=False)

    op.create_table(
        "zone_need",
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 1", name=op.f("ck_zone_need_count_range")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_zone_need_skill_id")),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["zone.id"],
            name=op.f("fk_zone_need_zone_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_need")),
        sa.UniqueConstraint("zone_id", "skill_id", name=op.f("uq_zone_need_zone_id_skill_id")),
    )
    with op.batch_alter_table("zone_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_zone_need_skill_id"), ["skill_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_zone_need_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "absence",
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column(
            "cancelled_at",
            service.models.base.UtcDateTime(timezone=True),
            nullable=True,
        ),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('leave', 'sick', 'trip', 'training', 'meeting', 'other')",
            name=op.f("ck_absence_kind_known"),
        ),
        sa.CheckConstraint(
            "last_day IS NULL OR last_day >= first_day",
            name=op.f("ck_absence_days_order"),
        ),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_absence_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_absence_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_first_day"), ["first_day"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("unit_name", sa.String(length=120), nullable=False),
        sa.Column("zone_name", sa.String(length=120), nullable=False),
        sa.Column("community_name", sa.String(length=120), nullable=False),
        sa.Column("party_code", sa.String(length=32), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("linked", sa.Boolean(), nullable=False),
        sa.Column("burden", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("attendance", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "attendance IN ('planned', 'served', 'excused', 'missed')",
            name=op.f("ck_assignment_attendance_known"),
        ),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_assignment_sequence_range")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_assignment_cadre_id")),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_assignment_publication_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_assignment_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "publication_id",
            "cadre_id",
            "date",
            name=op.f("uq_assignment_publication_id_cadre_id_date"),
        ),
        sa.UniqueConstraint("publication_id", "uid", name=op.f("uq_assignment_publication_id_uid")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_date"), ["date"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_publication_id"), ["publication_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_uid"), ["uid"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "branch_membership",
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_branch_membership_valid_order"),
        ),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_branch_membership_branch_id")),
        sa.ForeignKeyConstraint(
            ["cadre_id"],
            ["cadre.id"],
            name=op.f("fk_branch_membership_cadre_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_membership")),
        sa.UniqueConstraint(
            "cadre_id",
            "valid_from",
            name=op.f("uq_branch_membership_cadre_id_valid_from"),
        ),
    )
    with op.batch_alter_table("branch_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_membership_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_branch_membership_cadre_id"), ["cadre_id"], unique=False)

    op.create_table(
        "cadre_skill",
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cadre_id"],
            ["cadre.id"],
            name=op.f("fk_cadre_skill_cadre_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_cadre_skill_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadre_skill")),
        sa.UniqueConstraint("cadre_id", "skill_id", name=op.f("uq_cadre_skill_cadre_id_skill_id")),
    )
    with op.batch_alter_table("cadre_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cadre_skill_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cadre_skill_skill_id"), ["skill_id"], unique=False)

    op.create_table(
        "day_preference",
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0 AND points <= 10", name=op.f("ck_day_preference_points_range")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_day_preference_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_day_preference_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_preference")),
        sa.UniqueConstraint("cadre_id", "date", name=op.f("uq_day_preference_cadre_id_date")),
    )
    with op.batch_alter_table("day_preference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_day_preference_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_day_preference_date"), ["date"], unique=False)
        batch_op.create_index(batch_op.f("ix_day_preference_district_id"), ["district_id"], unique=False)

    op.create_table(
        "draft_duty",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_draft_duty_cadre_id")),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["draft.id"],
            name=op.f("fk_draft_duty_draft_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_draft_duty_unit_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_draft_duty_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_duty")),
        sa.UniqueConstraint(
            "draft_id",
            "cadre_id",
            "date",
            name=op.f("uq_draft_duty_draft_id_cadre_id_date"),
        ),
    )
    with op.batch_alter_table("draft_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_duty_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_duty_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_duty_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_duty_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "draft_pin",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_draft_pin_cadre_id")),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["draft.id"],
            name=op.f("fk_draft_pin_draft_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_draft_pin_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_pin")),
    )
    with op.batch_alter_table("draft_pin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_pin_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_pin_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "exemption",
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column(
            "cancelled_at",
            service.models.base.UtcDateTime(timezone=True),
            nullable=True,
        ),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('maternity', 'nursing', 'illness', 'posted', 'rotation', 'seconded', 'leader', 'other')",
            name=op.f("ck_exemption_kind_known"),
        ),
        sa.CheckConstraint(
            "last_day IS NULL OR last_day >= first_day",
            name=op.f("ck_exemption_days_order"),
        ),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_exemption_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_exemption_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemption_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exemption_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exemption_first_day"), ["first_day"], unique=False)

    op.create_table(
        "feed_token",
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "last_read_at",
            service.models.base.UtcDateTime(timezone=True),
            nullable=True,
        ),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_feed_token_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_feed_token_district_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_token_hash")),
    )
    with op.batch_alter_table("feed_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_token_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feed_token_district_id"), ["district_id"], unique=False)

    op.create_table(
        "party_member",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role IN ('mentor', 'newcomer', 'member')",
            name=op.f("ck_party_member_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["cadre_id"],
            ["cadre.id"],
            name=op.f("fk_party_member_cadre_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
            name=op.f("fk_party_member_party_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_member")),
        sa.UniqueConstraint("party_id", "cadre_id", name=op.f("uq_party_member_party_id_cadre_id")),
    )
    with op.batch_alter_table("party_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_member_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_member_party_id"), ["party_id"], unique=False)

    op.create_table(
        "recusal",
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_recusal_valid_order"),
        ),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_recusal_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.id"],
            name=op.f("fk_recusal_district_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_recusal_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint(
            "cadre_id",
            "zone_id",
            "valid_from",
            name=op.f("uq_recusal_cadre_id_zone_id_valid_from"),
        ),
    )
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recusal_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recusal_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recusal_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "unit_membership",
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_unit_membership_valid_order"),
        ),
        sa.ForeignKeyConstraint(
            ["cadre_id"],
            ["cadre.id"],
            name=op.f("fk_unit_membership_cadre_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_membership_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_membership")),
        sa.UniqueConstraint(
            "cadre_id",
            "valid_from",
            name=op.f("uq_unit_membership_cadre_id_valid_from"),
        ),
    )
    with op.batch_alter_table("unit_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_membership_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_membership_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("display_name", sa.String(length=64), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column(
            "password_changed_at",
            service.models.base.UtcDateTime(timezone=True),
            nullable=True,
        ),
        sa.Column("failed_logins", sa.Integer(), nullable=False),
        sa.Column(
            "locked_until",
            service.models.base.UtcDateTime(timezone=True),
            nullable=True,
        ),
        sa.Column(
            "last_login_at",
            service.models.base.UtcDateTime(timezone=True),
            nullable=True,
        ),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("tf_phone_number", sa.String(length=128), nullable=True),
        sa.Column(
            "mf_recovery_codes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("cadre_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("failed_logins >= 0", name=op.f("ck_user_account_failed_logins_range")),
        sa.CheckConstraint("length(username) > 0", name=op.f("ck_user_account_username_given")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_user_account_cadre_id")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_user_account_community_id"),
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_user_account_district_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_user_account_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("cadre_id", name=op.f("uq_user_account_cadre_id")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_account_fs_uniquifier")),
        sa.UniqueConstraint("username", name=op.f("uq_user_account_username")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_account_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_account_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_account_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_role_id")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_user_role_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
    )
    add_triggers()


def downgrade() -> None:
    drop_triggers()
    op.drop_table("user_role")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_account_unit_id"))
        batch_op.drop_index(batch_op.f("ix_user_account_district_id"))
        batch_op.drop_index(batch_op.f("ix_user_account_community_id"))

    op.drop_table("user_account")
    with op.batch_alter_table("unit_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_membership_unit_id"))
        batch_op.drop_index(batch_op.f("ix_unit_membership_cadre_id"))

    op.drop_table("unit_membership")
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recusal_zone_id"))
        batch_op.drop_index(batch_op.f("ix_recusal_district_id"))
        batch_op.drop_index(batch_op.f("ix_recusal_cadre_id"))

    op.drop_table("recusal")
    with op.batch_alter_table("party_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_member_party_id"))
        batch_op.drop_index(batch_op.f("ix_party_member_cadre_id"))

    op.drop_table("party_member")
    with op.batch_alter_table("feed_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_token_district_id"))
        batch_op.drop_index(batch_op.f("ix_feed_token_cadre_id"))

    op.drop_table("feed_token")
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exemption_first_day"))
        batch_op.drop_index(batch_op.f("ix_exemption_district_id"))
        batch_op.drop_index(batch_op.f("ix_exemption_cadre_id"))

    op.drop_table("exemption")
    with op.batch_alter_table("draft_pin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_pin_draft_id"))
        batch_op.drop_index(batch_op.f("ix_draft_pin_cadre_id"))

    op.drop_table("draft_pin")
    with op.batch_alter_table("draft_duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_duty_zone_id"))
        batch_op.drop_index(batch_op.f("ix_draft_duty_unit_id"))
        batch_op.drop_index(batch_op.f("ix_draft_duty_draft_id"))
        batch_op.drop_index(batch_op.f("ix_draft_duty_cadre_id"))

    op.drop_table("draft_duty")
    with op.batch_alter_table("day_preference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_day_preference_district_id"))
        batch_op.drop_index(batch_op.f("ix_day_preference_date"))
        batch_op.drop_index(batch_op.f("ix_day_preference_cadre_id"))

    op.drop_table("day_preference")
    with op.batch_alter_table("cadre_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cadre_skill_skill_id"))
        batch_op.drop_index(batch_op.f("ix_cadre_skill_cadre_id"))

    op.drop_table("cadre_skill")
    with op.batch_alter_table("branch_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_branch_membership_cadre_id"))
        batch_op.drop_index(batch_op.f("ix_branch_membership_branch_id"))

    op.drop_table("branch_membership")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_zone_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_unit_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_uid"))
        batch_op.drop_index(batch_op.f("ix_assignment_publication_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_date"))
        batch_op.drop_index(batch_op.f("ix_assignment_cadre_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_first_day"))
        batch_op.drop_index(batch_op.f("ix_absence_district_id"))
        batch_op.drop_index(batch_op.f("ix_absence_cadre_id"))

    op.drop_table("absence")
    with op.batch_alter_table("zone_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_zone_need_zone_id"))
        batch_op.drop_index(batch_op.f("ix_zone_need_skill_id"))

    op.drop_table("zone_need")
    with op.batch_alter_table("month_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_month_state_district_id"))

    op.drop_table("month_state")
    with op.batch_alter_table("grid_worker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grid_worker_zone_id"))
        batch_op.drop_index(batch_op.f("ix_grid_worker_district_id"))
        batch_op.drop_index(batch_op.f("ix_grid_worker_community_id"))

    op.drop_table("grid_worker")
    with op.batch_alter_table("cadre", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cadre_pinyin"))
        batch_op.drop_index(batch_op.f("ix_cadre_initials"))
        batch_op.drop_index(batch_op.f("ix_cadre_home_zone_id"))
        batch_op.drop_index(batch_op.f("ix_cadre_district_id"))

    op.drop_table("cadre")
    with op.batch_alter_table("zone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_zone_district_id"))
        batch_op.drop_index(batch_op.f("ix_zone_community_id"))

    op.drop_table("zone")
    with op.batch_alter_table("unit_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_link_unit_id"))
        batch_op.drop_index(batch_op.f("ix_unit_link_community_id"))

    op.drop_table("unit_link")
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publication_draft_id"))
        batch_op.drop_index(batch_op.f("ix_publication_district_id"))

    op.drop_table("publication")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_run_id"))
        batch_op.drop_index("ix_draft_district_month")
        batch_op.drop_index(batch_op.f("ix_draft_district_id"))

    op.drop_table("draft")
    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_community_subdistrict_id"))
        batch_op.drop_index(batch_op.f("ix_community_district_id"))

    op.drop_table("community")
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_day_revision_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_day_date"))

    op.drop_table("calendar_day")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_district_id"))

    op.drop_table("unit")
    with op.batch_alter_table("subdistrict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subdistrict_district_id"))

    op.drop_table("subdistrict")
    with op.batch_alter_table("solve_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_solve_run_state"))
        batch_op.drop_index(batch_op.f("ix_solve_run_input_hash"))
        batch_op.drop_index("ix_solve_run_district_month")
        batch_op.drop_index(batch_op.f("ix_solve_run_district_id"))

    op.drop_table("solve_run")
    with op.batch_alter_table("skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_skill_district_id"))

    op.drop_table("skill")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_district_id"))

    op.drop_table("party")
    with op.batch_alter_table("calendar_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_revision_district_id"))

    op.drop_table("calendar_revision")
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_branch_district_id"))

    op.drop_table("branch")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entry_district_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_action"))

    op.drop_table("audit_entry")
    op.drop_table("role")
    op.drop_table("district")
    op.drop_table("clock_beat")
