"""A Comparison → report.html, which a browser opens without a network."""
