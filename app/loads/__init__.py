"""Loads: files that an office drops into `landing/`, read into rows that the warehouse can judge.

    records      which files were dropped: kept by content, withdrawn by a marker, never overwritten
    encodings    bytes to text, strictly: a doubtful character is refused, not guessed
    formats      a file's sheets as text cells with the row numbers of a spreadsheet
    workbook     what a workbook says beside its cells' values: merged ranges, percent formats, errors
    headers      where a table begins and what its columns mean
    numbers      figures as people write them
    units        the unit of a figure, wherever it stands
    periods      years, quarters, months and dates as people write them
    observations a file of figures, as rows of one shape
    plans        a plan's target table, as statements
    plan_lists   the lists and years that a plan's words are looked up in
    plan_statements  one row of that table
    template     a workbook for an office to fill in

Nothing is lost on the way: what cannot be read becomes a row with a reason. The README in `landing/` is for the office.
"""
