"""What a name means: the one place where names of regions and indicators are looked up.

The models of dbt, the reader of plans and the command line ask here, so that a name means the same whoever reads it.
A name is found, or refused with the candidates; it is never guessed.

text        names as they are compared
register    the regions, the names that they go by, and where they lie
regions     names of regions
indicators  names of indicators
likeness    how alike two of them are
matches     names in tables, looked up
"""
