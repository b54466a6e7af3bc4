// A countdown for each step of an activity. Without this file the minutes stand there as words.

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

for (const button of document.querySelectorAll("[data-timer]")) {
  const face = button.parentElement.querySelector("[data-seconds]");
  const words = { start: button.textContent, stop: button.dataset.stop };
  let left = Number(face.dataset.seconds);
  let ticking = 0;
  let until = 0;
  const stop = () => {
    clearInterval(ticking);
    ticking = 0;
    button.textContent = words.start;
  };
  const tick = () => {
    left = Math.max(0, Math.round((until - Date.now()) / 1000));
    face.textContent = clock(left);
    face.toggleAttribute("data-done", left === 0);
    if (left === 0) stop();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (ticking) return stop();
    if (left === 0) left = Number(face.dataset.seconds);
    until = Date.now() + left * 1000;
    ticking = setInterval(tick, 250);
    button.textContent = words.stop;
    tick();
  });
}
