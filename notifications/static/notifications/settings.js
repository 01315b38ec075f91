// On the settings page: asks the browser for desktop notices when they are wanted, and plays the tone once.
(() => {
  "use strict";
  const box = document.getElementById("id_desktop"), hint = document.getElementById("izin");
  const button = document.getElementById("coba");
  function say() {
    const denied = !("Notification" in window) || Notification.permission === "denied";
    hint.textContent = denied ? hint.dataset.denied : hint.dataset.ask;
    hint.hidden = !box.checked || (!denied && Notification.permission === "granted");
  }
  box.addEventListener("change", () => {
    say();
    if (box.checked && "Notification" in window) Notification.requestPermission().then(say);
  });
  button.hidden = false;
  button.addEventListener("click", () => window.netral.tone());
  say();
})();
