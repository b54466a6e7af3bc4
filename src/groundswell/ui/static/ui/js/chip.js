// A chip opens by tap or key without this. Here it also opens when the pointer rests on it.
const REST = 250;
let timer;

const later = (act) => {
  clearTimeout(timer);
  timer = setTimeout(act, REST);
};
const chipOf = (node) => node instanceof Element && node.closest(".chip[popovertarget]");
const popOf = (node) => node instanceof Element && node.closest(".pop[popover]");

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const chip = chipOf(event.target);
  if (chip) {
    const pop = document.getElementById(chip.getAttribute("popovertarget"));
    later(() => pop?.isConnected && !pop.matches(":popover-open") && pop.showPopover({ source: chip }));
  } else if (popOf(event.target)) {
    clearTimeout(timer);
  }
});

document.addEventListener("pointerout", (event) => {
  if (event.pointerType !== "mouse") return;
  const chip = chipOf(event.target);
  const pop = chip ? document.getElementById(chip.getAttribute("popovertarget")) : popOf(event.target);
  if (pop) later(() => pop.matches(":popover-open") && !pop.matches(":hover, :focus-within") && pop.hidePopover());
});
