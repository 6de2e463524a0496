"""Uses every control, and holds what is shown against what the hub and the command line say."""

import json
import os
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

from selenium.webdriver.support.ui import Select

import audit


def candlewick(*words):
    run = subprocess.run([os.environ["CANDLEWICK"], *words], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def api(browser, path):
    with urllib.request.urlopen(browser.address + path) as answer:
        return json.load(answer)


def number(text):
    return int(text.replace(",", ""))


def overview(browser, checks):
    report = candlewick("report", "--json")
    browser.go("/")
    figures = dict(zip(browser.texts(".figures dt"), browser.texts(".figures b")))
    total = report["total"]
    checks.expect("overview: completeness is the report's", figures["Complete"] == f"{total['percentage']} %", figures)
    # Time goes on between the two answers, and with it what is missing.
    missing, shown = sum(total["missing_candles"].values()), number(figures["Candles missing"])
    checks.expect("overview: what is missing is the report's", abs(missing - shown) <= 60, f"{shown}, not {missing}")
    checks.expect("overview: suspects are the report's", number(figures["Suspect"]) == total["suspect_candles"], figures)
    names = [text.split()[0] for text in browser.texts("table.strips tbody th")]
    checks.expect("overview: a strip for each asset", sorted(names) == sorted(f"{one['asset']}/{one['quote']}" for one in report["assets"]), names)
    tiers = browser.texts("table.matrix tbody th")
    checks.expect("overview: tiers of the report", tiers == [one["tier"] for one in report["tiers"]], tiers)
    browser.follow(browser.one("table.matrix tbody td a"))
    checks.expect("overview: a field of the matrix leads to its part of the map", "tier=TIER1" in browser.driver.current_url, browser.driver.current_url)


def coverage(browser, checks):
    histories = candlewick("coverage", "--json")
    browser.go("/coverage?asset=BTC")
    rows = browser.texts("#map tbody th a")
    known = [one for one in histories if one["asset"] == "BTC"]
    checks.expect("coverage: as many series as the ledger has", len(rows) == len(known), f"{rows}, not {len(known)}")
    browser.go("/coverage?asset=BTC&kind=60&start=2024-01-01&end=2024-02-01")
    labels = browser.script("return [...document.querySelectorAll('svg[role=group] a')].map((cell) => cell.getAttribute('aria-label'))")
    states = [label.split(", ")[1] for label in labels]
    checks.expect("coverage: covered, suspect, covered, gap, covered, gap", states == ["covered", "suspect", "covered", "not asked", "covered", "not asked"], labels)

    checks.expect("coverage: a stretch says its own ends", labels[1].endswith("2024-01-05 04:00 to 2024-01-05 08:00"), labels[1])
    browser.script("document.querySelector('svg[role=group] a').focus()")
    browser.press("ArrowRight")
    label = browser.script("return document.activeElement.getAttribute('aria-label')")
    checks.expect("coverage: an arrow goes to the next stretch", "suspect" in label, label)
    browser.press("Enter")
    browser.wait(lambda: browser.all("#evidence-place table"), "the evidence")
    text = browser.one("#evidence-place").text
    checks.expect("coverage: Enter shows the evidence in the page", "240 candles of 1m" in text and "/coverage?" in browser.driver.current_url, text[:400])
    asserted = candlewick("coverage", "--asset", "BTC", "--interval", "60", "--json")["assertions"]
    shown = [one for one in asserted if one["start"] <= "2024-01-05T04" < one["end"]]
    origins = browser.texts("#evidence-place table:has(th:nth-child(10)) td:last-child")
    checks.expect("coverage: the evidence is the ledger's", sorted(origins) == sorted(one["origin"] for one in shown), f"{origins}, not {shown}")
    browser.shoot("coverage-evidence-1440", 1440)
    browser.press("Escape")
    closed = browser.script("return [document.getElementById('evidence-panel').hidden, document.activeElement.getAttribute('aria-label')]")
    checks.expect("coverage: Escape closes it and goes back", closed[0] and "suspect" in (closed[1] or ""), closed)
    browser.script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))", browser.all("svg[role=group] a")[3])
    browser.wait(lambda: "Not asked" in browser.one("#evidence-place").text, "the evidence on a gap")
    checks.expect("coverage: a click shows the evidence on a gap", "XBTUSD_60.csv" in browser.one("#evidence-place").text, browser.one("#evidence-place").text[:300])
    browser.one("#evidence-close").click()

    browser.go("/coverage")
    Select(browser.one("select[name=tier]")).select_by_value("TIER2")
    browser.follow(browser.one("form.filters button"))
    tiers = set(text.split()[-1] for text in browser.texts("#map tbody th"))
    checks.expect("coverage: the filter by tier", tiers == {"TIER2"}, tiers)
    browser.go("/coverage?asset=NOBODY")
    checks.expect("coverage: nothing found is said", "No series matches" in browser.one(".empty").text)
    browser.go("/coverage?start=yesterday")
    checks.expect("coverage: a wrong time is said as a page", "start" in browser.one("main").text and browser.all("h1"), browser.one("body").text[:200])
    browser.listen()
    browser.complaints = [text for text in browser.complaints if "yesterday" not in text]


def asset(browser, checks, has_charts):
    browser.go("/asset/BTC")
    Select(browser.one("select[name=kind]")).select_by_visible_text("1h")
    browser.follow(browser.one("form.filters button"))
    newest = api(browser, "/v1/candles?asset=BTC&quote=USD&interval=60&source=kraken-csv&start=2024-01-28T23:00:00Z&limit=1")["candles"][0]
    row = browser.texts("#candles tbody tr:first-child > *")
    checks.expect("asset: the newest candle is the store's",
                  [float(text) for text in row[1:6]] == [newest[key] for key in ["open", "high", "low", "close", "volume"]]
                  and number(row[6]) == newest["trades"], row)
    stored = {(one["interval_minutes"], one["source"]): one["rows"] for one in candlewick("query", "--json")
              if one["asset"] == "BTC" and "interval_minutes" in one}
    rows = [number(text) for text in browser.texts("section[aria-labelledby=series-title] tbody td:nth-child(6)")]
    checks.expect("asset: rows of each series", sorted(rows) == sorted(stored.values()), f"{rows}, not {stored}")
    gaps = browser.script("return [...document.querySelectorAll('#gaps tbody tr')].map((row) => [row.querySelector('th').textContent.trim(), row.querySelector('time').dateTime])")
    listed = candlewick("gaps", "--asset", "BTC", "--interval", "60", "--json")["gaps"]
    checks.expect("asset: its gaps and suspects", len(gaps) == len(listed)
                  # What a source reaches moves with the clock, and the report may be minutes old.
                  and sorted(start for name, start in gaps if name != "Fillable") == sorted(one["start"] for one in listed if one["class"] != "fillable"), gaps)
    if has_charts:
        browser.wait(lambda: browser.script("return document.getElementById('chart').dataset.drawn"), "the chart")
        drawn = browser.script("return Number(document.getElementById('chart').dataset.drawn)")
        checks.expect("asset: the chart draws every candle", drawn == stored[(60, "kraken-csv")], drawn)
        checks.expect("asset: the chart marks what is missing", "244 slots" in browser.one("#chart-note").text, browser.one("#chart-note").text)
        box = browser.one("#chart").rect
        browser.cdp("Input.dispatchMouseEvent", type="mouseMoved", x=box["x"] + box["width"] / 2,
                    y=box["y"] - browser.script("return scrollY") + box["height"] / 2)
        browser.wait(lambda: "2024-01-28 23:00" not in browser.one("#chart-legend").text, "the cross hair")
        checks.expect("asset: the cross hair tells a candle", "close" in browser.one("#chart-legend").text, browser.one("#chart-legend").text)
    else:
        checks.expect("asset: why there is no chart is said", "scripts/dashboard-assets" in browser.one("#chart-note").text, browser.one("#chart-note").text)
    browser.go("/asset/BTC?quote=USD&kind=1&source=kraken-csv")
    before = browser.texts("#candles tbody th")[0]
    browser.follow(browser.one("a[rel=prev]"))
    after = browser.texts("#candles tbody th")[0]
    checks.expect("asset: older candles", after < before, f"{after}, {before}")
    browser.follow(browser.one("main").find_element("link text", "Newest"))
    checks.expect("asset: and the newest again", browser.texts("#candles tbody th")[0] == before)
    browser.go("/asset?search=ltc")
    checks.expect("assets: the search", [text.split()[0] for text in browser.texts("tbody th")] == ["LTC/USD"], browser.texts("tbody th"))


def gaps(browser, checks):
    told = candlewick("gaps", "--json")["gaps"]
    browser.go("/gaps")
    checks.expect("gaps: all of them", len(browser.all("#gaps tbody tr")) == len(told), f"{len(browser.all('#gaps tbody tr'))}, not {len(told)}")
    Select(browser.one("select[name=class]")).select_by_value("suspect")
    Select(browser.one("select[name=asset]")).select_by_value("BTC")
    browser.follow(browser.one("form.filters button"))
    suspects = [one for one in told if one["class"] == "suspect" and one["asset"] == "BTC"]
    shown = browser.script("return [...document.querySelectorAll('#gaps tbody tr')].map((row) => row.querySelector('time').dateTime)")
    checks.expect("gaps: filtered", shown == [one["start"] for one in suspects], shown)
    with urllib.request.urlopen(browser.one("a[download]").get_attribute("href")) as answer:
        lines = answer.read().decode().strip().split("\n")
    checks.expect("gaps: the CSV has what is shown", len(lines) == len(suspects) + 1 and lines[1].startswith("BTC,TIER1,60,2024-01-05T04"), lines)

    browser.go("/gaps?tier=TIER1&kind=60")
    # The sources of the hub are real: what the button would send is looked at, and not sent.
    browser.script("""window.__sent = []; const real = window.fetch;
        window.fetch = (address, options) => { window.__sent.push([address, options]); return Promise.resolve(
          new Response(JSON.stringify({type: "about:blank", title: "Full", status: 503, detail: "no place for a job"}), {status: 503})); };""")
    button = browser.one("button.act")
    button.click()
    checks.expect("gaps: filling is asked about", browser.one("dialog").is_displayed() and '"gaps fill"' in browser.one("#confirm-body").text, browser.one("dialog").text)
    browser.shoot("gaps-fill-1440", 1440)
    browser.one("dialog button[value=no]").click()
    checks.expect("gaps: a no sends nothing", browser.script("return window.__sent.length") == 0)
    button.click()
    browser.one("dialog button[value=yes]").click()
    browser.wait(lambda: browser.one("#status").text != "", "the answer")
    (address, options), = browser.script("return window.__sent")
    checks.expect("gaps: a yes sends the wish", address == "/v1/jobs" and json.loads(options["body"]) == {"command": "gaps fill", "tiers": ["TIER1"], "intervals": [60]}
                  and options["headers"]["Content-Type"] == "application/json", options)
    checks.expect("gaps: what is wrong is said", "no place for a job" in browser.one("#status").text, browser.one("#status").text)


def jobs(browser, checks):
    listed = candlewick("jobs", "list", "--json")
    browser.go("/jobs")
    shown = [number(text.split(":")[0]) for text in browser.texts("table tbody th")]
    checks.expect("jobs: all of them", shown == [one["job"] for one in listed], shown)
    # The page is open while a job of another process runs.
    subprocess.run([os.environ["CANDLEWICK"], "ingest", "later", "--yes"], capture_output=True, check=True)
    latest = candlewick("jobs", "list", "--json")[0]
    browser.wait(lambda: browser.all(f"article[data-job='{latest['job']}']"), "the job that began while the page was open")
    browser.wait(lambda: "COMPLETED" in browser.one(f"article[data-job='{latest['job']}']").text, "its end")
    text = browser.one(f"article[data-job='{latest['job']}']").text
    checks.expect("jobs: live, the rows of a job", f"rows {latest['rows_read']:,}" in text, text)
    browser.shoot("jobs-live-1440", 1440)
    browser.follow(browser.one(f"article[data-job='{latest['job']}'] a"))
    facts = browser.script("return Object.fromEntries([...document.querySelectorAll('[data-field]')].map((field) => [field.dataset.field, field.textContent.trim()]))")
    checks.expect("job: its counts", number(facts["rows_read"]) == latest["rows_read"] and number(facts["inserted"]) == latest["inserted"], facts)

    checks.expect("job: a job that is over has no bar", not [bar for bar in browser.all("progress") if bar.is_displayed()])
    browser.go("/jobs?state=FAILED")
    browser.follow(browser.one("table tbody th a"))
    order = browser.texts("main h2")
    checks.expect("job: of one that failed the errors come first", order[0] == "Errors" and browser.texts("ul.errors li"), order)
    checks.expect("job: what failed can be tried again", [one.text for one in browser.all("button.act")] in (["Retry"], ["Retry what failed"]), browser.one("main").text[:400])
    browser.shoot("job-failed-1440", 1440)
    browser.size(360)
    browser.shoot("job-failed-360", 360)
    browser.size(1440)
    browser.go("/jobs/1")
    checks.expect("job: files with trouble come first", browser.texts("main h2")[0] == "Errors" and "LTCUSD_60.csv" in browser.one("ul.errors").text, browser.texts("main h2"))

    browser.go("/jobs?state=PARTIAL")
    states = set(browser.texts("table .state"))
    checks.expect("jobs: filtered by state", states == {"PARTIAL"}, states)
    first = next(one for one in listed if one["rejected"] > 0)
    browser.go(f"/rejects?job={first['job']}")
    rejects = browser.all("table tbody tr")
    checks.expect("rejects: as many as the job counts", len(rejects) == first["rejected"], len(rejects))
    checks.expect("rejects: the record itself", "7x.0" in browser.one("table").text)


def progress(browser, checks):
    """A bar never says more than the ledger knows: what a job's record says is set by hand, and the page follows."""
    latest = candlewick("jobs", "list", "--json")[0]["job"]
    ledger = sqlite3.connect("candlewick.db", timeout=30)
    kept = ledger.execute("SELECT state, items, items_done, heartbeat_at, finished_at FROM job WHERE id = ?", [latest]).fetchone()

    def put(*values):
        with ledger:
            ledger.execute("UPDATE job SET state = ?, items = ?, items_done = ?, heartbeat_at = ?, finished_at = ? WHERE id = ?", [*values, latest])

    def bar():
        return browser.script("const bar = document.querySelector('progress'); return [bar.checkVisibility(), bar.hasAttribute('value') ? bar.value / bar.max : null, bar.getAttribute('aria-label')]")

    put("RUNNING", 1, 0, time.time_ns(), None)
    browser.go(f"/jobs/{latest}")
    checks.expect("progress: of one item that is not through nothing is said but that it runs", bar()[:2] == [True, None] and "cannot be known" in bar()[2], bar())
    browser.shoot("job-running-1440", 1440)
    put("RUNNING", 10, 4, time.time_ns(), None)
    browser.wait(lambda: bar()[:2] == [True, 0.4], "the share of ten items")
    put("RUNNING", 1, 1, time.time_ns(), None)
    browser.wait(lambda: bar()[:2] == [True, None], "one item again")
    put(*kept)
    browser.wait(lambda: not bar()[0], "the end of the job")
    browser.wait(lambda: browser.script("return document.querySelector('[data-own]')?.dataset.state") == kept[0], "the page as it is at the end")
    checks.expect("progress: a job that ends loads its page anew", kept[0] in browser.one("main").text)
    ledger.close()


def tasks(browser, checks):
    schedule = api(browser, "/v1/tasks")["tasks"]
    browser.go("/tasks")
    names = [text.split()[0] for text in browser.texts("table:first-of-type tbody th")]
    checks.expect("tasks: the schedule", names[:len(schedule)] == [one["name"] for one in schedule], names)
    button = next(one for one in browser.all("button.act") if "cleanup-gaps" in one.get_attribute("textContent"))
    button.click()
    browser.one("dialog button[value=yes]").click()
    said = []

    def begun():
        said.append(browser.one("#status").text)
        return "Not done" in said[-1] or len(browser.all("table")) == 2

    browser.wait(begun, "the run")
    checks.expect("tasks: run now", "Not done" not in said[-1], said[-1])
    browser.wait(lambda: (browser.go("/tasks"), "COMPLETED" in browser.one("main").text)[1], "the run's end")
    runs = api(browser, "/v1/tasks/runs")["runs"]
    checks.expect("tasks: the run is in the ledger", runs[0]["task"] == "cleanup-gaps", runs[0])


def adapters(browser, checks):
    known = candlewick("adapters", "--json")
    known = known["adapters"] if isinstance(known, dict) else known
    browser.go("/adapters")
    shown = [text.split()[-2] for text in browser.texts(".card h2")]
    checks.expect("adapters: all of them", sorted(shown) == sorted(one["id"] for one in known), shown)


def problems(browser, checks):
    """What is not there, and who may not, is said as a page."""
    browser.go("/nowhere/at/all")
    checks.expect("problem: an unknown address is a page", "No such page" in browser.one("h1").text and browser.all("nav a[href='/jobs']"), browser.one("body").text[:200])
    browser.follow(browser.one("ul.ways a[href='/']"))
    checks.expect("problem: it leads on", browser.texts("h1") == ["Overview"], browser.driver.current_url)
    browser.listen()
    browser.complaints = [text for text in browser.complaints if "nowhere" not in text]
    request = urllib.request.Request(browser.address + "/nowhere", headers={"Accept": "*/*"})
    try:
        urllib.request.urlopen(request)
        kind = "no error"
    except urllib.error.HTTPError as error:
        kind = error.headers["Content-Type"]
    checks.expect("problem: programs get it as JSON", kind == "application/problem+json", kind)


def tokens(browser, checks):
    """Makes the first token as a page does, logs in with it, makes one for a reader and revokes another; the log has it all."""
    browser.go("/tokens")
    checks.expect("tokens: what the first one means is said", "There is no token yet" in browser.one("main").text)
    checks.expect("tokens: the first is one that may", browser.one("select[name=role]").get_attribute("value") == "admin")
    browser.one("input[name=name]").send_keys("keeper")
    browser.follow(browser.one("form.filters button"))
    secret = browser.one("#secret").get_attribute("value")
    checks.expect("tokens: shown once", secret.startswith("cw_") and "keeper" in browser.one("table").text, browser.one("main").text[:300])
    browser.script("document.getElementById('secret').value = 'cw_' + '…'.repeat(40)")
    browser.shoot("tokens-made-1440", 1440)
    browser.go("/tokens")
    browser.one("#token").send_keys(secret)
    browser.follow(browser.one("form button"))
    checks.expect("tokens: in again with it", browser.driver.current_url.endswith("/tokens") and secret not in browser.driver.page_source, browser.driver.current_url)
    browser.one("input[name=name]").send_keys("keeper")
    browser.follow(browser.one("form.filters button"))
    checks.expect("tokens: a name that is taken is said", "is called keeper" in browser.one("[role=alert]").text)
    browser.listen()
    browser.complaints = [text for text in browser.complaints if "409" not in text and "[DOM] Password forms" not in text]
    made = {}
    for name, role in [("viewer", "read"), ("passing", "operate")]:
        browser.go("/tokens")
        browser.one("input[name=name]").send_keys(name)
        Select(browser.one("select[name=role]")).select_by_value(role)
        browser.one("input[name=expires_days]").send_keys("7")
        browser.follow(browser.one("form.filters button"))
        made[name] = browser.one("#secret").get_attribute("value")
    button = next(one for one in browser.all("button.asks") if "passing" in one.get_attribute("textContent"))
    button.click()
    checks.expect("tokens: revoking is asked about", browser.one("dialog").is_displayed() and "passing" in browser.one("#confirm-text").text)
    browser.follow(browser.one("dialog button[value=yes]"))
    listed = candlewick("token", "list", "--json")
    listed = listed["tokens"] if isinstance(listed, dict) else listed
    states = {one["name"]: one["state"] for one in listed}
    checks.expect("tokens: the ledger has what was done", states == {"keeper": "good", "viewer": "good", "passing": "revoked"}, states)
    for width in [360, 1440]:
        browser.size(width)
        browser.go("/tokens")
        audit.fits(browser, checks, "tokens, some", width)
        audit.stands(browser, checks, f"tokens, some at {width}", width)
        browser.shoot(f"tokens-some-{width}", width)
        browser.go("/audit")
        audit.fits(browser, checks, "audit, some", width)
        audit.stands(browser, checks, f"audit, some at {width}", width)
        browser.shoot(f"audit-some-{width}", width)
    shown = browser.texts("#audit tbody td:nth-child(4)")
    checks.expect("audit: who made and revoked tokens", shown.count("token.add") >= 4 and "token.revoke" in shown and "login" in shown, shown)
    Select(browser.one("select[name=action]")).select_by_value("token.revoke")
    browser.follow(browser.one("form.filters button"))
    rows = browser.texts("#audit tbody tr")
    checks.expect("audit: filtered", len(rows) == 1 and "keeper" in rows[0] and "passing" in rows[0], rows)
    browser.follow(browser.one("header form button"))
    return made["viewer"]


def roles(browser, checks):
    """With a token there is no way in without one, and who may only read has no buttons."""
    token = tokens(browser, checks)
    browser.wait(lambda: (browser.go("/gaps"), browser.driver.current_url)[1].startswith(browser.address + "/login"), "the form for a token")
    browser.one("#token").send_keys("cw_wrong")
    browser.follow(browser.one("form button"))
    checks.expect("login: a wrong token is said", browser.texts("[role=alert]") != [], browser.one("main").text)
    browser.size(360)
    browser.shoot("login-360", 360)
    browser.size(1440)
    # A refusal is an error to the browser, which says so.
    browser.listen()
    browser.complaints = [text for text in browser.complaints if "/login" not in text]
    browser.one("#token").send_keys(token)
    browser.follow(browser.one("form button"))
    checks.expect("login: one is where one wanted to be", browser.driver.current_url.startswith(browser.address + "/gaps"), browser.driver.current_url)
    checks.expect("login: who one is", "viewer" in browser.one(".who").text and "read" in browser.one(".who").text, browser.one("header").text)
    for path in ["/gaps", "/jobs", "/tasks", "/jobs/1"]:
        browser.go(path)
        checks.expect(f"login: {path} has no buttons for who may only read", not browser.all("button.act"))
    checks.expect("login: tokens and audit are in nobody's way", not browser.all("nav a[href='/tokens'], nav a[href='/audit']"))
    browser.go("/tokens")
    checks.expect("login: who may not is told so as a page", "needs admin" in browser.one("main").text and browser.all("ul.ways a"), browser.one("body").text[:300])
    browser.listen()
    browser.complaints = [text for text in browser.complaints if "403" not in text]
    audit.fits(browser, checks, "session", 1440)
    browser.follow(browser.one("header form button"))
    browser.go("/")
    checks.expect("login: logged out is out", browser.driver.current_url.startswith(browser.address + "/login"), browser.driver.current_url)
    # Advice for the keepers of passwords: a token has no user's name beside it.
    browser.listen()
    browser.complaints = [text for text in browser.complaints if "[DOM] Password forms" not in text]
