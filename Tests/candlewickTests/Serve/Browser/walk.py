"""Clicks through the dashboard of a hub and writes what was found.

Usage: walk.py ADDRESS SCREENSHOTS RESULT   (in the hub's own folder, $CANDLEWICK is the program)
"""

import sys
import traceback

import controls
import pages
from browser import Browser, Checks


def main(address, screenshots, result):
    checks, browser = Checks(), Browser(address, screenshots)
    try:
        browser.dark(False)
        browser.size(1440)
        browser.go("/asset/BTC")
        has_charts = "needs JavaScript" not in browser.one("#chart-note").text and bool(browser.script("return !!window.LightweightCharts"))
        checks.figures["charts"] = has_charts
        steps = [
            ("pages", lambda: pages.walk(browser, checks)), ("overview", lambda: controls.overview(browser, checks)),
            ("coverage", lambda: controls.coverage(browser, checks)), ("asset", lambda: controls.asset(browser, checks, has_charts)),
            ("gaps", lambda: controls.gaps(browser, checks)), ("jobs", lambda: controls.jobs(browser, checks)),
            ("progress", lambda: controls.progress(browser, checks)), ("tasks", lambda: controls.tasks(browser, checks)), ("adapters", lambda: controls.adapters(browser, checks)),
            ("problems", lambda: controls.problems(browser, checks)), ("without scripts", lambda: pages.without_scripts(browser, checks)),
            # Last: from then on nobody gets in without a token.
            ("roles", lambda: controls.roles(browser, checks)),
        ]
        for name, step in steps:
            try:
                step()
            except Exception:  # A step that breaks is a finding; the others still run.
                checks.expect(f"{name}: runs to its end", False, traceback.format_exc().split("Stacktrace:")[0][-1400:])
    finally:
        browser.quit()
    checks.expect("no page complains: console and content security policy", not browser.complaints, "\n".join(browser.complaints))
    checks.write(result)


main(*sys.argv[1:])
