"""Places: the partnership, regions, counties, county offices, districts, schools, partners; where they are."""
