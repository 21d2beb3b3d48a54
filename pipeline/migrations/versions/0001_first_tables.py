"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline import tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", tables.PlainText(), nullable=False),
        sa.Column("url", tables.PlainText(), nullable=False),
        sa.Column("source", tables.PlainText(), nullable=False),
        sa.Column("title", tables.PlainText(), nullable=True),
        sa.Column("text", tables.PlainText(), nullable=False),
        sa.Column("text_sha256", tables.PlainText(), nullable=False),
        sa.Column("authors", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("site", tables.PlainText(), nullable=True),
        sa.Column("country", tables.PlainText(), nullable=True),
        sa.Column("published", tables.PlainText(), nullable=True),
        sa.Column("published_origin", tables.PlainText(), nullable=True),
        sa.Column("modified", tables.PlainText(), nullable=True),
        sa.Column("modified_origin", tables.PlainText(), nullable=True),
        sa.Column("language", tables.PlainText(), nullable=False),
        sa.Column("language_confidence", sa.Double(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("page_url", tables.PlainText(), nullable=True),
        sa.Column("fetched_at", tables.UtcDateTime(timezone=True), nullable=True),
        sa.Column("warc_file", tables.PlainText(), nullable=True),
        sa.Column("warc_offset", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", "revision", name=op.f("pk_articles")),
    )
    op.create_table(
        "incidents",
        sa.Column("id", tables.PlainText(), nullable=False),
        sa.Column("family", tables.PlainText(), nullable=True),
        sa.Column("day", tables.PlainText(), nullable=True),
        sa.Column("day_origin", tables.PlainText(), nullable=True),
        sa.Column("platforms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("start", tables.PlainText(), nullable=True),
        sa.Column("end", tables.PlainText(), nullable=True),
        sa.Column("duration_min_s", sa.Double(), nullable=True),
        sa.Column("duration_max_s", sa.Double(), nullable=True),
        sa.Column("duration_bound", tables.PlainText(), nullable=True),
        sa.Column("cause", tables.PlainText(), nullable=True),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("countries", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("outlets", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("independent_outlets", sa.BigInteger(), nullable=False),
        sa.Column("article_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_table(
        "issues",
        sa.Column("id", tables.PlainText(), nullable=False),
        sa.Column("run_id", tables.PlainText(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("stage", tables.PlainText(), nullable=False),
        sa.Column("reason", tables.PlainText(), nullable=False),
        sa.Column("source", tables.PlainText(), nullable=False),
        sa.Column("subject", tables.PlainText(), nullable=False),
        sa.Column("detail", tables.PlainText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
    )
    op.create_index(op.f("ix_issues_run_id"), "issues", ["run_id"], unique=False)
    op.create_table(
        "pages",
        sa.Column("id", tables.PlainText(), nullable=False),
        sa.Column("url_id", tables.PlainText(), nullable=False),
        sa.Column("requested_url_id", tables.PlainText(), nullable=False),
        sa.Column("etag", tables.PlainText(), nullable=True),
        sa.Column("last_modified", tables.PlainText(), nullable=True),
        sa.Column("url", tables.PlainText(), nullable=False),
        sa.Column("requested_url", tables.PlainText(), nullable=False),
        sa.Column("source", tables.PlainText(), nullable=False),
        sa.Column("fetched_at", tables.UtcDateTime(timezone=True), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("warc_file", tables.PlainText(), nullable=True),
        sa.Column("warc_offset", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
    )
    op.create_index(op.f("ix_pages_requested_url_id"), "pages", ["requested_url_id"], unique=False)
    op.create_index(op.f("ix_pages_url_id"), "pages", ["url_id"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", tables.PlainText(), nullable=False),
        sa.Column("flow", tables.PlainText(), nullable=False),
        sa.Column("started_at", tables.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", tables.UtcDateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_table(
        "consensus",
        sa.Column("incident_id", tables.PlainText(), nullable=False),
        sa.Column("field", tables.PlainText(), nullable=False),
        sa.Column("value", tables.PlainText(), nullable=False),
        sa.Column("rule", tables.PlainText(), nullable=False),
        sa.Column("agree", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("contradict", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("outlets", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_consensus_incidents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident_id", "field", name=op.f("pk_consensus")),
    )
    op.create_table(
        "incident_redirects",
        sa.Column("id", tables.PlainText(), nullable=False),
        sa.Column("incident_id", tables.PlainText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_redirects_incidents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_redirects")),
    )
    op.create_index(op.f("ix_incident_redirects_incident_id"), "incident_redirects", ["incident_id"], unique=False)
    op.create_table(
        "incident_reports",
        sa.Column("incident_id", tables.PlainText(), nullable=False),
        sa.Column("report_id", tables.PlainText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_reports_incidents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident_id", "report_id", name=op.f("pk_incident_reports")),
    )
    op.create_index(op.f("ix_incident_reports_report_id"), "incident_reports", ["report_id"], unique=False)
    op.create_table(
        "readings",
        sa.Column("article_id", tables.PlainText(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("extractor_version", tables.PlainText(), nullable=False),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("relevance", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "revision"],
            ["articles.id", "articles.revision"],
            name=op.f("fk_readings_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_readings")),
    )
    op.create_table(
        "reports",
        sa.Column("id", tables.PlainText(), nullable=False),
        sa.Column("article_id", tables.PlainText(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("extractor_version", tables.PlainText(), nullable=False),
        sa.Column("platforms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("start", tables.PlainText(), nullable=True),
        sa.Column("end", tables.PlainText(), nullable=True),
        sa.Column("duration_min_s", sa.Double(), nullable=True),
        sa.Column("duration_max_s", sa.Double(), nullable=True),
        sa.Column("duration_bound", tables.PlainText(), nullable=True),
        sa.Column("cause", tables.PlainText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["readings.article_id"], name=op.f("fk_reports_readings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_article_id"), "reports", ["article_id"], unique=False)
    op.create_table(
        "claims",
        sa.Column("claim_id", tables.PlainText(), nullable=False),
        sa.Column("report_id", tables.PlainText(), nullable=False),
        sa.Column("article_id", tables.PlainText(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", tables.PlainText(), nullable=False),
        sa.Column("text", tables.PlainText(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("rule", tables.PlainText(), nullable=False),
        sa.Column("said_by", tables.PlainText(), nullable=True),
        sa.Column("slug", tables.PlainText(), nullable=True),
        sa.Column("time", tables.PlainText(), nullable=True),
        sa.Column("min_s", sa.Double(), nullable=True),
        sa.Column("max_s", sa.Double(), nullable=True),
        sa.Column("bound", tables.PlainText(), nullable=True),
        sa.Column("cause", tables.PlainText(), nullable=True),
        sa.Column("count", sa.Double(), nullable=True),
        sa.Column("count_max", sa.Double(), nullable=True),
        sa.Column("unit", tables.PlainText(), nullable=True),
        sa.Column("min", sa.Double(), nullable=True),
        sa.Column("max", sa.Double(), nullable=True),
        sa.Column("currency", tables.PlainText(), nullable=True),
        sa.Column("loss_kind", tables.PlainText(), nullable=True),
        sa.Column("bearer", tables.PlainText(), nullable=True),
        sa.Column("per", tables.PlainText(), nullable=True),
        sa.Column("percent", sa.Double(), nullable=True),
        sa.Column("currency_inferred", tables.PlainText(), nullable=True),
        sa.Column("alt", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("name", tables.PlainText(), nullable=True),
        sa.Column("merchant_kind", tables.PlainText(), nullable=True),
        sa.Column("contact", tables.PlainText(), nullable=True),
        sa.Column("business", tables.PlainText(), nullable=True),
        sa.Column("usd_min", sa.Double(), nullable=True),
        sa.Column("usd_max", sa.Double(), nullable=True),
        sa.Column("usd_rate", sa.Double(), nullable=True),
        sa.Column("usd_rate_date", tables.PlainText(), nullable=True),
        sa.Column("usd_rate_source", tables.PlainText(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_claims_reports"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_article_id"), "claims", ["article_id"], unique=False)
    op.create_index(op.f("ix_claims_report_id"), "claims", ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_claims_report_id"), table_name="claims")
    op.drop_index(op.f("ix_claims_article_id"), table_name="claims")
    op.drop_table("claims")
    op.drop_index(op.f("ix_reports_article_id"), table_name="reports")
    op.drop_table("reports")
    op.drop_table("readings")
    op.drop_index(op.f("ix_incident_reports_report_id"), table_name="incident_reports")
    op.drop_table("incident_reports")
    op.drop_index(op.f("ix_incident_redirects_incident_id"), table_name="incident_redirects")
    op.drop_table("incident_redirects")
    op.drop_table("consensus")
    op.drop_table("runs")
    op.drop_index(op.f("ix_pages_url_id"), table_name="pages")
    op.drop_index(op.f("ix_pages_requested_url_id"), table_name="pages")
    op.drop_table("pages")
    op.drop_index(op.f("ix_issues_run_id"), table_name="issues")
    op.drop_table("issues")
    op.drop_table("incidents")
    op.drop_table("articles")
