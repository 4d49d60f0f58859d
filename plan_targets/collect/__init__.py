"""Getting what is missing: who owes which figure, and a workbook for each of them to fill in.

awaited    what is due and unreported, asked of the published metrics
workbook   one owner's workbook, which loads by itself when it is dropped
"""
