// The plan board: arrow keys move over it, a press on a cell opens its list; without this file the cells are links.
"use strict";
(() => {
  const board = document.querySelector("[data-board]");
  const dialog = document.getElementById("cell-dialog");
  const links = board ? [...board.querySelectorAll("tbody [data-cell]")] : [];
  // One stop for Tab, arrows inside.
  links.forEach((link, index) => { link.tabIndex = index ? -1 : 0; });
  const go = (link) => {
    links.forEach((other) => { other.tabIndex = -1; });
    link.tabIndex = 0;
    link.focus();
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const inRow = (row) => [...row.querySelectorAll("[data-cell]")];
  const column = (link) => link.closest("th, td").cellIndex;
  const vertical = (link, step) => {
    for (let row = link.closest("tr"); row; ) {
      row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
      const all = row ? inRow(row) : [];
      // From a day to a day; to the row's name only where it has no day.
      const same = all.filter((other) => other.closest("th, td").tagName === link.closest("th, td").tagName);
      const found = same.length ? same : all;
      if (found.length) {
        const wanted = column(link);
        return found.reduce((best, other) => (Math.abs(column(other) - wanted) < Math.abs(column(best) - wanted) ? other : best));
      }
    }
    return null;
  };
  board?.addEventListener("keydown", (event) => {
    const link = event.target.closest("[data-cell]");
    if (!link) return;
    const row = inRow(link.closest("tr"));
    const at = row.indexOf(link);
    const next = {
      ArrowRight: () => row[at + 1], ArrowLeft: () => row[at - 1], Home: () => row[0], End: () => row[row.length - 1],
      ArrowDown: () => vertical(link, 1), ArrowUp: () => vertical(link, -1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    const target = next();
    if (target) go(target);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-dialog]")) { dialog?.close(); return; }
    const link = event.target.closest("[data-cell]");
    if (!link || !dialog || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link);
    window.htmx.ajax("GET", link.href, { target: "#cell-body", swap: "innerHTML" }).then(() => {
      if (!dialog.open) dialog.showModal();
    });
  });
  dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
})();
