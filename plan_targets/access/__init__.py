"""Who may see what: the access of a reader, the allow-list it is read from, and the rows of a publication it leaves."""
