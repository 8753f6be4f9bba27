"""A frame of claims as the figures take it, made by hand from the reports' own figures."""

import pandas as pd

from test_panel import facts

MADE = (  # report, printed, concept, stated, table, agrees
    ("2021-pingtan-zone", "收到申请70件", "requests_received", 70, 70, True),
    ("2021-pingtan-zone", "办结69件", "decided", 69, 69, True),
    ("2021-jinjiang-government", "办理291件", "decided", 291, 0, False),
    ("2021-jinjiang-government", "新收291件", "requests_received", 291, 291, True),
    ("2023-hongze-government", "行政复议11件", "reconsideration", 11, 0, False),
    ("2023-hongze-government", "行政诉讼约5件", "litigation", 5, None, None),
)


def claims() -> pd.DataFrame:
    rows = [
        (
            report,
            facts()[report]["agency"],
            facts()[report]["agency_en"],
            facts()[report]["code"],
            facts()[report]["year"],
            *rest,
            "line 12, characters 3-9",
        )
        for report, *rest in MADE
    ]
    return pd.DataFrame(
        rows,
        columns=[
            "report",
            "agency",
            "agency_en",
            "code",
            "year",
            "claim",
            "counted",
            "stated",
            "table_value",
            "agrees",
            "where",
        ],
    )
