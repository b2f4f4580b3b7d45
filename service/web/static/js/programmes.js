// Rows to tick: all at once, and the button that needs some is off while there are none.
"use strict";
document.querySelectorAll("form").forEach((form) => {
  const boxes = [...form.querySelectorAll('input[name="row"]')];
  const all = form.querySelector("[data-pick-all]");
  const buttons = [...form.querySelectorAll("[data-needs-pick]")];
  if (!boxes.length) return;
  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    buttons.forEach((button) => { button.disabled = !count; });
    if (all) { all.checked = count === boxes.length; all.indeterminate = count > 0 && count < boxes.length; }
  };
  all?.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); show(); });
  boxes.forEach((box) => box.addEventListener("change", show));
  window.addEventListener("pageshow", show);
  show();
});
