/* Looks again how far the worker is with a file, and shows the page anew once it is done. Without it, reloading does. */
(() => {
  "use strict";
  const PAUSE = 3000;

  async function look() {
    const shown = document.getElementById("langkah");
    if (!shown || !shown.dataset.going) return;
    if (document.hidden) return again();
    const answer = await fetch(shown.dataset.going, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = parsed.getElementById("langkah");
    if (!fresh) return;
    if (!fresh.dataset.going) return location.reload();
    if (fresh.innerHTML !== shown.innerHTML) shown.replaceWith(document.adoptNode(fresh));
    again();
  }

  function again() {
    setTimeout(() => look().catch(again), PAUSE);
  }

  again();
})();
