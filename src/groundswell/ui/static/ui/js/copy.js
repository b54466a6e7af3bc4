// <button data-copy="#id" data-copied="Copied" hidden>: shown only where the browser can copy.
const wordsOf = (selector) => {
  const source = document.querySelector(selector);
  return (source?.value ?? source?.textContent ?? "").trim();
};

if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(wordsOf(button.dataset.copy));
  const words = button.lastChild;
  const before = words.textContent;
  words.textContent = button.dataset.copied || "✓";
  setTimeout(() => { words.textContent = before; }, 2500);
});
