// One change to the page, without taking away what somebody is doing: the focus and half-written words stay.
const FRESH = 2500;

const nodesOf = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
};

const keepFocus = (target, act) => {
  const active = document.activeElement;
  const inside = target.contains(active) && active !== document.body;
  const { id, name, value, selectionStart, selectionEnd } = active ?? {};
  const fresh = act();
  if (!inside) return fresh;
  const again =
    (id && document.getElementById(id)) ||
    fresh.map((node) => (name ? node.querySelector(`[name="${CSS.escape(name)}"]`) : node.querySelector("a, button, input"))).find(Boolean);
  if (again) {
    again.focus({ preventScroll: true });
    if (typeof selectionStart === "number") {
      again.value = value;
      again.setSelectionRange(selectionStart, selectionEnd);
    }
  }
  return fresh;
};

const put = (target, action, html) => {
  const fresh = nodesOf(html);
  if (action === "replace") return keepFocus(target, () => { target.replaceWith(...fresh); return fresh; });
  for (const node of fresh) {
    const known = node.id && document.getElementById(node.id);
    if (known) known.replaceWith(node);
    else if ("knownOnly" in target.dataset) continue; // a list that shows a part: what is not on it stays off it
    else if (action === "prepend") target.prepend(node);
    else target.append(node);
  }
  return fresh;
};

// What differs from person to person is no part of a message that all get: its element is fetched, not by all at once.
const SPREAD = 4000;
const coming = new Set();

const fetchLater = (id, detail) => {
  if (coming.has(id) || !document.getElementById(id)?.dataset.refresh) return;
  coming.add(id);
  setTimeout(async () => {
    coming.delete(id);
    const target = document.getElementById(id);
    try {
      const response = await fetch(target.dataset.refresh);
      if (!response.ok || response.redirected) return;
      put(target, "replace", await response.text());
      tell(detail);
    } catch {
      // The line is lost; the next message or visit brings it.
    }
  }, SPREAD * Math.random());
};

// For a page's own script, after the change.
const tell = (detail) => document.dispatchEvent(new CustomEvent("live:done", { detail }));

export const applyEvent = (event) => {
  for (const follower of document.querySelectorAll("[data-live]")) {
    if (!follower.dataset.live.split(/\s+/).includes(event.topic)) continue;
    const message = new CustomEvent("live", { detail: event, cancelable: true, bubbles: true });
    if (!follower.dispatchEvent(message)) return; // a page's own script has done it
    break;
  }
  const target = event.target && document.getElementById(event.target);
  if (!target) return;
  if (event.action === "refresh") {
    fetchLater(event.target, event);
    return;
  }
  if (event.action === "remove") {
    target.remove();
    return;
  }
  for (const node of put(target, event.action, event.html)) {
    node.dataset.fresh = "";
    setTimeout(() => delete node.dataset.fresh, FRESH);
  }
  tell(event);
};
