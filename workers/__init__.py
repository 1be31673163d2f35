"""PDFs → Reports, each read in a process of its own within limits, many at once, here or on a cluster."""
