"""Django's SQLite, with one thing more: writers of several processes take turns (see `base`)."""
