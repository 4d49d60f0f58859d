"""Loads: files that an office drops into `landing/`, read into rows that the warehouse can judge.

    store            which files were dropped, which are withdrawn
    arrivals         a dropped file becomes a load: kept by content, never overwritten
    reading/         files and cells
      encodings      bytes to text, strictly: a doubtful character is refused, not guessed
      sheets         a sheet of text cells with the row numbers of a spreadsheet
      formats        a file as sheets, whatever its form
      delimited      a text file as a sheet
      kinds          what a file is that holds no table
      workbook       what a workbook says beside its cells' values, sheet by sheet
      parts          the parts of a workbook's package
      cells          one pass through a sheet's XML: merged, hidden, struck out, raised, formulas
      references     how cells, rows and columns are named
      styles         how a style shows its cells
      rich_text      text in runs: struck out, raised and lowered ones
      number_formats what a number format adds to what is shown
      shown          a sheet as somebody sees it
      marks          the marks of footnotes
      withheld       what stands in place of a figure that must not be taken
    grammar/         what one cell says
      header_cells   a cell of a header
      lines          what the lines around a table say: titles, 单位：%, names of sheets and files
      titles         a title taken apart: regions, periods, indicators
      remarks        notes below a table
      words          words that say that figures are aims, changes, or of a part only
      numbers        figures as people write them
      units          the unit of a figure, wherever it stands
      periods        years, quarters, months and dates as people write them
      vocabulary     the words of the reference lists
      plan_lists     the lists and years that a plan's words are looked up in
    headers          which rows are headers, and what stands over each column
    tables           where region, indicator, period and unit of a table's figures stand
    qualifiers       what the words beside a figure say against it
    figures          one column of figures, as rows
    blocks           lines that head blocks of rows, and mere remarks
    refused_rows     what is not taken, as rows with a reason
    table_rows       the tables of a sheet, as rows
    observations     a file of figures, as rows of one shape
    plans            a plan's target table, as statements
    plan_statements  one row of that table
    plan_values      what one cell of it commits to
    template         a workbook for an office to fill in
    wide_template    one with the indicators of a plan or a theme down and years across

Imports run up this list: reading and grammar know nothing of tables, tables nothing of observations and plans.
Nothing is lost on the way: what cannot be read becomes a row with a reason. The README in `landing/` is for the office.
"""
