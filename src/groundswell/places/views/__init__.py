"""Pages of places: `browse` shows them, `edit` changes them. Imports are the intake app's pages."""
