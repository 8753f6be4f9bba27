"""OpenDocument text: a package or one flat file, its styles, and WordprocessingML made of both."""
