// A form is sent once, however often its button is pressed; a try that failed can be repeated at any time.
// The hidden client_id makes the server give a repeat the first answer. This module keeps the id while the same words are
// sent again, takes a new one when the words have changed since, and swallows the second press of a double click.
const IN_FLIGHT = 1500;
const sent = new WeakMap();

export const newId = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

const wordsOf = (form, submitter) => {
  const pairs = [...new FormData(form, submitter)].filter(([name]) => name !== "client_id" && name !== "csrfmiddlewaretoken");
  return JSON.stringify(pairs.map(([name, value]) => [name, value instanceof File ? `${value.name} ${value.size}` : value]));
};

const rest = (form) => {
  for (const button of form.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy");
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]") || event.defaultPrevented) return;
  const words = wordsOf(form, event.submitter);
  const before = sent.get(form);
  if (before?.words === words && Date.now() - before.at < IN_FLIGHT) {
    event.preventDefault();
    return;
  }
  const id = form.elements.namedItem("client_id");
  if (before && before.words !== words && id) id.value = newId();
  sent.set(form, { words, at: Date.now() });
  const button = event.submitter;
  if (button) {
    // After the browser has taken the button's own name and value along.
    setTimeout(() => button.setAttribute("aria-busy", "true"));
    setTimeout(() => rest(form), 10_000);
  }
});

// Back from the next page: the same form stands here again, at rest.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-once]")) rest(form);
});
