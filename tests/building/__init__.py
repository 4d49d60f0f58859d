"""What a build makes, and what it may keep."""
