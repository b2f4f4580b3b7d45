"""What single relaxations would gain for a draft, searched for as a run of its own kind"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import service.models.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
BEFORE = "kind IN ('draft', 'replan', 'night_draft', 'night_replan')"
AFTER = "kind IN ('draft', 'replan', 'night_draft', 'night_replan', 'relax')"


def upgrade() -> None:
    _allow_kinds(AFTER)
    op.create_table(
        "relaxation_search",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", service.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("found", Json, nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_relaxation_search_district_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_relaxation_search_draft_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["solve_run.id"], name=op.f("fk_relaxation_search_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relaxation_search")),
    )
    with op.batch_alter_table("relaxation_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relaxation_search_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relaxation_search_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relaxation_search_run_id"), ["run_id"], unique=False)


def downgrade() -> None:
    op.drop_table("relaxation_search")
    op.execute("DELETE FROM solve_run WHERE kind = 'relax'")
    _allow_kinds(BEFORE)


def _allow_kinds(condition: str) -> None:
    with op.batch_alter_table("solve_run", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_solve_run_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_solve_run_kind_known"), condition)
