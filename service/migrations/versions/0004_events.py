"""Events"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import service.models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_kind",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("blocks", sa.String(length=16), nullable=False),
        sa.Column("sends_branches", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("starts", sa.String(length=5), nullable=True),
        sa.Column("ends", sa.String(length=5), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("blocks IN ('always', 'overlap', 'never')", name=op.f("ck_event_kind_blocks_known")),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name=op.f("ck_event_kind_weekday_range")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_event_kind_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_kind")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_event_kind_district_id_code")),
    )
    with op.batch_alter_table("event_kind", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_kind_district_id"), ["district_id"], unique=False)

    op.create_table(
        "event_series",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("skip_holidays", sa.Boolean(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("every_weeks >= 1 AND every_weeks <= 8", name=op.f("ck_event_series_every_weeks_range")),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_event_series_days_order")),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name=op.f("ck_event_series_weekday_range")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_event_series_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_series")),
    )
    with op.batch_alter_table("event_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_series_district_id"), ["district_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("grid_workers", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("sign_up", sa.Boolean(), nullable=False),
        sa.Column("sign_up_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("moved_from", sa.Date(), nullable=True),
        sa.Column("notice", sa.String(length=200), nullable=True),
        sa.Column("cancelled_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_event_hours_order")),
        sa.CheckConstraint("seats >= 1 AND seats <= 100000", name=op.f("ck_event_seats_range")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_event_community_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_event_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["kind_id"], ["event_kind.id"], name=op.f("fk_event_kind_id")),
        sa.ForeignKeyConstraint(["series_id"], ["event_series.id"], name=op.f("fk_event_series_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_event_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_event_district_id_code")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_event_district_date", ["district_id", "date"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_kind_id"), ["kind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "branch_secretary",
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_branch_secretary_valid_order")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_branch_secretary_branch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_branch_secretary_cadre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_secretary")),
        sa.UniqueConstraint("branch_id", "valid_from", name=op.f("uq_branch_secretary_branch_id_valid_from")),
    )
    with op.batch_alter_table("branch_secretary", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_secretary_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_branch_secretary_cadre_id"), ["cadre_id"], unique=False)

    op.create_table(
        "event_attendance",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('present', 'excused', 'absent')", name=op.f("ck_event_attendance_state_known")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_event_attendance_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_event_attendance_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_attendance_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_attendance")),
        sa.UniqueConstraint("event_id", "cadre_id", name=op.f("uq_event_attendance_event_id_cadre_id")),
    )
    with op.batch_alter_table("event_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_attendance_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_attendance_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_attendance_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_call",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("cadre_id", sa.Integer(), nullable=True),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN branch_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN cadre_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_event_call_one_is_called"),
        ),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_event_call_branch_id")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_event_call_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_event_call_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_call_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_event_call_unit_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_event_call_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_call")),
        sa.UniqueConstraint("event_id", "branch_id", name=op.f("uq_event_call_event_id_branch_id")),
        sa.UniqueConstraint("event_id", "cadre_id", name=op.f("uq_event_call_event_id_cadre_id")),
        sa.UniqueConstraint("event_id", "unit_id", name=op.f("uq_event_call_event_id_unit_id")),
    )
    with op.batch_alter_table("event_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_call_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_call_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_call_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_call_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_call_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_call_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "event_seat",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("signed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('placed', 'waiting', 'withdrawn')", name=op.f("ck_event_seat_state_known")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_event_seat_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_event_seat_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_seat_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_seat")),
        sa.UniqueConstraint("event_id", "cadre_id", name=op.f("uq_event_seat_event_id_cadre_id")),
    )
    with op.batch_alter_table("event_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_seat_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_seat_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_seat_event_id"), ["event_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("event_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_seat_event_id"))
        batch_op.drop_index(batch_op.f("ix_event_seat_district_id"))
        batch_op.drop_index(batch_op.f("ix_event_seat_cadre_id"))

    op.drop_table("event_seat")
    with op.batch_alter_table("event_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_call_zone_id"))
        batch_op.drop_index(batch_op.f("ix_event_call_unit_id"))
        batch_op.drop_index(batch_op.f("ix_event_call_event_id"))
        batch_op.drop_index(batch_op.f("ix_event_call_district_id"))
        batch_op.drop_index(batch_op.f("ix_event_call_cadre_id"))
        batch_op.drop_index(batch_op.f("ix_event_call_branch_id"))

    op.drop_table("event_call")
    with op.batch_alter_table("event_attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_attendance_event_id"))
        batch_op.drop_index(batch_op.f("ix_event_attendance_district_id"))
        batch_op.drop_index(batch_op.f("ix_event_attendance_cadre_id"))

    op.drop_table("event_attendance")
    with op.batch_alter_table("branch_secretary", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_branch_secretary_cadre_id"))
        batch_op.drop_index(batch_op.f("ix_branch_secretary_branch_id"))

    op.drop_table("branch_secretary")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_zone_id"))
        batch_op.drop_index(batch_op.f("ix_event_series_id"))
        batch_op.drop_index(batch_op.f("ix_event_kind_id"))
        batch_op.drop_index(batch_op.f("ix_event_district_id"))
        batch_op.drop_index("ix_event_district_date")
        batch_op.drop_index(batch_op.f("ix_event_community_id"))

    op.drop_table("event")
    with op.batch_alter_table("event_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_series_district_id"))

    op.drop_table("event_series")
    with op.batch_alter_table("event_kind", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_kind_district_id"))

    op.drop_table("event_kind")
