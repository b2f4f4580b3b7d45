// Copies an address; where the browser has no clipboard (a plain http address) the old way, else it is left selected.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.focus();
  field.select();
  let done = false;
  try {
    if (navigator.clipboard) { await navigator.clipboard.writeText(field.value); done = true; } else { done = document.execCommand("copy"); }
  } catch { done = false; }
  if (!done) return;
  button.querySelector("span").textContent = button.dataset.copied;
  document.querySelector("[data-copy-status]").textContent = button.dataset.copied;
});
