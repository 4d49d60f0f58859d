"""A plan's target table as statements.

A plan file says first what the plan is (names on the left, what they are on the right), then gives its targets as a
table; in a workbook the two may be sheets, and a file may hold several plans. `landing/README.md` shows one.
"""
