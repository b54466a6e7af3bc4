// Tickets at the door: a scanner that types sends the form by itself; the camera fills it in. Browsers that read no codes
// themselves (iPhones, Firefox) get a reader, loaded when the camera is asked for.
// What was scanned stays listed, newest first, so that nobody looks away to see who it was.
const field = document.querySelector("[data-scanned]");
const form = field.form;
const list = document.querySelector("[data-scanned-list]");
const KEPT = 12;
const AGAIN = 4000; // the same code, held before the camera a little longer, counts once

form.addEventListener("in-place:answered", ({ detail }) => {
  const row = document.createElement("li");
  row.dataset.is = detail.problem ? "wrong" : detail.waits ? "wait" : "good";
  row.textContent = detail.problem ?? detail.waits ?? detail.said;
  list.prepend(row);
  while (list.children.length > KEPT) list.lastElementChild.remove();
  field.value = "";
  field.focus();
});

const camera = document.querySelector("[data-camera]");
const [start, stop] = camera.querySelectorAll("button");
const video = camera.querySelector("video");
const told = camera.querySelector("[role=status]");
let stream = null;

const reader = async () => {
  const own = "BarcodeDetector" in globalThis && (await BarcodeDetector.getSupportedFormats().catch(() => []));
  if (own && own.includes("qr_code")) return new BarcodeDetector({ formats: ["qr_code"] });
  const read = await import("../vendor/qr-0.7.0/decode.js");
  return new read.BarcodeDetector({ formats: ["qr_code"] });
};

const watch = async (detector) => {
  let last = "";
  let at = 0;
  while (stream) {
    const found = await detector.detect(video).catch(() => []);
    const code = found[0]?.rawValue ?? "";
    if (code && (code !== last || Date.now() - at > AGAIN)) {
      [last, at] = [code, Date.now()];
      field.value = code;
      form.requestSubmit();
    }
    await new Promise((done) => setTimeout(done, 200));
  }
};

const close = () => {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.hidden = stop.hidden = true;
  start.hidden = false;
};

const open = async () => {
  let detector;
  try {
    detector = await reader();
  } catch {
    told.textContent = told.dataset.offline; // the line is lost
    return;
  }
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    told.textContent = told.dataset.refused;
    return;
  }
  told.textContent = "";
  video.srcObject = stream;
  await video.play();
  video.hidden = stop.hidden = false;
  start.hidden = true;
  watch(detector);
};
start.addEventListener("click", open);
stop.addEventListener("click", close);
addEventListener("pagehide", close);

if (navigator.mediaDevices) camera.hidden = false; // only over HTTPS, or on this machine
