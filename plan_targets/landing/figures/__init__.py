"""One column of figures as rows: what each figure is about, and why it cannot be read where it cannot."""
