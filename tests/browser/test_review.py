"""The review in a browser: accept, correct, undo; what it gives is applied, the figure follows."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import gxkit
from gxkit.cli import main
from gxkit.folder.collection import Collection
from gxkit.folder.decisions import read_corrections
from gxkit.notebook.review import review_page
from gxkit.notebook.review.widget import Review

sys.path.insert(0, str(Path(__file__).parents[1]))
from tied import REPORT, make_tied_folder

REPORTS = Path(__file__).parents[2] / "data" / "reports"
TOTAL = ("remedies", "reconsideration", "total")
HOSTILE = "</script><img src=x onerror=\"document.title='broken'\">"
RATE = "reconsideration_reversal_rate"


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    return make_tied_folder(tmp_path_factory.mktemp("tied") / "study", REPORTS)


@pytest.fixture
def study(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "study"))


@pytest.fixture
def open_page(browser, tmp_path):
    """Opens a page; all that it asks for beside itself, and all that goes wrong, is counted."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    wrong = []

    def opened(html: str):
        file = tmp_path / "review.html"
        file.write_text(html, "utf-8")
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(error))
        page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
        outside = ("file:", "data:", "blob:")
        page.on("request", lambda one: one.url.startswith(outside) or wrong.append(one.url))
        page.goto(file.as_uri())
        page.wait_for_selector(".gx-card, .gx-nothing")
        return page

    yield opened
    context.close()
    assert wrong == []


def save(page, reason: str, who: str = "王") -> None:
    page.fill(".gx-reason", reason)
    page.fill(".gx-who", who)
    page.click(".gx-save")


def take(page, folder: Path) -> Path:
    with page.expect_download() as waited:
        page.click(".gx-take")
    return Path(shutil.copy(waited.value.path(), folder / "decisions.json"))


def rate_of(study: Path) -> float:
    frame = gxkit.open(study).indicators
    return float(frame[frame["indicator"] == RATE]["value"].iloc[0])


def test_what_is_decided_on_a_page_is_downloaded_applied_and_moves_the_figure(
    study, open_page, tmp_path
):
    assert rate_of(study) == pytest.approx(1 / 14)
    html = tmp_path / "written.html"
    assert main(["review", str(study), "--to", str(html), "--language", "en"]) == 0
    page = open_page(html.read_text("utf-8"))
    assert page.inner_text(".gx-count") == "1 of 2"
    assert "11 ≠ 14" in page.inner_text(".gx-findings")
    first = page.inner_text(".gx-accept >> nth=0")
    for said in ("accept explanation 1", "tied", "14 → 11", "Reconsideration incidence", "52.4%"):
        assert said in first
    page.click(".gx-accept >> nth=0")
    assert page.locator(".gx-leaves .gx-marked").inner_text() == "14"
    # no decision without a reason, and nothing goes on before it is saved
    page.click(".gx-save")
    assert page.inner_text(".gx-form-of-decision .gx-wanting") == "Say why."
    assert page.inner_text(".gx-count") == "1 of 2"
    save(page, "the sum of the parts")
    page.wait_for_selector("text=1 of 1")
    assert f"{REPORT}:remedies:R4:reconsideration" in page.locator(".gx-decided").inner_html()
    file = take(page, tmp_path)
    assert main(["decide", str(study), "--from", str(file)]) == 0
    (decision,) = read_corrections(study / "corrections.toml")
    assert (decision.reason, decision.who) == ("the sum of the parts", "王")
    assert rate_of(study) == pytest.approx(1 / 11)


def test_a_cell_is_corrected_and_undone_and_survives_a_reload(study, open_page, tmp_path):
    page = open_page(review_page(gxkit.open(study), "W", "en"))
    # a click on the page leads to the field of the cell
    page.click(".gx-leaves >> text='14' >> nth=-1")
    assert page.evaluate("document.activeElement.dataset.correct") == "/".join(TOTAL)
    for text, said in (("x1", "“x1” is no number."), ("14", "It is what is printed"), ("１2", "")):
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        page.fill(".gx-reason", "they told us by telephone")
        page.click(".gx-save")
        if said:
            assert said in page.inner_text(".gx-form-of-decision .gx-wanting")
            page.click(".gx-leaves >> text='14' >> nth=-1")
    page.wait_for_selector("text=1 of 1")
    page.reload()
    page.wait_for_selector("text=1 of 1")
    told = json.loads(take(page, tmp_path).read_text("utf-8"))
    assert told["decisions"][0]["cells"] == [
        {"cell": "/".join(TOTAL), "printed": "14", "number": "12"}
    ]
    assert main(["decide", str(study), "--from", str(tmp_path / "decisions.json")]) == 0
    assert gxkit.open(study).reports[0][TOTAL].reconciled == 12
    page.click(".gx-decided summary")
    page.click(".gx-undo")
    page.wait_for_selector("text=1 of 2")
    assert page.inner_text(".gx-said") == "Undone; it is in the list again."
    assert json.loads(take(page, tmp_path).read_text("utf-8")) == {"decisions": [], "undone": []}


def test_what_the_ledger_holds_is_undone_from_a_page(study, open_page, tmp_path):
    main(["decide", str(study), "1", "--keep", "--reason", "x", "--who", "W"])
    page = open_page(review_page(gxkit.open(study), "W", "zh"))
    assert page.inner_text(".gx-count") == "第1项，共1项"
    page.click(".gx-decided summary")
    page.click(".gx-undo")
    page.wait_for_selector(".gx-decided", state="detached")
    file = take(page, tmp_path)
    assert main(["decide", str(study), "--from", str(file)]) == 0
    assert read_corrections(study / "corrections.toml") == ()


def test_keys_choose_postpone_and_go_on(study, open_page):
    page = open_page(review_page(gxkit.open(study), "W", "en"))
    page.keyboard.press("2")
    assert page.get_attribute(".gx-accept >> nth=1", "aria-checked") == "true"
    page.keyboard.press("z")
    assert page.get_attribute(".gx-postpone", "aria-checked") == "true"
    page.keyboard.press("r")
    page.keyboard.type("until the letter comes")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=R1 (the six kinds")
    assert page.inner_text(".gx-count") == "1 of 2"
    page.keyboard.press("n")
    page.wait_for_selector("text=postponed: until the letter comes")
    page.keyboard.press("?")
    assert page.is_visible(".gx-help")
    page.click(".gx-language")
    page.wait_for_selector("text=照原样保留")


def test_texts_of_a_report_cannot_break_out(study, open_page):
    collection = gxkit.open(study)
    (report,) = collection.as_read
    values = tuple(replace(value, label=HOSTILE) for value in report)
    meta = replace(report.meta, agency=HOSTILE)
    bad = (replace(report, meta=meta, values=values),)
    hostile = replace(collection, as_read=bad, reports=bad)
    page = open_page(review_page(hostile, HOSTILE, "en"))
    page.click(".gx-correct")
    assert HOSTILE in page.inner_text(".gx-title")
    assert HOSTILE in page.inner_text(".gx-correct")
    assert page.locator("img[onerror]").count() == 0
    assert page.title() != "broken"


# in a notebook: the scripts and the widget, joined as a kernel joins them

NOTEBOOK = """<!DOCTYPE html><meta charset="utf-8"><style>{look}</style><div id="here"></div>
<script type="module">
{script}
let hear = null;
const model = {{
  get: () => JSON.parse({told}),
  on: (_, heard) => {{ hear = heard; }},
  off: () => {{}},
  send: async (asked) => hear(JSON.parse(await window.kernel(JSON.stringify(asked)))),
}};
render({{ model, el: document.getElementById("here") }});
</script>"""


def open_notebook(open_page, browser, collection: Collection, tmp_path: Path):
    widget = Review(collection, "W", "en")
    said = []
    widget.send = said.append

    def kernel(asked: str) -> str:
        widget._answer(widget, json.loads(asked), [])
        return json.dumps(said[-1])

    script = widget._esm.replace("export default { render };", "")
    told = json.dumps(json.dumps(widget.told)).replace("<", "\\u003c")
    html = NOTEBOOK.format(look=widget._css, script=script, told=told)
    file = tmp_path / "notebook.html"
    file.write_text(html, "utf-8")
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.expose_function("kernel", kernel)
    page.goto(file.as_uri())
    page.wait_for_selector(".gx-card")
    return page


def test_in_a_notebook_the_ledger_is_written_before_the_next_is_shown(
    study, open_page, browser, tmp_path
):
    collection = gxkit.open(study)
    page = open_notebook(open_page, browser, collection, tmp_path)
    ledger = study / "corrections.toml"
    page.fill(f"[data-correct='{'/'.join(TOTAL)}']", "12")
    page.press(f"[data-correct='{'/'.join(TOTAL)}']", "Tab")
    page.wait_for_selector(".gx-correct >> text=Reconsideration incidence")
    # nobody clicked the card: the number that was typed picked it
    assert page.get_attribute(".gx-correct", "aria-checked") == "true"
    page.click(".gx-accept >> nth=0")
    save(page, "the sum of the parts")
    page.wait_for_selector("text=1 of 1")
    (decision,) = read_corrections(ledger)
    assert decision.reason == "the sum of the parts"
    assert collection.reports[0][TOTAL].reconciled == 11
    frame = collection.indicators
    assert frame[frame["indicator"] == RATE]["value"].iloc[0] == pytest.approx(1 / 11)
    page.click(".gx-decided summary")
    page.click(".gx-undo")
    page.wait_for_selector("text=1 of 2")
    assert page.inner_text(".gx-said") == "Undone in corrections.toml."
    assert read_corrections(ledger) == ()
    page.close()


def test_in_a_notebook_waiting_is_told_and_a_rule_that_a_number_leaves_broken(
    study, open_page, browser, tmp_path
):
    page = open_notebook(open_page, browser, gxkit.open(study), tmp_path)
    field = f"[data-correct='{'/'.join(TOTAL)}']"
    page.fill(field, "12")
    page.press(field, "Tab")
    broken = "note: rules that do not hold then: remedies:R4"
    page.wait_for_selector(f".gx-correct >> text={broken}")
    page.click(".gx-save")
    page.wait_for_selector("text=Say why.")
    # a kernel that takes its time
    page.evaluate("""() => {
        const answered = window.kernel;
        const wait = new Promise((done) => { window.goOn = done; });
        window.kernel = async (asked) => { await wait; return answered(asked); };
    }""")
    save(page, "they told us by telephone")
    page.wait_for_selector(".gx-said >> text=saving…")
    assert page.inner_text(".gx-form-of-decision .gx-wanting") == ""
    assert page.is_disabled(".gx-save")
    page.evaluate("window.goOn()")
    page.wait_for_selector(f".gx-said >> text={broken}")
    assert page.is_enabled(".gx-save")
    page.close()


def test_what_is_decided_elsewhere_is_heard_and_can_be_undone(study, open_page, browser, tmp_path):
    page = open_notebook(open_page, browser, gxkit.open(study), tmp_path)
    ledger = study / "corrections.toml"
    main(["decide", str(study), "1", "--keep", "--reason", "theirs", "--who", "X"])
    page.click(".gx-accept >> nth=0")
    save(page, "ours")
    # nothing is overwritten, and what is left is shown
    page.wait_for_selector("text=Decided elsewhere meanwhile")
    page.wait_for_selector("text=1 of 1")
    assert [one.reason for one in read_corrections(ledger)] == ["theirs"]
    page.click(".gx-decided summary")
    page.click(".gx-decided li:has-text('theirs') .gx-undo")
    page.wait_for_selector("text=1 of 2")
    assert read_corrections(ledger) == ()
    # nor is what was decided elsewhere gone to
    main(["decide", str(study), "2", "--keep", "--reason", "theirs", "--who", "X"])
    page.keyboard.press("n")
    page.wait_for_selector("text=Decided elsewhere meanwhile")
    page.wait_for_selector("text=1 of 1")
    page.close()
