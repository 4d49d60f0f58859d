"""What each command asks of whoever calls it, and what it answers: one module for each thing they are about."""
