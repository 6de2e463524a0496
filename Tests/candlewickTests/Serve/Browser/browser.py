"""A headless Chromium, and what can be asked of the page that it shows."""

import base64
import json
import os
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# Heard by every page before its own scripts.
LISTENER = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


class Browser:
    """One page at a time."""

    def __init__(self, address, screenshots):
        options = Options()
        options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        for word in ["--headless=new", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run"]:
            options.add_argument(word)
        # Chromium's own sandbox cannot be set up by root.
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))
        self.driver.set_page_load_timeout(30)
        self.driver.set_script_timeout(30)
        self.address, self.screenshots = address, Path(screenshots)
        self.screenshots.mkdir(parents=True, exist_ok=True)
        self.complaints = []
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=LISTENER)

    def cdp(self, command, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    def script(self, text, *arguments):
        return self.driver.execute_script(text, *arguments)

    def size(self, width, height=900):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def dark(self, is_dark):
        self.cdp("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}])

    def go(self, path):
        self.listen()
        self.driver.get(self.address + path)

    def listen(self):
        """Takes what the page complained of so far."""
        path = self.driver.current_url.replace(self.address, "")
        if self.driver.current_url.startswith(self.address):
            self.complaints += [f"{path}: {text}" for text in self.script("return window.__violations ?? []")]
        self.complaints += [f"{path}: {entry['message']}" for entry in self.driver.get_log("browser")]

    def wait(self, condition, what, seconds=20):
        # A page that loads itself anew takes along what was just found in it.
        patient = WebDriverWait(
            self.driver, seconds, poll_frequency=0.05, ignored_exceptions=(StaleElementReferenceException,))
        patient.until(lambda _: condition(), message=what)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector):
        return [element.text.strip() for element in self.all(selector)]

    def follow(self, element):
        """Clicks on what leads to another page, and waits for it."""
        self.listen()
        self.script("window.__left = true")
        element.click()
        self.wait(lambda: self.script("return !window.__left && document.readyState === 'complete'"), "the next page")

    def press(self, key, code=None):
        """A real key, not an event of a script."""
        keys = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
        words = dict(key=key, code=code or key, windowsVirtualKeyCode=keys[key], nativeVirtualKeyCode=keys[key])
        if key == "Enter":
            words["text"] = "\r"
        self.cdp("Input.dispatchKeyEvent", type="keyDown", **words)
        self.cdp("Input.dispatchKeyEvent", type="keyUp", **{name: value for name, value in words.items() if name != "text"})

    def shoot(self, name, width):
        """The whole page."""
        height = min(8000, max(600, self.script("return document.documentElement.scrollHeight")))
        self.size(width, height)
        self.script("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        file = self.screenshots / f"{name}.png"
        file.write_bytes(base64.b64decode(self.cdp("Page.captureScreenshot", format="png")["data"]))
        self.size(width)

    def weight(self):
        """Bytes of the page and what it loads, as they come over the wire, and milliseconds until something is painted."""
        return self.script("""
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
            const parts = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
            const paint = performance.getEntriesByName("first-contentful-paint")[0];
            return {bytes: parts.filter((part) => !part.name.includes("/v1/events")).reduce((sum, part) => sum + part.encodedBodySize, 0),
                    paint: paint ? Math.round(paint.startTime) : null};""")

    def quit(self):
        self.listen()
        self.driver.quit()


class Checks:
    """Named findings: each is right or says what is wrong."""

    def __init__(self):
        self.findings, self.figures = [], {}

    def expect(self, name, is_right, detail=""):
        self.findings.append({"check": name, "right": bool(is_right), "detail": "" if is_right else str(detail)[:1500]})

    def write(self, file):
        Path(file).write_text(json.dumps({"findings": self.findings, "figures": self.figures}, indent=1))
