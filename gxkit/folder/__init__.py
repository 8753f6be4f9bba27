"""A data folder: its catalog, its reports, the decisions on them, and what a person should decide next."""
