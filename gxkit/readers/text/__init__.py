"""Plain text: lines as they stand, and the shapes in which exports and copies leave a table."""
