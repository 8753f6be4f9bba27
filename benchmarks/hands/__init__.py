"""One report in the words of many file formats, written by hands that gxkit does not know."""
