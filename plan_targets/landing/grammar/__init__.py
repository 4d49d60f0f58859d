"""Numbers, units, periods, words: what one cell says, wherever it stands."""
