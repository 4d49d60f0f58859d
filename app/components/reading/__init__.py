"""The parts of the page that reads a plan: the document, its text, the table, one row, and what comes of it."""
