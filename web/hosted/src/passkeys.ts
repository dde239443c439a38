/**
 * Passkeys on the pages where staff sign in. `<form data-passkey="/options">` with a field `credential` is sent
 * hidden; where the browser knows passkeys it is shown. Sending it asks the server what to sign, asks the person
 * to sign it, and sends the answer as the form.
 */

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  if (typeof PublicKeyCredential === "undefined" || !PublicKeyCredential.parseRequestOptionsFromJSON) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.ariaBusy !== "true") void prove(form);
  });
}

async function prove(form: HTMLFormElement): Promise<void> {
  const trouble = form.querySelector<HTMLElement>("[data-passkey-trouble]");
  const button = form.querySelector<HTMLButtonElement>("button");
  if (trouble) trouble.hidden = true;
  setBusy(form, button, true);
  try {
    const credential = await navigator.credentials.get({ publicKey: await wanted(form) });
    if (!(credential instanceof PublicKeyCredential)) throw new TypeError("no public key credential");
    (form.elements.namedItem("credential") as HTMLInputElement).value = JSON.stringify(credential.toJSON());
    // Not requestSubmit: that would ask again.
    form.submit();
  } catch {
    // The person changed their mind, the device is not there, or the page was open for too long: the same advice.
    setBusy(form, button, false);
    if (trouble) trouble.hidden = false;
  }
}

async function wanted(form: HTMLFormElement): Promise<PublicKeyCredentialRequestOptions> {
  const csrf = (form.elements.namedItem("csrf") as HTMLInputElement).value;
  const answer = await fetch(form.dataset["passkey"] ?? "", { method: "POST", body: new URLSearchParams({ csrf }) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const options: PublicKeyCredentialRequestOptionsJSON = await answer.json();
  return PublicKeyCredential.parseRequestOptionsFromJSON(options);
}

function setBusy(form: HTMLFormElement, button: HTMLButtonElement | null, busy: boolean): void {
  form.ariaBusy = busy ? "true" : null;
  if (button) button.ariaBusy = busy ? "true" : null;
}
