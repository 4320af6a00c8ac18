"""Where the cells of a notebook begin, so that a line is told by its cell."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """What was handed in before has no cells: its lines are told as they were."""
    op.add_column("handins", sa.Column("cells", sa.Text, nullable=False, server_default=""))
