"""A Comparison → report.xlsx and briefing.docx."""
