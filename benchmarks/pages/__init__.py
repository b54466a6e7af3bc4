"""Every page as every role, on a site with the whole state in it."""
