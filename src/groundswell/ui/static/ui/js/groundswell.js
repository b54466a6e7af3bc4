// The page works without this file. Each module adds one thing that is nicer with it.
