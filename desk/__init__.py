"""The desk: a local web page on which reports are compared, ruled on and kept, for those who use no terminal."""
