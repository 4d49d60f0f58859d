"""The adapter's version, which dbt prints."""

version = "0.1.0"
