"""Charts: each function takes a polars frame and returns an Altair chart. No data is fetched here."""
