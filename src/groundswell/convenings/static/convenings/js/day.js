// The room, the desk and a site's page follow what the stream changes: which session runs, how many ask, what may be taken
// off the wall.
const running = () => document.getElementById("room")?.dataset.session ?? "";

const showWhatRuns = () => {
  const session = running();
  const mode = document.getElementById("room")?.dataset.mode ?? "";
  for (const one of document.querySelectorAll("[data-in-mode]")) one.hidden = !one.dataset.inMode.split(" ").includes(mode);
  for (const one of document.querySelectorAll("[data-at-hand]")) one.hidden = one.dataset.atHand !== session;
  for (const one of document.querySelectorAll("[data-when-at-hand]")) {
    one.hidden = !one.parentElement.querySelector("[data-always], [data-at-hand]:not([hidden])");
  }
  const now = session && document.getElementById(`session-${session}`);
  if (now && !now.hasAttribute("aria-current")) {
    for (const one of now.parentElement.children) {
      one.removeAttribute("aria-current");
      if (one.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) one.dataset.past = "";
    }
    delete now.dataset.past;
    now.setAttribute("aria-current", "step");
  }
  showOwnSeats();
};

// One's table of the session that runs; else all of the day.
const showOwnSeats = () => {
  const seats = [...document.querySelectorAll("#own-seats [data-session]")];
  const now = seats.filter((seat) => seat.dataset.session === running());
  for (const seat of seats) seat.hidden = now.length > 0 && !now.includes(seat);
};

const countQuestions = () => {
  const total = document.getElementById("line")?.dataset.total ?? "";
  for (const one of document.querySelectorAll("[data-count-questions]")) one.textContent = total;
};

// -- The desk: what the same line and wall have more there ---------------------------------------------------------------
const offerQuestions = () => {
  const waiting = [...document.querySelectorAll("#line [data-waiting]")];
  for (const choice of document.querySelectorAll("select[data-questions]")) {
    const chosen = choice.value;
    choice.replaceChildren(
      ...waiting.map((one) => {
        const words = `${one.querySelector(".by b").textContent}: ${one.querySelector(".ask").textContent}`;
        return new Option(words.length > 80 ? `${words.slice(0, 79)}…` : words, one.dataset.waiting);
      }),
    );
    const kept = waiting.some((one) => one.dataset.waiting === chosen);
    if (kept) choice.value = chosen;
    else choice.selectedIndex = Math.min(Number(choice.dataset.questions), waiting.length - 1);
  }
  for (const form of document.querySelectorAll("[data-two-questions]")) form.hidden = waiting.length < 2;
};

const letTakeOff = () => {
  const button = document.getElementById("take-off");
  if (!button) return;
  document.querySelector("#wall > li.quiet")?.remove();
  for (const note of document.querySelectorAll("#wall > li[id]")) {
    if (note.querySelector('[form="hide-note"]')) continue;
    const own = button.content.cloneNode(true);
    own.querySelector("button").value = note.id.replace("note-", "");
    own.querySelector("[data-words]").textContent = note.querySelector("blockquote").textContent.slice(0, 40);
    note.append(own);
  }
};

// -- On a phone: which part of the page is looked at ----------------------------------------------------------------------
const tabs = new Map([...document.querySelectorAll(".live-tabs a")].map((tab) => [document.querySelector(tab.hash), tab]));
const inView = new Set();
const watch = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) isIntersecting ? inView.add(target) : inView.delete(target);
    const first = [...tabs.keys()].find((part) => inView.has(part));
    if (first) for (const [part, tab] of tabs) part === first ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current");
  },
  { rootMargin: "-64px 0px -40% 0px" },
);
for (const part of tabs.keys()) if (part) watch.observe(part);

const NEXT = { room: [showWhatRuns], line: [countQuestions, offerQuestions], wall: [letTakeOff], "own-seats": [showOwnSeats] };

document.addEventListener("live:done", ({ detail }) => {
  for (const act of NEXT[detail.target] ?? []) act();
});
showWhatRuns();
