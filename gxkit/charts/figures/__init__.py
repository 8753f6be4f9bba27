"""One figure a module: its data, its drawing, its entry in the registry."""
