// What happens elsewhere shows here. Elements with data-live="kind:key" follow that topic; one stream serves all tabs of a
// browser. The server's message is {id, topic, action, target, html}: the part with the id `target` is changed.
import { applyEvent } from "./live-apply.js";
import { LANGUAGE, Stream } from "./live-stream.js";

const LOCK = `groundswell-live-${LANGUAGE}`;

const topicsOf = () => new Set([...document.querySelectorAll("[data-live]")].flatMap((one) => one.dataset.live.split(/\s+/)));

// The number up to which this page, when it was made, had seen everything; 0 means from now on.
const numbers = [...document.querySelectorAll("[data-live-after]")].map((one) => Number(one.dataset.liveAfter));
let seen = numbers.length ? Math.min(...numbers) : 0;
const mine = topicsOf();

const tellState = (state) => {
  for (const element of document.querySelectorAll("[data-live-state]")) {
    element.textContent = element.dataset[state];
    element.dataset.is = state === "connected" ? "good" : "wait";
  }
};

const take = (event) => {
  if (!mine.has(event.topic) || event.id <= seen) return;
  seen = event.id;
  applyEvent(event);
};

// -- Alone: a browser that cannot share, or a stream that was refused for all tabs together -----------------------------
let alone = null;
const goAlone = () => {
  alone ??= new Stream({ onEvent: take, onState: tellState, onRefused: () => tellState("refused") });
  alone.follow(mine, seen);
};

// -- Together: the tab that was looked at last holds the stream and hands everything on ----------------------------------
const channel = "BroadcastChannel" in globalThis && navigator.locks ? new BroadcastChannel(LOCK) : null;
let leading = null;

const hand = (event) => {
  channel.postMessage({ kind: "event", event });
  take(event);
};

const lead = () => {
  const wanted = new Set(mine);
  let from = seen;
  leading = new Stream({
    onEvent: hand,
    onState: (state) => { channel.postMessage({ kind: "state", state }); tellState(state); },
    onRefused: () => { channel.postMessage({ kind: "refused" }); goAlone(); },
  });
  leading.hello = ({ topics, after }) => {
    const more = topics.some((topic) => !wanted.has(topic));
    for (const topic of topics) wanted.add(topic);
    if (more || after < leading.last) {
      from = Math.min(after || leading.last, leading.last || after);
      leading.follow(wanted, from);
    }
  };
  leading.follow(wanted, from);
  channel.postMessage({ kind: "leader" });
};

const held = () => new Promise(() => {}); // until the tab closes or another tab steals the lock

const stopLeading = () => {
  leading?.close();
  leading = null;
  channel.postMessage({ kind: "hello", topics: [...mine], after: seen });
  waitForTheLead();
};

// Every tab waits in line, so that when the leading one is closed the next one leads.
let inLine = false;
const waitForTheLead = () => {
  if (inLine || alone) return;
  inLine = true;
  const granted = () => {
    inLine = false;
    lead();
    return held();
  };
  navigator.locks.request(LOCK, granted).catch(stopLeading);
};

const takeTheLead = () => {
  if (leading || alone) return;
  const granted = () => {
    lead();
    return held();
  };
  navigator.locks.request(LOCK, { steal: true }, granted).catch(stopLeading);
};

if (channel) {
  channel.addEventListener("message", ({ data }) => {
    if (data.kind === "event") take(data.event);
    else if (data.kind === "state" && !leading) tellState(data.state);
    else if (data.kind === "refused") goAlone();
    else if (data.kind === "hello") leading?.hello(data);
    else if (data.kind === "leader") channel.postMessage({ kind: "hello", topics: [...mine], after: seen });
  });
  if (document.hidden) {
    channel.postMessage({ kind: "hello", topics: [...mine], after: seen });
    waitForTheLead();
  } else {
    takeTheLead();
  }
  document.addEventListener("visibilitychange", () => document.hidden || takeTheLead());
} else {
  goAlone();
}
