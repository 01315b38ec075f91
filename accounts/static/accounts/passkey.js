/* Passkeys: fetches the question, lets the browser answer it, sends the answer with the form. Without script the form stays hidden. */
(function () {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/") + "==".slice(0, (4 - (text.length % 4)) % 4));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); }).buffer;
  }

  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function read(question) {
    var asked = question.publicKey;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    (asked.excludeCredentials || []).concat(asked.allowCredentials || []).forEach(function (known) { known.id = bytes(known.id); });
    return { publicKey: asked };
  }

  function written(made) {
    var told = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (made.response[name]) told[name] = text(made.response[name]);
    });
    if (made.response.getTransports) told.transports = made.response.getTransports();
    return JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, response: told,
      clientExtensionResults: made.getClientExtensionResults()
    });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var verb = form.dataset.passkey, told = form.querySelector("[data-told]");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (told) told.hidden = true;
      fetch(form.dataset.question, { headers: { Accept: "application/json" }, credentials: "same-origin" })
        .then(function (answer) { if (!answer.ok) throw new Error(answer.status); return answer.json(); })
        .then(function (question) { return navigator.credentials[verb](read(question)); })
        .then(function (made) {
          form.elements[form.dataset.field || "credential"].value = written(made);
          form.submit();
        })
        .catch(function () { if (told) told.hidden = false; });
    });
  });
})();
