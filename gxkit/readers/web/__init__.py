"""The wing for web pages: the page as lines and grids (`page`), its tables (`tables`)."""
