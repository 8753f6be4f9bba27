"""One table a module: its lines, its entry in the registry; `face` is how every table looks."""
