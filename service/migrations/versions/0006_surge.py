"""Surge: operations, who is called, rosters in versions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import service.models.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "surge_operation",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("min_rest_minutes", sa.Integer(), nullable=False),
        sa.Column("min_consecutive", sa.Integer(), nullable=False),
        sa.Column("max_consecutive", sa.Integer(), nullable=False),
        sa.Column("min_days_off", sa.Integer(), nullable=False),
        sa.Column("max_weekends", sa.Integer(), nullable=True),
        sa.Column("max_nights", sa.Integer(), nullable=True),
        sa.Column("min_minutes", sa.Integer(), nullable=False),
        sa.Column("max_minutes", sa.Integer(), nullable=True),
        sa.Column("unit_share", sa.Integer(), nullable=False),
        sa.Column("keeps_floors", sa.Boolean(), nullable=False),
        sa.Column("reserve", sa.Integer(), nullable=False),
        sa.Column("relief_after", sa.Integer(), nullable=True),
        sa.Column("only_listed", sa.Boolean(), nullable=False),
        sa.Column("unit_ids", Json, nullable=False),
        sa.Column("exempts", sa.Boolean(), nullable=False),
        sa.Column("credits", sa.Boolean(), nullable=False),
        sa.Column("credit_shifts", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("stood_down_on", sa.Date(), nullable=True),
        sa.Column("ended_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('epidemic', 'flood', 'emergency')", name=op.f("ck_surge_operation_kind_known")),
        sa.CheckConstraint(
            "state IN ('preparing', 'active', 'stood_down', 'cancelled')", name=op.f("ck_surge_operation_state_known")
        ),
        sa.CheckConstraint(
            "credit_shifts >= 1 AND credit_shifts <= 366", name=op.f("ck_surge_operation_credit_shifts_range")
        ),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_surge_operation_days_order")),
        sa.CheckConstraint(
            "max_consecutive >= 1 AND max_consecutive <= 92", name=op.f("ck_surge_operation_max_consecutive_range")
        ),
        sa.CheckConstraint("max_minutes >= 1", name=op.f("ck_surge_operation_max_minutes_range")),
        sa.CheckConstraint("max_nights >= 0 AND max_nights <= 366", name=op.f("ck_surge_operation_max_nights_range")),
        sa.CheckConstraint(
            "max_weekends >= 0 AND max_weekends <= 60", name=op.f("ck_surge_operation_max_weekends_range")
        ),
        sa.CheckConstraint(
            "min_consecutive >= 1 AND min_consecutive <= 31", name=op.f("ck_surge_operation_min_consecutive_range")
        ),
        sa.CheckConstraint(
            "min_days_off >= 0 AND min_days_off <= 31", name=op.f("ck_surge_operation_min_days_off_range")
        ),
        sa.CheckConstraint("min_minutes >= 0", name=op.f("ck_surge_operation_min_minutes_range")),
        sa.CheckConstraint(
            "min_rest_minutes >= 0 AND min_rest_minutes <= 1440", name=op.f("ck_surge_operation_min_rest_minutes_range")
        ),
        sa.CheckConstraint(
            "relief_after >= 1 AND relief_after <= 92", name=op.f("ck_surge_operation_relief_after_range")
        ),
        sa.CheckConstraint("reserve >= 0 AND reserve <= 200", name=op.f("ck_surge_operation_reserve_range")),
        sa.CheckConstraint("unit_share >= 1 AND unit_share <= 100", name=op.f("ck_surge_operation_unit_share_range")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_operation_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_operation")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_surge_operation_district_id_code")),
    )
    with op.batch_alter_table("surge_operation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_operation_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_operation_state"), ["state"], unique=False)

    op.create_table(
        "surge_roster",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("confirmed_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=120), nullable=True),
        sa.Column("input_hash", sa.String(length=64), nullable=True),
        sa.Column("problem", sa.LargeBinary(), nullable=True),
        sa.Column("instance", sa.LargeBinary(), nullable=True),
        sa.Column("plan", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=True),
        sa.Column("objective", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column("place_objective", sa.Integer(), nullable=True),
        sa.Column("place_bound", sa.Integer(), nullable=True),
        sa.Column("report", Json, nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'in_force', 'superseded', 'discarded')", name=op.f("ck_surge_roster_state_known")
        ),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_surge_roster_days_order")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_roster_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["surge_operation.id"], name=op.f("fk_surge_roster_operation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["solve_run.id"], name=op.f("fk_surge_roster_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_roster")),
        sa.UniqueConstraint("operation_id", "number", name=op.f("uq_surge_roster_operation_id_number")),
    )
    with op.batch_alter_table("surge_roster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_roster_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_roster_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_roster_run_id"), ["run_id"], unique=False)

    op.create_table(
        "surge_shift",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("night", sa.Boolean(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_shift_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["surge_operation.id"], name=op.f("fk_surge_shift_operation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_shift")),
        sa.UniqueConstraint("operation_id", "name", name=op.f("uq_surge_shift_operation_id_name")),
    )
    with op.batch_alter_table("surge_shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_shift_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_shift_operation_id"), ["operation_id"], unique=False)

    op.create_table(
        "surge_place",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("contact_name", sa.String(length=64), nullable=True),
        sa.Column("contact_phone", sa.String(length=32), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("priority >= 1 AND priority <= 9", name=op.f("ck_surge_place_priority_range")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_surge_place_community_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_place_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["surge_operation.id"], name=op.f("fk_surge_place_operation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_place")),
        sa.UniqueConstraint("operation_id", "name", name=op.f("uq_surge_place_operation_id_name")),
    )
    with op.batch_alter_table("surge_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_place_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_place_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_place_operation_id"), ["operation_id"], unique=False)

    op.create_table(
        "surge_need",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("needed >= 0 AND needed <= 1000", name=op.f("ck_surge_need_needed_range")),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name=op.f("ck_surge_need_weekday_range")),
        sa.CheckConstraint("weekday IS NULL OR date IS NULL", name=op.f("ck_surge_need_one_sort")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_need_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["surge_place.id"], name=op.f("fk_surge_need_place_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["surge_shift.id"], name=op.f("fk_surge_need_shift_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_need")),
        sa.UniqueConstraint(
            "place_id", "shift_id", "weekday", "date", name=op.f("uq_surge_need_place_id_shift_id_weekday_date")
        ),
    )
    with op.batch_alter_table("surge_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_need_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_need_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_need_shift_id"), ["shift_id"], unique=False)

    op.create_table(
        "surge_arrival",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("marked_by", sa.String(length=120), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('arrived', 'absent')", name=op.f("ck_surge_arrival_state_known")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_surge_arrival_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_arrival_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["surge_operation.id"], name=op.f("fk_surge_arrival_operation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["surge_place.id"], name=op.f("fk_surge_arrival_place_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["surge_shift.id"], name=op.f("fk_surge_arrival_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_arrival")),
        sa.UniqueConstraint(
            "operation_id", "cadre_id", "date", name=op.f("uq_surge_arrival_operation_id_cadre_id_date")
        ),
    )
    with op.batch_alter_table("surge_arrival", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_arrival_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_arrival_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_arrival_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_arrival_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_arrival_shift_id"), ["shift_id"], unique=False)

    op.create_table(
        "surge_listed",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("listing", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("listing IN ('allowed', 'days_only', 'barred')", name=op.f("ck_surge_listed_listing_known")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_surge_listed_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_listed_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["surge_operation.id"], name=op.f("fk_surge_listed_operation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_listed")),
        sa.UniqueConstraint("operation_id", "cadre_id", name=op.f("uq_surge_listed_operation_id_cadre_id")),
    )
    with op.batch_alter_table("surge_listed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_listed_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_listed_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_listed_operation_id"), ["operation_id"], unique=False)

    op.create_table(
        "surge_member",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("days_only", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("served_any", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("answer_reason", sa.String(length=200), nullable=True),
        sa.Column("answered_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=120), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("answer IN ('none', 'coming', 'cannot')", name=op.f("ck_surge_member_answer_known")),
        sa.CheckConstraint("state IN ('called', 'released')", name=op.f("ck_surge_member_state_known")),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_surge_member_days_order")),
        sa.CheckConstraint("wave >= 1", name=op.f("ck_surge_member_wave_range")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_surge_member_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_member_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["surge_operation.id"], name=op.f("fk_surge_member_operation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["surge_place.id"], name=op.f("fk_surge_member_place_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["surge_member.id"], name=op.f("fk_surge_member_replaces_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_surge_member_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_member")),
        sa.UniqueConstraint("operation_id", "cadre_id", name=op.f("uq_surge_member_operation_id_cadre_id")),
    )
    with op.batch_alter_table("surge_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_member_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_member_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_member_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_member_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_member_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_member_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "surge_service",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("shifts", sa.Integer(), nullable=False),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column("weekend_shifts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("credited_month", sa.Date(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("nights >= 0", name=op.f("ck_surge_service_nights_range")),
        sa.CheckConstraint("shifts >= 0", name=op.f("ck_surge_service_shifts_range")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_surge_service_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_service_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["surge_operation.id"], name=op.f("fk_surge_service_operation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_surge_service_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_service")),
        sa.UniqueConstraint("operation_id", "cadre_id", name=op.f("uq_surge_service_operation_id_cadre_id")),
    )
    with op.batch_alter_table("surge_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_service_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_service_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_service_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_service_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "surge_work",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_surge_work_sequence_range")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_surge_work_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_surge_work_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["surge_operation.id"], name=op.f("fk_surge_work_operation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["surge_place.id"], name=op.f("fk_surge_work_place_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["surge_shift.id"], name=op.f("fk_surge_work_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_work")),
        sa.UniqueConstraint(
            "operation_id", "cadre_id", "date", "since", name=op.f("uq_surge_work_operation_id_cadre_id_date_since")
        ),
    )
    with op.batch_alter_table("surge_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surge_work_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_work_district_id"), ["district_id"], unique=False)
        batch_op.create_index("ix_surge_work_operation_date", ["operation_id", "date"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_work_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_work_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_surge_work_shift_id"), ["shift_id"], unique=False)

    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.add_column(sa.Column("operation_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_exemption_operation_id"), ["operation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_exemption_operation_id"), "surge_operation", ["operation_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_exemption_operation_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_exemption_operation_id"))
        batch_op.drop_column("operation_id")

    with op.batch_alter_table("surge_work", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_work_shift_id"))
        batch_op.drop_index(batch_op.f("ix_surge_work_place_id"))
        batch_op.drop_index(batch_op.f("ix_surge_work_operation_id"))
        batch_op.drop_index("ix_surge_work_operation_date")
        batch_op.drop_index(batch_op.f("ix_surge_work_district_id"))
        batch_op.drop_index(batch_op.f("ix_surge_work_cadre_id"))

    op.drop_table("surge_work")
    with op.batch_alter_table("surge_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_service_unit_id"))
        batch_op.drop_index(batch_op.f("ix_surge_service_operation_id"))
        batch_op.drop_index(batch_op.f("ix_surge_service_district_id"))
        batch_op.drop_index(batch_op.f("ix_surge_service_cadre_id"))

    op.drop_table("surge_service")
    with op.batch_alter_table("surge_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_member_unit_id"))
        batch_op.drop_index(batch_op.f("ix_surge_member_replaces_id"))
        batch_op.drop_index(batch_op.f("ix_surge_member_place_id"))
        batch_op.drop_index(batch_op.f("ix_surge_member_operation_id"))
        batch_op.drop_index(batch_op.f("ix_surge_member_district_id"))
        batch_op.drop_index(batch_op.f("ix_surge_member_cadre_id"))

    op.drop_table("surge_member")
    with op.batch_alter_table("surge_listed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_listed_operation_id"))
        batch_op.drop_index(batch_op.f("ix_surge_listed_district_id"))
        batch_op.drop_index(batch_op.f("ix_surge_listed_cadre_id"))

    op.drop_table("surge_listed")
    with op.batch_alter_table("surge_arrival", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_arrival_shift_id"))
        batch_op.drop_index(batch_op.f("ix_surge_arrival_place_id"))
        batch_op.drop_index(batch_op.f("ix_surge_arrival_operation_id"))
        batch_op.drop_index(batch_op.f("ix_surge_arrival_district_id"))
        batch_op.drop_index(batch_op.f("ix_surge_arrival_cadre_id"))

    op.drop_table("surge_arrival")
    with op.batch_alter_table("surge_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_need_shift_id"))
        batch_op.drop_index(batch_op.f("ix_surge_need_place_id"))
        batch_op.drop_index(batch_op.f("ix_surge_need_district_id"))

    op.drop_table("surge_need")
    with op.batch_alter_table("surge_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_place_operation_id"))
        batch_op.drop_index(batch_op.f("ix_surge_place_district_id"))
        batch_op.drop_index(batch_op.f("ix_surge_place_community_id"))

    op.drop_table("surge_place")
    with op.batch_alter_table("surge_shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_shift_operation_id"))
        batch_op.drop_index(batch_op.f("ix_surge_shift_district_id"))

    op.drop_table("surge_shift")
    with op.batch_alter_table("surge_roster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_roster_run_id"))
        batch_op.drop_index(batch_op.f("ix_surge_roster_operation_id"))
        batch_op.drop_index(batch_op.f("ix_surge_roster_district_id"))

    op.drop_table("surge_roster")
    with op.batch_alter_table("surge_operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surge_operation_state"))
        batch_op.drop_index(batch_op.f("ix_surge_operation_district_id"))

    op.drop_table("surge_operation")
