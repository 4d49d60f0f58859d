"""What the page of methods is made of."""
