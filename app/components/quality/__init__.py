"""What the page on data quality is made of."""
