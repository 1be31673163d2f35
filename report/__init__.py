"""A Comparison → files for people: JSON, CSVs, the HTML page, the view in a terminal."""
