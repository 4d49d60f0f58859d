"""What the trend page is made of."""
