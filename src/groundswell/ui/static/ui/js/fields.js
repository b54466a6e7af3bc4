// Letters counted as one types, and the way to what must be looked at again.
const count = (counter) => {
  const field = document.getElementById(counter.dataset.counter);
  if (field) {
    counter.textContent = counter.dataset.text.replace("{used}", field.value.length).replace("{limit}", counter.dataset.of);
  }
};

for (const counter of document.querySelectorAll("[data-counter]")) count(counter);
document.addEventListener("input", (event) => {
  const counter = event.target.id && document.querySelector(`[data-counter="${CSS.escape(event.target.id)}"]`);
  if (counter) count(counter);
});

document.querySelector("[data-problems]")?.focus();
