"""What the explore page is made of."""
