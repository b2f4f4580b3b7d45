// The upload says at once that it is on its way; a page come back to by "back" is ready for the next file.
"use strict";

const setWaiting = (form, waiting) => {
  form.querySelectorAll("[data-upload-wait]").forEach((line) => { line.hidden = !waiting; });
};
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-upload]")) setWaiting(event.target, true);
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-upload]").forEach((form) => setWaiting(form, false)));
