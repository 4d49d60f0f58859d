"""The parts of the page on which an office sends its table."""
