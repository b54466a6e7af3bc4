// Suggestions while one types, into the field's own datalist. data-suggest answers ?q= with {"options": [{value, label}]}.
const WAIT = 180;
const SHORTEST = 2;
const known = new Map();
let timer;
let newest = 0;

const show = (field, options) => {
  field.list?.replaceChildren(
    ...options.map(({ value, label }) => {
      const option = document.createElement("option");
      option.value = value;
      if (label) option.label = label;
      return option;
    }),
  );
};

const ask = async (field) => {
  const words = field.value.trim();
  if (words.length < SHORTEST) return;
  const url = new URL(field.dataset.suggest, location.href);
  url.searchParams.set("q", words);
  const turn = ++newest;
  if (!known.has(url.href)) {
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      if (!response.ok) return;
      known.set(url.href, (await response.json()).options);
    } catch {
      return; // without suggestions the field is a plain line
    }
  }
  if (turn === newest) show(field, known.get(url.href));
};

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-suggest]")) return;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT, event.target);
});
