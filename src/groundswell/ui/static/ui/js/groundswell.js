// The page works without this file; each module makes one thing nicer. Heavy ones load only where they are needed.
import "./chip.js";
import "./copy.js";
import "./dialog.js";
import "./fields.js";
import "./once.js";

if (document.querySelector("form[data-draft]") || sessionStorage.getItem("sent-draft")) import("./drafts.js");
if (document.querySelector("[data-live]")) {
  import("./live.js");
  import("./clock.js");
}
if (document.querySelector("form[data-in-place]")) import("./in-place.js");
if (document.querySelector("[data-suggest]")) import("./suggest.js");
if (document.querySelector("[data-part]")) import("./part.js");

// Who signs out leaves nothing half-written behind in a shared browser.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const store of [sessionStorage, localStorage]) {
    for (const key of Object.keys(store)) if (key.startsWith("draft:")) store.removeItem(key);
  }
});
