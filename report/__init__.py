"""A Comparison, or a Report → files for people: JSON, CSVs, HTML pages, pictures, the view in a terminal."""
