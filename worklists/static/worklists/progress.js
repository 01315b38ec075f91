// Renews how far a bulk run is while the page is open; without it a link does.
(() => {
  "use strict";
  const place = document.getElementById("jalannya");
  async function renew() {
    const answer = await fetch(place.dataset.again);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("jalannya");
    if (!fresh.dataset.again) { location.reload(); return; }
    place.innerHTML = fresh.innerHTML;
    setTimeout(renew, 3000);
  }
  if (place && place.dataset.again) setTimeout(renew, 2000);
})();
