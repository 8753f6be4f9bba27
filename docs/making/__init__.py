"""The pages of the documentation that are made of what the package itself says."""
