// A part of a form that depends on one of its fields: <div data-part="/address/" data-part-of="school">. As soon as the field
// has a new value the part is fetched with it (?school=…); what somebody chose in it stays chosen.
const asked = new WeakMap();

const chosenIn = (part) => part.dataset.touched && part.querySelector("input:checked")?.value;

const refresh = async (form, field) => {
  const part = form?.querySelector(`[data-part-of="${CSS.escape(field.name)}"]`);
  const words = field.value.trim();
  if (!part || asked.get(part) === words) return;
  asked.set(part, words);
  const url = new URL(part.dataset.part, location.href);
  url.searchParams.set(field.name, words);
  try {
    const response = await fetch(url);
    const text = await response.text();
    if (!response.ok || asked.get(part) !== words) return;
    const chosen = chosenIn(part); // also what was chosen while the part was on its way
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-part]");
    part.replaceChildren(...(fresh?.childNodes ?? []));
    const again = chosen && part.querySelector(`input[value="${CSS.escape(chosen)}"]`);
    if (again) again.checked = true;
    part.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    asked.delete(part); // the button beside the part does the same
  }
};

const isOffered = (field) => [...(field.list?.options ?? [])].some((option) => option.value === field.value);

document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.name && target.form) refresh(target.form, target);
  const part = target.closest?.("[data-part]");
  if (part) part.dataset.touched = "1";
});
document.addEventListener("input", (event) => {
  if (event.target.list && isOffered(event.target)) refresh(event.target.form, event.target);
});
document.addEventListener("draft:restored", (event) => {
  for (const part of event.target.querySelectorAll("[data-part]")) {
    const field = event.target.elements.namedItem(part.dataset.partOf);
    if (part.querySelector("input:checked")) part.dataset.touched = "1";
    if (field?.value) refresh(event.target, field);
  }
});
