"""The forms of documents: each module turns one into lines and tables."""
