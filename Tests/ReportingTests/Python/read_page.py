"""Reads an HTML page strictly and tells as JSON what is in it: what is wrong, tables, pictures, references."""
import json
import sys
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link", "col"}
# Elements of SVG that this page writes closed in themselves.
EMPTY = {"path", "rect", "line", "use"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.ids, self.urls, self.tags = [], [], [], [], {}
        self.tables, self.pictures, self.details, self.text = [], [], [], []
        self.row, self.cell, self.caption, self.title, self.svg = None, None, None, None, None

    def start(self, tag, attrs, empty):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"{tag} says an attribute twice")
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        for name in names:
            if name in ("href", "src", "srcset", "action", "data", "xlink:href", "poster", "background"):
                self.urls.append(attributes[name])
            if name.startswith("on"):
                self.wrong.append(f"{tag} has a script in {name}")
        if tag == "table":
            self.tables.append({"caption": None, "rows": [], "scopes": 0})
        elif tag == "tr":
            self.row = []
        elif tag in ("td", "th"):
            self.cell = []
            if "scope" in attributes:
                self.tables[-1]["scopes"] += 1
            elif tag == "th":
                self.wrong.append("a th has no scope")
        elif tag == "caption":
            self.caption = []
        elif tag == "details":
            self.details.append("open" in attributes)
        elif tag == "svg":
            self.svg = {"role": attributes.get("role"), "title": None, "paths": []}
        elif tag == "path" and self.svg is not None:
            self.svg["paths"].append([attributes.get("class"), attributes.get("d")])
        elif tag == "title":
            self.title = []
        if tag in EMPTY and not empty:
            self.wrong.append(f"{tag} is not closed in itself")
        if tag not in VOID and tag not in EMPTY:
            self.open.append(tag)

    def handle_starttag(self, tag, attrs):
        self.start(tag, attrs, False)

    def handle_startendtag(self, tag, attrs):
        if tag not in EMPTY:
            self.wrong.append(f"{tag} cannot be closed in itself")
        self.start(tag, attrs, True)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing, line {self.getpos()[0]}")
        if tag in ("td", "th"):
            self.row.append("".join(self.cell).strip())
            self.cell = None
        elif tag == "tr":
            self.tables[-1]["rows"].append(self.row)
        elif tag == "caption":
            self.tables[-1]["caption"] = "".join(self.caption)
            self.caption = None
        elif tag == "title":
            if self.svg is not None:
                self.svg["title"] = "".join(self.title)
            self.title = None
        elif tag == "svg":
            self.pictures.append(self.svg)
            self.svg = None

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.text.append(data)
        for part in (self.caption, self.title):
            if part is not None:
                part.append(data)
        if self.cell is not None and self.title is None:
            self.cell.append(data)


def read(path):
    page = Page()
    with open(path, encoding="utf-8", errors="strict") as file:
        page.feed(file.read())
    page.close()
    page.wrong += [f"<{tag}> is never closed" for tag in page.open]
    page.wrong += [f"id {name} is there twice" for name in set(page.ids) if page.ids.count(name) > 1]
    page.wrong += [f"{url} leads nowhere" for url in page.urls if url[:1] == "#" and url[1:] not in page.ids]
    return {
        "wrong": page.wrong, "urls": page.urls, "tags": page.tags, "tables": page.tables,
        "pictures": page.pictures, "details": page.details, "text": "".join(page.text),
    }


json.dump(read(sys.argv[1]), sys.stdout)
