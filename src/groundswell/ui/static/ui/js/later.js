// What could not be sent waits in the browser, in order, and goes when the line is back, also after a reload. Each carries
// the number of its form, so that the server takes it once, however often it arrives.
const KEY = "draft:later"; // signing out clears it with the drafts
const AGAIN = 8000;
const OLDEST = 20 * 3600 * 1000; // the room's door is shut by then

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]").filter((one) => Date.now() - one.at < OLDEST);
  } catch {
    return [];
  }
};

const write = (rows) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(rows));
    return true;
  } catch {
    return false; // a browser that keeps nothing: what was typed stays in the form
  }
};

let timer = 0;
let trying = false;

// `post(url, body)` answers what became of it; `tell(one, answer)` shows it. Only what this page's forms send is sent here.
export const begin = (post, tell) => {
  const mine = (one) => [...document.forms].some((form) => form.action === one.url);
  const flush = async () => {
    if (trying) return;
    trying = true;
    clearTimeout(timer);
    try {
      for (const one of read().filter(mine)) {
        const answer = await post(one.url, new URLSearchParams(one.body));
        if (!answer.json || answer.status === 429) break; // not let in now, or too many at once: it waits on
        write(read().filter((other) => other.id !== one.id));
        tell(one, answer.json);
      }
    } catch {
      // Still no line.
    }
    trying = false;
    if (read().some(mine)) timer = setTimeout(flush, AGAIN);
  };
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  flush();
  return (url, body) => {
    const kept = write([...read(), { id: `${Date.now()}-${Math.random()}`, at: Date.now(), url, body: body.toString() }]);
    clearTimeout(timer);
    timer = setTimeout(flush, AGAIN);
    return kept;
  };
};
