// Forms with data-in-place are sent without leaving the page: the server answers {said} or {problem}, and what has changed
// comes by the live stream. data-in-place="clear" empties the form once it is taken. Any other answer (a redirect to the
// sign-in, an error page) is for the browser: the form is then sent as if this file were not here.
const STAYS = 6000;

const say = (form, button, words, kind = "") => {
  const place = form.querySelector(".submit") ?? button?.parentElement ?? form;
  let told = place.querySelector(":scope > .said");
  if (!told) {
    told = document.createElement("span");
    told.className = "said";
    told.setAttribute("role", "status");
    place.append(told);
  }
  told.dataset.is = kind;
  told.textContent = words;
  clearTimeout(told.timer);
  if (kind !== "wrong") told.timer = setTimeout(() => told.remove(), STAYS);
};

const fieldsOf = (form, button) => {
  const fields = new URLSearchParams(new FormData(form, button));
  // A form that came by the stream knows no token; all forms of a page have the same.
  if (!fields.get("csrfmiddlewaretoken")) {
    fields.set("csrfmiddlewaretoken", document.querySelector('[name="csrfmiddlewaretoken"][value]')?.value ?? "");
  }
  return fields;
};

const send = async (form, button) => {
  const clears = form.dataset.inPlace === "clear";
  const answer = await fetch(form.action, {
    method: "POST",
    body: fieldsOf(form, button),
    headers: { "X-In-Place": "1", Accept: "application/json" },
    redirect: "manual",
  });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
    form.removeAttribute("data-in-place");
    form.requestSubmit(button ?? undefined);
    return;
  }
  const { said, problem } = await answer.json();
  if (problem) {
    say(form, button, problem, "wrong");
    return;
  }
  if (clears) {
    form.reset();
    for (const field of form.querySelectorAll("textarea, input:not([type=hidden])")) field.dispatchEvent(new Event("input", { bubbles: true }));
    form.querySelector("[data-problems]")?.remove();
  }
  if (said) say(form, button, said, "good");
};

const busy = new WeakSet();

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-in-place]") || event.defaultPrevented) return;
  event.preventDefault();
  if (busy.has(form)) return;
  busy.add(form);
  const button = event.submitter;
  try {
    await send(form, button);
  } catch {
    say(form, button, document.querySelector("[data-not-sent]")?.dataset.notSent ?? "", "wrong"); // what was typed still stands here
  } finally {
    busy.delete(form);
    setTimeout(() => button?.removeAttribute("aria-busy"));
  }
});
