"""Rich Text files: bytes to groups and words, words to stories, stories to WordprocessingML."""
