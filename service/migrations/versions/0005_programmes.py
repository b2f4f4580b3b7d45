"""Programmes: posts, rounds, placements"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import service.models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
RUNS = "'draft', 'replan', 'night_draft', 'night_replan', 'relax'"
EXEMPTIONS = "'maternity', 'nursing', 'illness', 'posted', 'rotation', 'seconded', 'leader', 'other'"
MORE_RUNS = f"{RUNS}, 'placement', 'roster'"
MORE_EXEMPTIONS = "'maternity', 'nursing', 'illness', 'posted', 'rotation', 'squad', 'inspection', 'surge', 'seconded', 'leader', 'other'"


def upgrade() -> None:
    _allow_kinds("solve_run", MORE_RUNS)
    _allow_kinds("exemption", MORE_EXEMPTIONS)
    op.create_table(
        "programme",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("exempts", sa.Boolean(), nullable=False),
        sa.Column("wanted_least", sa.Integer(), nullable=True),
        sa.Column("wanted_most", sa.Integer(), nullable=True),
        sa.Column("settings", Json, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("approved_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=120), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('rotation', 'posting', 'squad', 'inspection')", name=op.f("ck_programme_kind_known")
        ),
        sa.CheckConstraint("state IN ('preparing', 'approved', 'cancelled')", name=op.f("ck_programme_state_known")),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_programme_days_order")),
        sa.CheckConstraint(
            "wanted_least >= 0 AND wanted_least <= 100000", name=op.f("ck_programme_wanted_least_range")
        ),
        sa.CheckConstraint(
            "wanted_most IS NULL OR wanted_most >= COALESCE(wanted_least, 0)", name=op.f("ck_programme_wanted_order")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_programme_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_programme_district_id_code")),
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_kind"), ["kind"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("made_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("instance", sa.LargeBinary(), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("objective", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column("report", Json, nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_proposal_number_range")),
        sa.CheckConstraint("rank >= 1 AND rank <= 100", name=op.f("ck_proposal_rank_range")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_proposal_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_proposal_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["solve_run.id"], name=op.f("fk_proposal_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_proposal_programme_id_number")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_run_id"), ["run_id"], unique=False)

    op.create_table(
        "programme_limit",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("park", sa.String(length=64), nullable=True),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("soft", sa.Boolean(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN community_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN park IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_programme_limit_one_is_limited"),
        ),
        sa.CheckConstraint("most >= 0 AND most <= 100000", name=op.f("ck_programme_limit_most_range")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_programme_limit_community_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_programme_limit_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_limit_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_programme_limit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_limit")),
    )
    with op.batch_alter_table("programme_limit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_limit_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_limit_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_limit_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_limit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "candidate",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("roles", Json, nullable=False),
        sa.Column("wishes", Json, nullable=False),
        sa.Column("offers", Json, nullable=False),
        sa.Column("experienced", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("max_posts", sa.Integer(), nullable=False),
        sa.Column("min_posts", sa.Integer(), nullable=False),
        sa.Column("own_consent", sa.Boolean(), nullable=True),
        sa.Column("unit_consent", sa.Boolean(), nullable=True),
        sa.Column("unit_consent_by", sa.String(length=120), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= 1 AND capacity <= 100000", name=op.f("ck_candidate_capacity_range")),
        sa.CheckConstraint("max_posts >= 1 AND max_posts <= 1000", name=op.f("ck_candidate_max_posts_range")),
        sa.CheckConstraint("min_posts >= 0 AND min_posts <= 1000", name=op.f("ck_candidate_min_posts_range")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_candidate_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_candidate_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_candidate_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("programme_id", "cadre_id", name=op.f("uq_candidate_programme_id_cadre_id")),
    )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidate_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidate_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("grid_worker_id", sa.Integer(), nullable=True),
        sa.Column("park", sa.String(length=64), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("contact_name", sa.String(length=64), nullable=True),
        sa.Column("contact_phone", sa.String(length=32), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('grid_worker', 'village', 'enterprise', 'compound', 'lift', 'unit')",
            name=op.f("ck_post_kind_known"),
        ),
        sa.CheckConstraint("active_to IS NULL OR active_to >= active_from", name=op.f("ck_post_active_order")),
        sa.CheckConstraint("load >= 1 AND load <= 1000", name=op.f("ck_post_load_range")),
        sa.CheckConstraint("priority >= 1 AND priority <= 9", name=op.f("ck_post_priority_range")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_post_community_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_post_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["grid_worker_id"], ["grid_worker.id"], name=op.f("fk_post_grid_worker_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_unit_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_post_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("district_id", "code", name=op.f("uq_post_district_id_code")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_grid_worker_id"), ["grid_worker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "unit_recusal",
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_unit_recusal_valid_order")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_unit_recusal_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_unit_recusal_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_recusal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_recusal")),
        sa.UniqueConstraint(
            "cadre_id", "unit_id", "valid_from", name=op.f("uq_unit_recusal_cadre_id_unit_id_valid_from")
        ),
    )
    with op.batch_alter_table("unit_recusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_recusal_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_recusal_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_recusal_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("cadre_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("grid_worker_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("exempts", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=True),
        sa.Column("cancelled_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("predecessor_id", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_placement_days_order")),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_placement_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_placement_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["grid_worker_id"], ["grid_worker.id"], name=op.f("fk_placement_grid_worker_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_placement_post_id")),
        sa.ForeignKeyConstraint(["predecessor_id"], ["placement.id"], name=op.f("fk_placement_predecessor_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_placement_programme_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_placement_proposal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_placement_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("district_id", "uid", name=op.f("uq_placement_district_id_uid")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index("ix_placement_district_days", ["district_id", "first_day", "last_day"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_grid_worker_id"), ["grid_worker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_predecessor_id"), ["predecessor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "post_role",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("least >= 0 AND least <= 1000", name=op.f("ck_post_role_least_range")),
        sa.CheckConstraint("most >= 1 AND most <= 1000", name=op.f("ck_post_role_most_range")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_role_post_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_role")),
        sa.UniqueConstraint("post_id", "role", name=op.f("uq_post_role_post_id_role")),
    )
    with op.batch_alter_table("post_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_role_post_id"), ["post_id"], unique=False)

    op.create_table(
        "programme_pin",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("cadre_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("made_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_programme_pin_cadre_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_programme_pin_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_programme_pin_post_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_pin_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_pin")),
    )
    with op.batch_alter_table("programme_pin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_pin_cadre_id"), ["cadre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_pin_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_pin_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_pin_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "programme_post",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("min_experienced", sa.Integer(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=True),
        sa.Column("consent_by", sa.String(length=120), nullable=True),
        sa.Column("wishes", Json, nullable=False),
        sa.Column("offers", Json, nullable=False),
        sa.Column("second_look_of_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_programme_post_days_order")),
        sa.CheckConstraint(
            "min_experienced >= 0 AND min_experienced <= 1000", name=op.f("ck_programme_post_min_experienced_range")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_programme_post_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_programme_post_post_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_post_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_look_of_id"],
            ["programme_post.id"],
            name=op.f("fk_programme_post_second_look_of_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_post")),
        sa.UniqueConstraint("programme_id", "post_id", name=op.f("uq_programme_post_programme_id_post_id")),
    )
    with op.batch_alter_table("programme_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_post_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_post_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_post_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "site_stage",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_percent", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("done_percent >= 0 AND done_percent <= 100", name=op.f("ck_site_stage_done_percent_range")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_site_stage_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_site_stage_post_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_stage")),
        sa.UniqueConstraint("post_id", "name", name=op.f("uq_site_stage_post_id_name")),
    )
    with op.batch_alter_table("site_stage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_stage_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_site_stage_post_id"), ["post_id"], unique=False)

    op.create_table(
        "hand_over_item",
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("done_at", service.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=120), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_hand_over_item_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_hand_over_item_placement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_item")),
    )
    with op.batch_alter_table("hand_over_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_over_item_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hand_over_item_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "placement_review",
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("grade", sa.String(length=16), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("written_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "grade IN ('good', 'fairly_good', 'fair', 'poor')", name=op.f("ck_placement_review_grade_known")
        ),
        sa.CheckConstraint(
            "side IN ('cadre', 'unit', 'community', 'grid_worker')", name=op.f("ck_placement_review_side_known")
        ),
        sa.CheckConstraint("stage IN ('midterm', 'final')", name=op.f("ck_placement_review_stage_known")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_placement_review_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_review_placement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_review")),
        sa.UniqueConstraint("placement_id", "stage", "side", name=op.f("uq_placement_review_placement_id_stage_side")),
    )
    with op.batch_alter_table("placement_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_review_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_review_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "post_role_skill",
        sa.Column("post_role_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_role_id"], ["post_role.id"], name=op.f("fk_post_role_skill_post_role_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_post_role_skill_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_role_skill")),
        sa.UniqueConstraint("post_role_id", "skill_id", name=op.f("uq_post_role_skill_post_role_id_skill_id")),
    )
    with op.batch_alter_table("post_role_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_role_skill_post_role_id"), ["post_role_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_role_skill_skill_id"), ["skill_id"], unique=False)

    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.add_column(sa.Column("placement_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_exemption_placement_id"), ["placement_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_exemption_placement_id"), "placement", ["placement_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_exemption_placement_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_exemption_placement_id"))
        batch_op.drop_column("placement_id")

    with op.batch_alter_table("post_role_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_role_skill_skill_id"))
        batch_op.drop_index(batch_op.f("ix_post_role_skill_post_role_id"))

    op.drop_table("post_role_skill")
    with op.batch_alter_table("placement_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_review_placement_id"))
        batch_op.drop_index(batch_op.f("ix_placement_review_district_id"))

    op.drop_table("placement_review")
    with op.batch_alter_table("hand_over_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_over_item_placement_id"))
        batch_op.drop_index(batch_op.f("ix_hand_over_item_district_id"))

    op.drop_table("hand_over_item")
    with op.batch_alter_table("site_stage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_stage_post_id"))
        batch_op.drop_index(batch_op.f("ix_site_stage_district_id"))

    op.drop_table("site_stage")
    with op.batch_alter_table("programme_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_post_programme_id"))
        batch_op.drop_index(batch_op.f("ix_programme_post_post_id"))
        batch_op.drop_index(batch_op.f("ix_programme_post_district_id"))

    op.drop_table("programme_post")
    with op.batch_alter_table("programme_pin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_pin_programme_id"))
        batch_op.drop_index(batch_op.f("ix_programme_pin_post_id"))
        batch_op.drop_index(batch_op.f("ix_programme_pin_district_id"))
        batch_op.drop_index(batch_op.f("ix_programme_pin_cadre_id"))

    op.drop_table("programme_pin")
    with op.batch_alter_table("post_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_role_post_id"))

    op.drop_table("post_role")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_placement_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_placement_programme_id"))
        batch_op.drop_index(batch_op.f("ix_placement_predecessor_id"))
        batch_op.drop_index(batch_op.f("ix_placement_post_id"))
        batch_op.drop_index(batch_op.f("ix_placement_grid_worker_id"))
        batch_op.drop_index(batch_op.f("ix_placement_district_id"))
        batch_op.drop_index("ix_placement_district_days")
        batch_op.drop_index(batch_op.f("ix_placement_cadre_id"))

    op.drop_table("placement")
    with op.batch_alter_table("unit_recusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_recusal_unit_id"))
        batch_op.drop_index(batch_op.f("ix_unit_recusal_district_id"))
        batch_op.drop_index(batch_op.f("ix_unit_recusal_cadre_id"))

    op.drop_table("unit_recusal")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_zone_id"))
        batch_op.drop_index(batch_op.f("ix_post_unit_id"))
        batch_op.drop_index(batch_op.f("ix_post_kind"))
        batch_op.drop_index(batch_op.f("ix_post_grid_worker_id"))
        batch_op.drop_index(batch_op.f("ix_post_district_id"))
        batch_op.drop_index(batch_op.f("ix_post_community_id"))

    op.drop_table("post")
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_programme_id"))
        batch_op.drop_index(batch_op.f("ix_candidate_district_id"))
        batch_op.drop_index(batch_op.f("ix_candidate_cadre_id"))

    op.drop_table("candidate")
    with op.batch_alter_table("programme_limit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_limit_unit_id"))
        batch_op.drop_index(batch_op.f("ix_programme_limit_programme_id"))
        batch_op.drop_index(batch_op.f("ix_programme_limit_district_id"))
        batch_op.drop_index(batch_op.f("ix_programme_limit_community_id"))

    op.drop_table("programme_limit")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_run_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_programme_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_district_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_kind"))
        batch_op.drop_index(batch_op.f("ix_programme_district_id"))

    op.drop_table("programme")
    op.execute("DELETE FROM solve_run WHERE kind IN ('placement', 'roster')")
    op.execute("DELETE FROM exemption WHERE kind IN ('squad', 'inspection', 'surge')")
    _allow_kinds("exemption", EXEMPTIONS)
    _allow_kinds("solve_run", RUNS)


def _allow_kinds(table: str, kinds: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_kind_known"), f"kind IN ({kinds})")
