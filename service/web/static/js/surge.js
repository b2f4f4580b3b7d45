// Surges: tick a whole subdistrict; copy messages.
"use strict";
document.addEventListener("click", (event) => {
  const all = event.target.closest("[data-check-all]");
  if (all) {
    const boxes = [...all.closest("[data-check-group]").querySelectorAll("input[type=checkbox]:not(:disabled)")];
    const on = boxes.some((box) => !box.checked);
    boxes.forEach((box) => { box.checked = on; });
    return;
  }
  const copy = event.target.closest("[data-copy-one], [data-copy-all]");
  if (!copy) return;
  const texts = copy.dataset.copyAll
    ? [...document.querySelectorAll(`${copy.dataset.copyAll} .surge-message`)]
    : [copy.parentElement.querySelector(".surge-message")];
  const words = texts.map((text) => text.textContent).join("\n\n");
  const told = () => { copy.textContent = copy.dataset.copied; };
  if (navigator.clipboard) {
    navigator.clipboard.writeText(words).then(told);
  } else {
    // Without https there is no clipboard to write to: the texts are selected, to be copied by hand.
    const range = document.createRange();
    range.setStartBefore(texts[0]);
    range.setEndAfter(texts[texts.length - 1]);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
});
