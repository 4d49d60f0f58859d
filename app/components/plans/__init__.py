"""What the page of plans is made of."""
