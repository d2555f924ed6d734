/* Passkeys: asks the browser for a credential when a button is pressed, and sends the form it belongs to.
   <form data-passkey='options as JSON'>, or data-passkey-from='address of the options', holds [data-passkey-ask] and a hidden field [data-passkey-answer]. */
(function () {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const list = (items) => (items || []).map((each) => ({ ...each, id: bytes(each.id) }));

  function wished(options) {
    const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
    if (asked.allowCredentials) asked.allowCredentials = list(asked.allowCredentials);
    if (asked.excludeCredentials) asked.excludeCredentials = list(asked.excludeCredentials);
    return asked;
  }

  function plain(credential) {
    const answer = credential.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer[part]) response[part] = text(answer[part]);
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  }

  async function optionsOf(form) {
    if (form.dataset.passkey) return JSON.parse(form.dataset.passkey);
    const answer = await fetch(form.dataset.passkeyFrom, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    return (await answer.json()).request_options;
  }

  for (const form of document.querySelectorAll("form[data-passkey], form[data-passkey-from]")) {
    const button = form.querySelector("[data-passkey-ask]");
    const told = form.querySelector("[data-passkey-told]");
    if (!button || !(form.dataset.passkey || form.dataset.passkeyFrom)) continue;
    if (!window.PublicKeyCredential || !navigator.credentials) {
      told.textContent = "Peramban ini tidak mendukung kunci sandi, atau halaman tidak dibuka lewat sambungan aman.";
      button.disabled = true;
      continue;
    }
    button.addEventListener("click", async () => {
      told.textContent = "";
      try {
        const options = await optionsOf(form);
        const publicKey = wished(options);
        const credential = publicKey.user
          ? await navigator.credentials.create({ publicKey })
          : await navigator.credentials.get({ publicKey });
        form.querySelector("[data-passkey-answer]").value = JSON.stringify(plain(credential));
        form.requestSubmit();
      } catch (error) {
        told.textContent = "Kunci sandi tidak jadi dipakai. Coba sekali lagi, atau masuk dengan cara lain.";
      }
    });
  }
})();
