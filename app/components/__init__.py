"""What more than one page needs, and what the longer pages are made of, in a folder of their name."""
