"""Which rows of a sheet are headers, of one row or of several: an upper one stands over what a lower one tells apart.

Not what a table's columns are; only which cells stand over which column, and what they say together.
"""
