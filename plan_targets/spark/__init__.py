"""Building the marts on Apache Spark: `dbt build --target spark`."""
