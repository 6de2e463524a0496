"""Walks every page at three widths, in the light and in the dark, with and without scripts."""

import audit

PAGES = {
    "overview": "/", "assets": "/asset", "asset": "/asset/BTC?quote=USD&kind=60", "coverage": "/coverage",
    "evidence": "/coverage/evidence?asset=BTC&quote=USD&kind=60", "gaps": "/gaps", "jobs": "/jobs", "job": "/jobs/1",
    "tasks": "/tasks", "adapters": "/adapters", "rejects": "/rejects", "tokens": "/tokens", "audit": "/audit",
    "nowhere": "/nowhere",
}
# Without anything of their own to show in a table here.
PLAIN = {"tokens", "audit", "nowhere"}
WIDTHS = [360, 768, 1440]
HEAVIEST = 300 * 1024


def settled(browser, name):
    """Until what a script draws is drawn."""
    if name == "asset" and browser.all("#chart"):
        browser.wait(lambda: browser.script(
            "const chart = document.getElementById('chart'); return chart.hidden || chart.dataset.drawn !== undefined"), "the chart")


def walk(browser, checks):
    for name, path in PAGES.items():
        for width in WIDTHS:
            browser.size(width)
            browser.go(path)
            settled(browser, name)
            audit.fits(browser, checks, name, width)
            audit.stands(browser, checks, f"{name} at {width}", width)
            browser.shoot(f"{name}-{width}", width)
            if width == WIDTHS[-1]:
                audit.heard(browser, checks, name)
                audit.read(browser, checks, name)
                audit.reached(browser, checks, name)
                # Everything is loaded anew, as by somebody who comes for the first time.
                browser.cdp("Network.clearBrowserCache")
                browser.go(path)
                settled(browser, name)
                weight = browser.weight()
                checks.figures[name] = weight
                checks.expect(f"{name}: at most 300 KB", weight["bytes"] <= HEAVIEST, weight)
    browser.dark(True)
    for name, path in PAGES.items():
        browser.size(1440)
        browser.go(path)
        settled(browser, name)
        browser.shoot(f"{name}-1440-dark", 1440)
        audit.read(browser, checks, f"{name} in the dark")
    browser.dark(False)
    forget_nowhere(browser)


def forget_nowhere(browser):
    """That an address that is not there is not there, the browser says as an error."""
    browser.listen()
    browser.complaints = [text for text in browser.complaints if "/nowhere" not in text]


def without_scripts(browser, checks):
    browser.cdp("Emulation.setScriptExecutionDisabled", value=True)
    browser.size(1440)
    for name, path in PAGES.items():
        browser.driver.get(browser.address + path)
        titles, tables = browser.all("h1"), browser.all("main table, main .card")
        checks.expect(f"{name} without scripts: has its heading and its tables", len(titles) == 1 and (tables or name in PLAIN), len(tables))
        shown = [button for button in browser.all("button.act, button.asks") if button.is_displayed() and not button.find_elements("xpath", "ancestor::form[@method='post']")]
        checks.expect(f"{name} without scripts: no button that does nothing", not shown, len(shown))
    forget_nowhere(browser)
    browser.driver.get(browser.address + PAGES["coverage"])
    browser.one("svg[role=group] a").click()
    checks.expect("coverage without scripts: a stretch leads to its evidence", browser.texts("h1")[0].startswith("Evidence"),
                  browser.driver.current_url)
    # A job that failed is tried again by a form.
    browser.driver.get(browser.address + "/jobs?state=FAILED")
    failed = browser.one("table tbody th a").get_attribute("href")
    browser.driver.get(failed)
    browser.one("form[action$='/retry'] button").click()
    browser.wait(lambda: "Job " in browser.one("h1").text, "the job's page")
    checks.expect("job without scripts: Retry starts it again", browser.driver.current_url != failed and browser.texts("h1") and "load" in browser.texts("h1")[0], browser.driver.current_url + browser.one("main").text[:300])
    browser.driver.get(browser.address + "/gaps")
    browser.one("select[name=class] option[value=suspect]").click()
    browser.one("form.filters button").click()
    browser.wait(lambda: "class=suspect" in browser.driver.current_url, "the filtered page")
    checks.expect("gaps without scripts: the filter is a form", "class=suspect" in browser.driver.current_url, browser.driver.current_url)
    browser.cdp("Emulation.setScriptExecutionDisabled", value=False)
