"""Printed reports as pictures of pages: typeset, damaged as scans are, and written as files."""
