"""What holds of every page: it fits, it can be read, it can be heard, it can be reached by keys."""

# Text on its ground, as drawn: what has less contrast than WCAG AA asks for.
CONTRAST = """
const parse = (text) => {
  const parts = text.match(/[\\d.]+/g)?.map(Number);
  if (!parts) { return null; }
  if (text.startsWith("color(srgb")) { return [parts[0] * 255, parts[1] * 255, parts[2] * 255, parts[3] ?? 1]; }
  return [parts[0], parts[1], parts[2], parts[3] ?? 1];
};
const light = ([r, g, b]) => [r, g, b].map((value) => value / 255)
  .map((value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = parse(getComputedStyle(at).backgroundColor);
    if (colour && colour[3] === 1) { return colour; }
  }
  return [255, 255, 255, 1];
};
const poor = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest("svg, option, [hidden]")) { continue; }
  const style = getComputedStyle(element);
  const [one, other] = [light(parse(style.color)), light(ground(element))];
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const isLarge = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700;
  if (ratio < (isLarge ? 3 : 4.5)) { poor.push(`${ratio.toFixed(2)} "${walker.currentNode.textContent.trim().slice(0, 30)}"`); }
}
return poor;
"""

# What one can do something with, and what a key reaches.
CONTROLS = """
return [...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")]
  .filter((element) => element.getAttribute("tabindex") !== "-1" && !element.disabled && element.checkVisibility({visibilityProperty: true}))
  .map((element) => { element.dataset.stop ??= String(window.__stops = (window.__stops ?? 0) + 1); return element.dataset.stop; });
"""

NAMED = {"button", "link", "textbox", "combobox", "checkbox", "progressbar", "img", "image", "region", "table", "ProgressIndicator"}


def nodes(browser):
    browser.cdp("Accessibility.enable")
    return browser.cdp("Accessibility.getFullAXTree")["nodes"]


def of(node, key):
    return node.get(key, {}).get("value", "")


def heard(browser, checks, name):
    """Names, landmarks, headings, captions, as a screen reader gets them."""
    tree = [node for node in nodes(browser) if not node.get("ignored")]
    nameless = [of(node, "role") for node in tree if of(node, "role") in NAMED and not str(of(node, "name")).strip()]
    checks.expect(f"{name}: everything that needs a name has one", not nameless, nameless)
    roles = [of(node, "role") for node in tree]
    for role in ["banner", "main", "navigation", "contentinfo"]:
        checks.expect(f"{name}: landmark {role}", role in roles, sorted(set(roles)))
    checks.expect(f"{name}: one heading of the first level", len(browser.all("h1")) == 1, browser.texts("h1"))
    bare = browser.script("""return [...document.querySelectorAll("table")]
      // The chart is a picture, whatever it is built of.
      .filter((table) => !table.closest("[role=img]")).filter((table) => !table.caption?.textContent.trim()
      || [...table.querySelectorAll("th")].some((cell) => !cell.scope) || !table.tHead).length""")
    checks.expect(f"{name}: tables have captions and scopes", bare == 0, f"{bare} tables")
    ids = browser.script("""const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
      return ids.filter((id, index) => ids.indexOf(id) !== index)""")
    checks.expect(f"{name}: ids are unique", not ids, ids)


def fits(browser, checks, name, width):
    wide = browser.script("return [document.documentElement.scrollWidth, innerWidth]")
    checks.expect(f"{name}: fits {width} px", wide[0] <= wide[1], f"{wide[0]} px wide")


# Shown to nobody, or cut off: text that is wider than what it stands in, and small things to hit with a finger.
STANDS = """
const cut = [...document.querySelectorAll("h1, h2, td, th, dt, dd, b, button, label, figcaption, code")]
  .filter((one) => one.checkVisibility() && !one.closest(".scroll, .vh, [hidden]") && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
    && getComputedStyle(one).display !== "inline" && getComputedStyle(one).overflowX !== "visible")
  .map((one) => `${one.tagName} "${one.textContent.trim().slice(0, 30)}" ${one.scrollWidth} > ${one.clientWidth}`);
const stacked = [...document.querySelectorAll("table.cells td, caption")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `cell "${one.textContent.trim().slice(0, 30)}" ends at ${Math.round(one.getBoundingClientRect().right)}`);
const small = [...document.querySelectorAll("main button, main select, main input:not([type=checkbox]):not([type=hidden]), nav a")]
  .filter((one) => one.checkVisibility() && (one.getBoundingClientRect().height < 24 || one.getBoundingClientRect().width < 24))
  .map((one) => `${one.tagName} "${one.textContent.trim().slice(0, 30)}"`);
const levels = [...document.querySelectorAll("h1, h2, h3, h4")].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]));
const jumps = levels.filter((level, index) => index === 0 ? false : level > levels[index - 1] + 1);
const singles = document.querySelector("main").innerText.match(/(?<![\\d.,])1 (gaps|rows|jobs|candles|files|items|assets|tokens|days|hours|slots|requests|entries|times|parts)\\b/g) ?? [];
for (const one of document.querySelectorAll("[data-of]")) {
  const behind = getComputedStyle(one, "::after").content;
  if (one.checkVisibility() && one.textContent.trim() === "1" && /s"$/.test(behind)) { singles.push(`1 ${behind}`); }
}
const scrolled = [...document.querySelectorAll("main *, header, header *")].filter((one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX)
  && one.scrollWidth > one.clientWidth + 1 && !(one.tabIndex === 0 && one.getAttribute("role") === "region" && one.getAttribute("aria-label")) && !one.closest("[role=img]"))
  .map((one) => `${one.tagName}.${one.className}`);
const silent = [...document.querySelectorAll("progress:not([hidden])")].filter((one) => !one.getAttribute("aria-label")).length;
return {cut, stacked, small, jumps, singles, scrolled, silent: silent > 0 ? [silent] : []};
"""
STANDS_FOR = {
    "cut": "no text is cut off", "stacked": "no cell stands outside of the page", "small": "nothing is too small to hit",
    "jumps": "headings leave out no level", "singles": "one of something is said as one",
    "scrolled": "what scrolls sideways is a region with a name that keys reach", "silent": "progress is told",
}


def stands(browser, checks, name, width):
    found = browser.script(STANDS)
    for key, words in STANDS_FOR.items():
        if key != "stacked" or width < 720:
            checks.expect(f"{name}: {words}", not found[key], found[key][:10])
    live = browser.script("return [...document.querySelectorAll('[aria-live], [role=status], [role=alert]')].length")
    checks.expect(f"{name}: what changes is told", live > 0, live)


def read(browser, checks, name):
    poor = browser.script(CONTRAST)
    checks.expect(f"{name}: contrast", not poor, poor[:10])


def reached(browser, checks, name):
    """The Tab key reaches every control, and shows where it is."""
    wanted = set(browser.script(CONTROLS))
    browser.script("document.activeElement?.blur(); window.scrollTo(0, 0)")
    found, unseen = set(), []
    for _ in range(len(wanted) + 5):
        browser.press("Tab")
        stop, seen = browser.script("""
            const element = document.activeElement;
            const style = getComputedStyle(element);
            const path = element.querySelector?.("path");
            const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
              || path && parseFloat(getComputedStyle(path).strokeWidth) >= 3;
            return [element.dataset.stop ?? null, isSeen || element === document.body];""")
        if stop is None and found:
            break
        if stop is not None:
            found.add(stop)
        if not seen:
            unseen.append(stop)
    missed = browser.script("return arguments[0].map((stop) => document.querySelector(`[data-stop='${stop}']`)?.outerHTML.slice(0, 120))", sorted(wanted - found))
    checks.expect(f"{name}: Tab reaches all {len(wanted)} controls", not missed, missed)
    checks.expect(f"{name}: focus is seen", not unseen, unseen)
