"""Files that are there whole or not at all: a lock, writes that last, digests; what the machine can do to them."""
