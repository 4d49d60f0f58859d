"""What a sheet's tables are: where each begins, and where its figures' regions, indicators, periods and units stand.

The four are asked for one by one. Each may stand over a column, in a column of the row, in a line that heads a block of
rows, or around the table: in its title, in a line above, in the name of the sheet or of the file. A table is understood
when all its figures have all four; what is nowhere is named, all of it in one sentence.
"""
