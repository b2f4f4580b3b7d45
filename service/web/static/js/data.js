// On a phone the tabs scroll sideways: the current one is brought into view.
"use strict";
document.querySelector(".tab-bar [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
