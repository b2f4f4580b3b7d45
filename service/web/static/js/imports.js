// The upload says at once that it is on its way; a page come back to by "back" is ready for the next file.
"use strict";

const setWaiting = (form, waiting) => {
  form.querySelectorAll("[data-upload-wait]").forEach((line) => { line.hidden = !waiting; });
};
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-upload]")) setWaiting(event.target, true);
});
// A download leaves the page as it stands: the button, off against a second press, comes on again.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-keep-enabled]")) return;
  const button = event.target.querySelector("button[type=submit]");
  setTimeout(() => { button.disabled = false; }, 2000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-upload]").forEach((form) => setWaiting(form, false)));
