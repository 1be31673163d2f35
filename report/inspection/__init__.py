"""A Report and its PDF → pictures of the pages with what was read marked on them (``extract --inspect``)."""
