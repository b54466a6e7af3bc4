"""Frameworks of standards: their codes, structure and connections, and codes as people write them."""
