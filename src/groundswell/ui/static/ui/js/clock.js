// The minutes that are left of a session go down by themselves; without this file they are those of the last change.
// A phone's clock may be wrong: it counts from the server's time, which came with the words.
const ahead = new WeakMap();

function tick() {
  for (const words of document.querySelectorAll("[data-until]")) {
    const { until, since, now, one, many } = words.dataset;
    if (!ahead.has(words)) ahead.set(words, Date.now() - Date.parse(now));
    const moment = Date.now() - ahead.get(words);
    const left = Math.ceil((Date.parse(until) - moment) / 60000);
    words.hidden = left < 1;
    const said = left === 1 ? one : many.replace("{n}", String(left));
    if (words.textContent !== said) words.textContent = said;
    const done = (100 * (moment - Date.parse(since))) / (Date.parse(until) - Date.parse(since));
    words.closest(".room-state")?.querySelector(".elapsed .done")?.setAttribute("width", String(Math.max(0, Math.min(100, done))));
  }
}

tick();
setInterval(tick, 5000);
