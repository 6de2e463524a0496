// The coverage map: arrow keys go from stretch to stretch, Enter or a click shows the evidence in the page.
"use strict";
(() => {
  const map = document.getElementById("map");
  if (map === null) { return; }
  const rows = [...map.querySelectorAll("svg[role=group]")].map((row) => [...row.querySelectorAll("a")]).filter((row) => row.length > 0);
  if (rows.length === 0) { return; }

  // One stop for the Tab key; the arrow keys move it.
  let here = rows[0][0];
  for (const cell of rows.flat()) { cell.setAttribute("tabindex", "-1"); }
  const stopAt = (cell) => {
    here.setAttribute("tabindex", "-1");
    cell.setAttribute("tabindex", "0");
    here = cell;
  };
  stopAt(here);
  const middle = (cell) => {
    const box = cell.getBoundingClientRect();
    return box.left + box.width / 2;
  };
  const nearest = (row, place) => row.reduce((best, cell) =>
    Math.abs(middle(cell) - place) < Math.abs(middle(best) - place) ? cell : best);
  map.addEventListener("keydown", (event) => {
    const cell = event.target.closest("a");
    const row = rows.findIndex((cells) => cells.includes(cell));
    if (row < 0) { return; }
    const column = rows[row].indexOf(cell);
    let next = null;
    if (event.key === "ArrowRight") { next = rows[row][column + 1]; }
    if (event.key === "ArrowLeft") { next = rows[row][column - 1]; }
    if (event.key === "ArrowDown" && rows[row + 1]) { next = nearest(rows[row + 1], middle(cell)); }
    if (event.key === "ArrowUp" && rows[row - 1]) { next = nearest(rows[row - 1], middle(cell)); }
    if (event.key === "Home") { next = rows[row][0]; }
    if (event.key === "End") { next = rows[row][rows[row].length - 1]; }
    if (!next) { return; }
    event.preventDefault();
    stopAt(next);
    next.focus();
  });

  const panel = document.getElementById("evidence-panel");
  const place = document.getElementById("evidence-place");
  let from = null;
  const show = async (cell) => {
    from?.classList.remove("here");
    from = cell;
    cell.classList.add("here");
    panel.hidden = false;
    place.textContent = "Looking it up …";
    const address = cell.getAttribute("href");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("evidence") ?? page.getElementById("main");
      for (const heading of found.querySelectorAll("h1")) {
        const smaller = document.createElement("h2");
        smaller.append(...heading.childNodes);
        heading.replaceWith(smaller);
      }
      place.replaceChildren(...found.childNodes);
    } catch (error) {
      place.textContent = `The hub does not answer (${error.message}).`;
    }
    panel.scrollIntoView({ block: "nearest" });
  };
  map.addEventListener("click", (event) => {
    const cell = event.target.closest("svg[role=group] a");
    if (cell === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) { return; }
    event.preventDefault();
    stopAt(cell);
    show(cell);
  });
  const close = () => {
    panel.hidden = true;
    from?.classList.remove("here");
    from?.focus();
  };
  document.getElementById("evidence-close").addEventListener("click", close);
  addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) { close(); } });
})();
