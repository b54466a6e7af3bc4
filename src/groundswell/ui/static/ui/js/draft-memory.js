// What the browser keeps of a draft, for one person and one form, and how a form becomes plain fields and back.
const PREFIX = "draft:";

const NOTHING = { version: 0, fields: null, pending: false };

// The tab's own copy first: two tabs may hold two texts of one form, and each must know which version it began from. The
// browser's copy is for the tab that was closed.
export class Memory {
  constructor(url) {
    this.key = `${PREFIX}${document.body.dataset.who ?? ""}:${url}`;
  }

  get value() {
    for (const store of [sessionStorage, localStorage]) {
      try {
        const value = JSON.parse(store.getItem(this.key));
        if (value) return value;
      } catch {
        // Unreadable is as good as nothing.
      }
    }
    return NOTHING;
  }

  write(value) {
    for (const store of [sessionStorage, localStorage]) {
      try {
        store.setItem(this.key, JSON.stringify(value));
      } catch {
        // A full or forbidden store: the server's copy is still there.
      }
    }
  }

  clear() {
    sessionStorage.removeItem(this.key);
    localStorage.removeItem(this.key);
  }
}

const isKept = (control) =>
  control.name &&
  (control.type !== "hidden" || "drafted" in control.dataset) &&
  !["password", "file", "submit", "button", "reset"].includes(control.type) &&
  !control.disabled &&
  !control.closest("[data-no-draft]");

const controls = (form) => [...form.elements].filter(isKept);

// {name: [value, …]}; a name whose boxes are all empty is there with an empty list, so that unchecking is kept too.
export const readForm = (form) => {
  const fields = {};
  for (const control of controls(form)) {
    const values = (fields[control.name] ??= []);
    if (control.type === "checkbox" || control.type === "radio") {
      if (control.checked) values.push(control.value);
    } else if (control.type === "select-multiple") {
      values.push(...[...control.selectedOptions].map((option) => option.value));
    } else {
      values.push(control.value);
    }
  }
  return fields;
};

export const writeForm = (form, fields) => {
  const turn = {};
  for (const control of controls(form)) {
    const values = fields[control.name];
    if (!values) continue;
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = values.includes(control.value);
    } else if (control.type === "select-multiple") {
      for (const option of control.options) option.selected = values.includes(option.value);
    } else {
      const i = (turn[control.name] = (turn[control.name] ?? -1) + 1);
      if (values[i] !== undefined) control.value = values[i];
      if (control.value && control.matches("input:not([type=hidden]), textarea")) control.closest("details")?.setAttribute("open", "");
    }
  }
  form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
};

export const sameFields = (one, other) => {
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...names].every((name) => (one?.[name] ?? []).join("\u0000") === (other?.[name] ?? []).join("\u0000"));
};
