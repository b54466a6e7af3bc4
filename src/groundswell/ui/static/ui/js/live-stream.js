// One connection to /live/: an event stream that resumes where it stopped, and looking every few seconds where no stream holds.
const POLL_EVERY = 5000;
const STREAM_AGAIN = 60_000;
const FAILURES = 3;
const SLEPT = 30_000;

// What comes is in the language of the page; pages in another language have a stream of their own.
export const LANGUAGE = document.documentElement.lang;

export class Stream {
  constructor({ onEvent, onState, onRefused }) {
    Object.assign(this, { onEvent, onState, onRefused });
    this.last = 0;
    this.failures = 0;
    this.wake = () => {
      if (document.hidden) this.hiddenAt = Date.now();
      // A phone that slept may hold a dead line without knowing it.
      else if (this.topics && Date.now() - (this.hiddenAt ?? Date.now()) > SLEPT) this.open();
    };
    this.online = () => this.topics && this.open();
    document.addEventListener("visibilitychange", this.wake);
    this.offline = () => this.onState("waiting");
    addEventListener("online", this.online);
    addEventListener("offline", this.offline);
  }

  follow(topics, after) {
    this.topics = [...topics].sort();
    this.last = after;
    this.open();
  }

  address(path) {
    const query = new URLSearchParams({ topics: this.topics.join(","), after: this.last || "", language: LANGUAGE });
    return `${path}?${query}`;
  }

  open() {
    this.stop();
    this.source = new EventSource(this.address("/live/"));
    this.source.onopen = () => {
      this.failures = 0;
      this.noStream = false;
      this.onState("connected");
    };
    this.source.onmessage = (message) => {
      const event = JSON.parse(message.data);
      this.take({ ...event, id: Number(message.lastEventId || event.id) });
    };
    this.source.onerror = () => {
      this.onState("waiting");
      this.failures += 1;
      // The browser tries again by itself unless it was refused.
      if (this.failures >= FAILURES || this.source.readyState === EventSource.CLOSED) this.poll();
    };
  }

  poll() {
    this.stop();
    this.again = setTimeout(() => this.open(), STREAM_AGAIN);
    const look = async () => {
      try {
        const response = await fetch(this.address("/live/poll/"), { headers: { Accept: "application/json" } });
        if (response.status === 404 || response.status === 403) {
          this.close();
          this.onRefused();
          return;
        }
        if (response.ok) {
          const { events, last } = await response.json();
          for (const event of events) this.take(event);
          this.last = Math.max(this.last, last);
          if (!this.noStream) {
            // The server is there again. Only if the stream fails once more is it the line that cannot hold one.
            this.noStream = true;
            this.failures = FAILURES - 1;
            this.open();
            return;
          }
          this.onState("looking");
        }
      } catch {
        this.onState("waiting");
      }
      this.timer = setTimeout(look, POLL_EVERY * (0.7 + 0.6 * Math.random()));
    };
    // Not all at once: after a restart every page of a room comes back.
    this.timer = setTimeout(look, 2000 * Math.random());
  }

  take(event) {
    this.last = Math.max(this.last, event.id);
    this.onEvent(event);
  }

  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.again);
    this.source?.close();
    this.source = null;
  }

  close() {
    this.stop();
    this.topics = null;
    document.removeEventListener("visibilitychange", this.wake);
    removeEventListener("online", this.online);
    removeEventListener("offline", this.offline);
  }
}
