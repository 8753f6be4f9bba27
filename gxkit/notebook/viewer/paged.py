"""A page by itself: everything that it shows and does stands in one file, and it asks for nothing
from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from string import Template

from gxkit.notebook.viewer.scripts import join_scripts, read_script
from gxkit.text.escapes import to_html, to_script

Told = Mapping[str, object]

_PAGE = Template("""<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<style>
html, body { margin: 0; }
$look</style>
</head>
<body>
<div id="view"></div>
<script type="application/json" id="told">$told</script>
<script type="module">$script</script>
</body>
</html>
""")
# Nothing is fetched, and no script runs but the one whose hash stands here: what a file prints
# could do nothing even if it got through as markup.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '{script}'; "
    "form-action 'none'; base-uri 'none'"
)


def make_page(
    told: Told,
    title: str,
    entry: str = "page.js",
    looks: Sequence[str] = ("look.css",),
) -> str:
    """A page that shows what is told by a script of this room."""
    script = join_scripts(entry)
    language = "zh-CN" if told["language"] == "zh" else "en"
    return _PAGE.substitute(
        language=language,
        policy=to_html(_POLICY.format(script=_hash_of(script))),
        title=to_html(title),
        look="\n".join(map(read_script, looks)),
        told=to_script(told),
        script=script,
    )


def _hash_of(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
