"""A data folder from end to end: its catalog, its reports with the decisions on them, its panel.

What a person should decide next is in `review`.
"""

from gxkit.folder.add import add_report, add_reports
from gxkit.folder.build import PANEL_FILES, verify_folder, write_panel
from gxkit.folder.collection import Collection, open_folder, read_collection
from gxkit.folder.new import copy_folder, new_folder

__all__ = [
    "PANEL_FILES",
    "Collection",
    "add_report",
    "add_reports",
    "copy_folder",
    "new_folder",
    "open_folder",
    "read_collection",
    "verify_folder",
    "write_panel",
]
