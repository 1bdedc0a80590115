// Passkeys: what the browser refuses is said beside the button, and a button that cannot work is not there.
"use strict";

(() => {
  const said = document.querySelector("[data-passkey]");
  const button = document.querySelector("#passkey_login, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate, #mfa_webauthn_add");
  if (!said || !button) return;
  if (!window.PublicKeyCredential) button.hidden = true;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    button.after(said);
    said.hidden = false;
  });
})();
