"""Second factors, links, policies and single sign-on of staff."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "staff_challenges",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_staff_challenges")),
    )
    with op.batch_alter_table("staff_challenges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_challenges_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "sso_flows",
        sa.Column("state_digest", sa.LargeBinary(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("browser_digest", sa.LargeBinary(), nullable=False),
        sa.Column("nonce_digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_verifier", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_sso_flows_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("state_digest", name=op.f("pk_sso_flows")),
    )
    with op.batch_alter_table("sso_flows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sso_flows_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sso_flows_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "sso_settings",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("domains", sa.Text(), nullable=False),
        sa.Column("default_role", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_sso_settings_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_sso_settings")),
    )
    op.create_table(
        "staff_policies",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("second_factor_required", sa.Boolean(), nullable=False),
        sa.Column("only_sso", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_staff_policies_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_staff_policies")),
    )
    op.create_table(
        "staff_doorsteps",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_doorsteps_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_staff_doorsteps")),
    )
    with op.batch_alter_table("staff_doorsteps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_doorsteps_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_doorsteps_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "staff_links",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_links_staff_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_staff_links")),
    )
    with op.batch_alter_table("staff_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_links_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_links_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "staff_passkeys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("transports", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_passkeys_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_staff_passkeys_credential_id")),
    )
    with op.batch_alter_table("staff_passkeys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_passkeys_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "staff_recovery_codes",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_recovery_codes_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_staff_recovery_codes")),
    )
    with op.batch_alter_table("staff_recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_recovery_codes_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "staff_totp",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_totp_staff_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_totp")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sso_subject", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("joined_at", sa.BigInteger(), nullable=True))
        batch_op.alter_column("password_hash", existing_type=sa.TEXT(), nullable=True)
    # Whoever is there chose a password when they were added.
    op.execute("UPDATE staff SET joined_at = created_at")

    # A session lives for half a day; whoever is signed in while this runs signs in once more.
    op.execute("DELETE FROM staff_sessions")
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signed_in_by", sa.Text(), nullable=False))
        batch_op.add_column(sa.Column("agent", sa.Text(), nullable=False))
        batch_op.add_column(sa.Column("confirmed_at", sa.BigInteger(), nullable=False))
