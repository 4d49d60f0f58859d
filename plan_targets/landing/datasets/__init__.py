"""Data sets: too large to be read as tables. A folder of partitioned Parquet, one large Parquet file, a DuckDB
file, or a small file that names where Parquet files lie. DuckDB reads their rows; Python sees each different text once.
"""
