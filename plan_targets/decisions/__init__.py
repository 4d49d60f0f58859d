"""What the analyst decides about names that wait: an alias, or an indicator of its own.

waiting   the names that wait, as a publication has them
rows      a decision as a row of a reference list, and what speaks against it
lists     writes the row to the list
"""
