"""The `groundswell` command. `main` reads the first word and loads only the module behind it."""
