// Nothing typed is lost. <form data-draft="/drafts/<form>/<thing>/"> is kept in the browser with every key and on the server
// a moment later; it survives a reload and a lost line. The server drops the draft when the form has been taken.
import { Memory, readForm, sameFields, writeForm } from "./draft-memory.js";
import { showClash } from "./draft-clash.js";

const SILENCE = 900;
const TRY_AGAIN = 15_000;
const SENT = "sent-draft";

const token = (form) => form.elements.namedItem("csrfmiddlewaretoken")?.value ?? "";
const clock = (iso) => new Date(iso ?? Date.now()).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });

class DraftedForm {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draft;
    this.memory = new Memory(this.url);
    this.state = form.querySelector("[data-draft-state]");
    this.empty = readForm(form);
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => event.defaultPrevented || this.leave());
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.pending && this.send(true));
    document.addEventListener("visibilitychange", () => document.hidden && this.pending && this.send(true));
  }

  get pending() {
    return this.memory.value.pending;
  }

  say(key, at, kind = "") {
    if (!this.state) return;
    this.state.textContent = (this.state.dataset[key] ?? "").replace("{time}", clock(at));
    this.state.dataset.is = kind;
  }

  async open(wasSent) {
    const here = this.memory.value;
    const there = await this.ask();
    if (this.form.querySelector("[data-problems]")) {
      // What came back with mistakes in it is the newest there is.
      this.memory.write({ version: there?.version ?? here.version, fields: readForm(this.form), pending: true });
      this.send();
    } else if (wasSent && there?.version === 0) {
      this.memory.clear();
    } else if (here.pending && here.fields) {
      writeForm(this.form, here.fields);
      this.send();
    } else if (!there) {
      this.say("offline", null, "wait");
    } else if (there.version > 0 && !sameFields(there.fields, this.empty)) {
      writeForm(this.form, there.fields);
      this.memory.write({ version: there.version, fields: there.fields, pending: false });
      this.say("saved", there.saved_at);
    } else {
      this.memory.write({ version: there.version, fields: null, pending: false });
    }
  }

  // The server's copy, {version: 0} where there is none, null where it cannot be asked.
  async ask() {
    try {
      const response = await fetch(this.url, { headers: { Accept: "application/json" } });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  typed() {
    if (this.gone) return;
    this.memory.write({ ...this.memory.value, fields: readForm(this.form), pending: true });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), SILENCE);
  }

  async send(last = false) {
    clearTimeout(this.timer);
    if (this.gone || !this.pending || this.clashed) return;
    if (this.sending && !last) {
      this.timer = setTimeout(() => this.send(), SILENCE);
      return;
    }
    const { version, fields } = this.memory.value;
    this.sending = new AbortController();
    try {
      const response = await fetch(this.url, {
        method: "PUT",
        keepalive: last,
        signal: this.sending.signal,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token(this.form) },
        body: JSON.stringify({ version, fields }),
      });
      if (response.status === 409) this.clash(await response.json());
      else if (response.ok) this.taken(await response.json(), fields);
      else this.say("kept", null, "wait");
    } catch {
      if (this.gone) return;
      this.say("offline", null, "wait");
      this.timer = setTimeout(() => this.send(), TRY_AGAIN);
    } finally {
      this.sending = null;
    }
  }

  taken(answer, fields) {
    const typedSince = !sameFields(fields, readForm(this.form));
    this.memory.write({ version: answer.version, fields: this.memory.value.fields, pending: typedSince });
    if (typedSince) this.timer = setTimeout(() => this.send(), SILENCE);
    else this.say("saved", answer.saved_at);
  }

  clash(there) {
    const here = readForm(this.form);
    if (sameFields(here, there.fields)) {
      this.taken(there, here);
      return;
    }
    this.clashed = true;
    this.say("clash", there.saved_at, "wait");
    showClash(this.form, here, there, clock(there.saved_at), (mine) => {
      this.clashed = false;
      if (!mine) writeForm(this.form, there.fields);
      this.memory.write({ version: there.version, fields: readForm(this.form), pending: mine });
      if (mine) this.send();
      else this.say("saved", there.saved_at);
    });
  }

  leave() {
    // The form itself is on its way: a draft that arrived after it would outlive it.
    this.gone = true;
    clearTimeout(this.timer);
    this.sending?.abort();
    this.memory.write({ ...this.memory.value, fields: readForm(this.form), pending: this.memory.value.version === 0 });
    sessionStorage.setItem(SENT, JSON.stringify({ url: this.url, version: this.memory.value.version }));
    // Still here after a while: the line failed, or another script kept the form back.
    setTimeout(() => { this.gone = false; this.typed(); }, 12_000);
  }
}

const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
const arrived = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";
if (sent && arrived === "navigate" && !document.querySelector("[data-error-page], [data-problems]")) {
  sessionStorage.removeItem(SENT);
  // The page after the form: the server has taken it, so the browser's copy can go.
  if (!document.querySelector(`form[data-draft="${CSS.escape(sent.url)}"]`)) new Memory(sent.url).clear();
}
for (const form of document.querySelectorAll("form[data-draft]")) {
  new DraftedForm(form).open(sent?.url === form.dataset.draft && arrived === "navigate");
}
