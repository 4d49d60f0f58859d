"""What the page of regions is made of."""
