// Passkeys: asks the browser for one and sends its answer in a plain form. Pages hide what this file does not show.

const toBytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain.padEnd(Math.ceil(plain.length / 4) * 4, "=")), (letter) => letter.charCodeAt(0));
};

const toText = (buffer) =>
  buffer ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") : null;

const known = (list = []) => list.map((one) => ({ ...one, id: toBytes(one.id) }));

const asJson = (made) => ({
  id: made.id,
  rawId: toText(made.rawId),
  type: made.type,
  authenticatorAttachment: made.authenticatorAttachment,
  clientExtensionResults: made.getClientExtensionResults(),
  response: {
    clientDataJSON: toText(made.response.clientDataJSON),
    attestationObject: toText(made.response.attestationObject) ?? undefined,
    transports: made.response.getTransports?.(),
    authenticatorData: toText(made.response.authenticatorData) ?? undefined,
    signature: toText(made.response.signature) ?? undefined,
    userHandle: toText(made.response.userHandle) ?? undefined,
  },
});

const ask = async (question) => {
  const key = question.publicKey;
  const publicKey = { ...key, challenge: toBytes(key.challenge), allowCredentials: known(key.allowCredentials) };
  return asJson(await navigator.credentials.get({ publicKey }));
};

const make = async (question) => {
  const key = question.publicKey;
  const publicKey = {
    ...key,
    challenge: toBytes(key.challenge),
    user: { ...key.user, id: toBytes(key.user.id) },
    excludeCredentials: known(key.excludeCredentials),
  };
  return asJson(await navigator.credentials.create({ publicKey }));
};

const tell = (around) => {
  const place = around.querySelector("[data-passkey-problem]");
  place.textContent = place.dataset.passkeyProblem;
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-passkey-sign-in]")) {
    form.hidden = false;
    form.querySelector("button").addEventListener("click", async () => {
      try {
        const question = await (await fetch(form.dataset.passkeySignIn, { headers: { Accept: "application/json" } })).json();
        form.elements.credential.value = JSON.stringify(await ask(question));
        form.submit();
      } catch {
        tell(form);
      }
    });
  }
  for (const around of document.querySelectorAll("[data-passkey-add]")) {
    const form = around.querySelector("form");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      try {
        form.elements.credential.value = JSON.stringify(await make(JSON.parse(around.dataset.passkeyAdd)));
        form.submit();
      } catch {
        tell(around);
      }
    }, { capture: true });
  }
}
