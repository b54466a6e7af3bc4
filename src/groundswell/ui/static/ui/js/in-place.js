// Forms with data-in-place are sent without leaving the page: the server answers {said} or {problem}, and what has changed
// comes by the stream. data-in-place="clear" empties the form once it is taken. Any other answer (a redirect to the
// sign-in, an error page) is for the browser: the form is then sent as if this file were not here. Where the line is lost,
// these and those with data-later wait in the browser (later.js).
import { begin } from "./later.js";
import { newId } from "./once.js";

const STAYS = 6000;
const GONE = new Set([502, 503, 504]); // the server is being started again: as good as no line

const words = (name) => document.querySelector(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? "";
const clears = (form) => form.dataset.inPlace === "clear";
const mayWait = (form) => clears(form) || "later" in form.dataset;

const say = (form, button, said, kind = "") => {
  const place = form.querySelector(".submit") ?? button?.parentElement ?? form;
  let told = place.querySelector(":scope > .said");
  if (!told) {
    told = document.createElement("span");
    told.className = "said";
    told.setAttribute("role", "status");
    place.append(told);
  }
  told.dataset.is = kind;
  told.textContent = said;
  clearTimeout(told.timer);
  if (kind === "good" || kind === "") told.timer = setTimeout(() => told.remove(), STAYS);
};

const fieldsOf = (form, button) => {
  const fields = new URLSearchParams(new FormData(form, button));
  fields.delete("csrfmiddlewaretoken");
  return fields;
};

const post = async (url, fields) => {
  // A form that came by the stream knows no token; all forms of a page have the same.
  fields.set("csrfmiddlewaretoken", document.querySelector('[name="csrfmiddlewaretoken"][value]')?.value ?? "");
  const answer = await fetch(url, {
    method: "POST",
    body: fields,
    headers: { "X-In-Place": "1", Accept: "application/json" },
    redirect: "manual",
  });
  if (GONE.has(answer.status)) throw new Error("no line");
  const json = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
  return { status: answer.status, json };
};

const wordsOf = (fields) => {
  const typed = new URLSearchParams(fields);
  for (const name of ["client_id", "csrfmiddlewaretoken"]) typed.delete(name);
  return typed.toString();
};

// What was typed while the answer was on its way stays: it is the next post.
const empty = (form, button, sent) => {
  const id = form.elements.namedItem("client_id");
  if (id) id.value = newId();
  if (wordsOf(fieldsOf(form, button)) !== wordsOf(sent)) return;
  form.reset();
  if (id) id.value = newId();
  for (const field of form.querySelectorAll("textarea, input:not([type=hidden])")) field.dispatchEvent(new Event("input", { bubbles: true }));
  form.querySelector("[data-problems]")?.remove();
};

const answered = (form, detail) => form.dispatchEvent(new CustomEvent("in-place:answered", { detail }));

const send = async (form, button, fields) => {
  const { json } = await post(form.action, new URLSearchParams(fields));
  if (!json) {
    form.removeAttribute("data-in-place");
    form.requestSubmit(button ?? undefined);
    return;
  }
  if (json.problem) say(form, button, json.problem, "wrong");
  else {
    if (clears(form)) empty(form, button, fields);
    if (json.said) say(form, button, json.said, "good");
  }
  answered(form, json);
};

// What waited was taken, or cannot be: then its words stand in the form again.
const tellLate = (one, json) => {
  const form = [...document.forms].find((each) => each.action === one.url);
  if (!form) return;
  if (json.problem) {
    for (const [name, value] of new URLSearchParams(one.body)) {
      const field = form.elements.namedItem(name);
      if (field?.matches?.("textarea, input:not([type=hidden])") && !field.value) field.value = value;
    }
  }
  if (form.querySelector(".submit")) say(form, null, json.problem ?? (json.said || words("sent-now")), json.problem ? "wrong" : "good");
  answered(form, json);
};

const later = begin(post, tellLate);

const busy = new WeakSet();

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-in-place]") || event.defaultPrevented) return;
  event.preventDefault();
  if (busy.has(form)) return;
  busy.add(form);
  const button = event.submitter;
  const fields = fieldsOf(form, button);
  try {
    await send(form, button, fields);
  } catch {
    if (mayWait(form) && later(form.action, fields)) {
      if (clears(form)) empty(form, button, fields);
      say(form, button, words("waits"), "wait");
      answered(form, { waits: words("waits") });
    } else {
      say(form, button, words("not-sent"), "wrong"); // what was typed still stands here
    }
  } finally {
    busy.delete(form);
    setTimeout(() => button?.removeAttribute("aria-busy"));
  }
});
