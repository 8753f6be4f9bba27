"""Names of bodies as short as a row of a figure asks."""

from __future__ import annotations

import re

from gxkit.charts.lettering import cut, folded

# what may be said shorter, what hurts least first; the first that makes a name fit are enough
SHORTER = (
    (r"\bPeople's Government\b", "Government"),
    # a city behind a district tells where it lies, and the district's name is enough
    (r"(?<=Government), [^,]+$", ""),
    (r"^General Office of (.+?)(?: \w+)? Government$", r"General Office, \1"),
    (r"^(.+) of (\w+) Municipality$", r"\2 \1"),
    (r"\bComprehensive Experimental Zone\b", "Exp. Zone"),
    (r"\bAdministrative Committee\b", "Committee"),
    (r"\bDevelopment Zone\b", "Dev. Zone"),
    (r" and ", " & "),
    (r"\bMunicipal\b", "Mun."),
    (r"\bProvincial\b", "Prov."),
    (r"\bGovernment\b", "Govt"),
    (r"\bDevelopment\b", "Dev."),
    (r"\bEconomic Dev. Zone\b", "EDZ"),
    (r"\bEconomic\b", "Econ."),
    (r"\bInformation Technology\b", "IT"),
    (r"\bIntellectual Property\b", "IP"),
    (r"\bTechnology\b", "Tech."),
    (r"\bScience\b", "Sci."),
    (r"\bIndustry\b", "Ind."),
    (r"\bBureau\b", "Bur."),
    (r"\bDepartment\b", "Dept"),
    (r"\bCommission\b", "Comm."),
    (r"\bCommittee\b", "Cttee"),
    (r"\bAdministration\b", "Admin."),
    (r"\bAutonomous\b", "Aut."),
    (r"\bPrefecture\b", "Pref."),
    (r"\bDistrict\b", "Dist."),
    (r"\bCounty\b", "Co."),
    (r"\bReform\b", "Ref."),
    (r"\bBur\. of ", "Bur. "),
    (" & ", "&"),
    (r"\., ", ".,"),
    ("管理委员会", "管委会"),
    ("经济开发区", "经开区"),
    ("发展和改革委员会", "发改委"),
    ("国有资产监督管理委员会", "国资委"),
    ("发展和改革", "发改"),
    ("工业和信息化", "工信"),
    ("人力资源和社会保障", "人社"),
    ("住房和城乡建设", "住建"),
    ("人民政府", "政府"),
)
_SHORTER = [(re.compile(long), short) for long, short in SHORTER]


def fit_name(
    name: str,
    lines: int,
    letters: int,
) -> str:
    """A name over at most so many lines of so many letters: abbreviated where it is longer, and
    cut where that is not enough.

    >>> fit_name("Huai'an Municipal People's Government", 1, 30)
    "Huai'an Municipal Government"
    >>> fit_name("General Office of Shanghai Municipal People's Government", 1, 30)
    'General Office, Shanghai'
    >>> fit_name("平潭综合实验区管理委员会", 1, 20)
    '平潭综合实验区管委会'
    """
    text = folded(name, letters)
    for long, short in _SHORTER:
        if text.count("\n") < lines:
            break
        name = long.sub(short, name)
        text = folded(name, letters)
    return cut(text, lines, letters)
