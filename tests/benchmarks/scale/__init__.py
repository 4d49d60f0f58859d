"""How the warehouse does with millions of observations, beside the same marts made by hand."""
