"""What apps above say about people: who is near whom, what is kept of a person, what moves when two are merged."""
