"""How the warehouse does with millions of observations, beside the same mart made by hand."""
