// Small manners of the pages; everything works without it except confirmation dialogs, which become plain.
"use strict";

// The rail: collapsed or not is kept on this device.
const RAIL_KEY = "rail-collapsed";
const setRail = (collapsed) => {
  document.body.classList.toggle("rail-collapsed", collapsed);
  document.querySelectorAll("[data-toggle-rail]").forEach((button) => button.setAttribute("aria-expanded", String(!collapsed)));
};
setRail(localStorage.getItem(RAIL_KEY) === "1");
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toggle-rail]")) {
    const collapsed = !document.body.classList.contains("rail-collapsed");
    localStorage.setItem(RAIL_KEY, collapsed ? "1" : "0");
    setRail(collapsed);
  }
  if (event.target.closest("[data-print]")) window.print();
});

// A confirmation says what will happen, in a dialog of the page's own; Escape and "cancel" leave all as it is.
const confirmed = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm || confirmed.has(form)) {
    // A second press must not send a form twice.
    form.querySelectorAll("button[type=submit]").forEach((button) => setTimeout(() => { button.disabled = true; }, 0));
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const dialog = document.createElement("dialog");
  dialog.className = "confirm-dialog";
  dialog.setAttribute("aria-label", form.dataset.confirmYes);
  const text = document.createElement("p");
  text.textContent = form.dataset.confirm;
  const row = document.createElement("div");
  row.className = "dialog-actions";
  const no = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-secondary", textContent: form.dataset.confirmNo });
  const yes = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: form.dataset.confirmYes });
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => { confirmed.add(form); dialog.close(); form.requestSubmit(event.submitter ?? undefined); });
  dialog.addEventListener("close", () => { dialog.remove(); event.submitter?.focus(); });
  row.append(no, yes);
  dialog.append(text, row);
  document.body.append(dialog);
  dialog.showModal();
}, true);
window.addEventListener("pageshow", () => document.querySelectorAll("button[type=submit]:disabled").forEach((button) => { button.disabled = false; }));

// After a refused form the summary of what is wrong has the focus.
document.querySelector("[data-focus]")?.focus();

// "/" goes to the search.
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
    const search = document.querySelector("[data-search-key]");
    if (search) { event.preventDefault(); search.focus(); }
  }
});

// Selects that apply at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});
