/* Compares a PDF with the digests of the genuine letter. The file is read here and never leaves this device. */
(() => {
  const place = document.querySelector("[data-sha256]");
  if (!place || !globalThis.crypto?.subtle) return; // old browsers and plain http: the page says how to do it by hand
  const input = place.querySelector("input[type=file]"), known = place.dataset.sha256.split(" ");
  const answers = [...place.querySelectorAll("[data-answer]")];
  const tell = (name) => answers.forEach((answer) => { answer.hidden = answer.dataset.answer !== name; });
  const compare = async (file) => {
    if (!file) return;
    tell("busy");
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
      const own = place.querySelector("[data-own]");
      own.textContent = hex;
      own.parentElement.hidden = false;
      tell(known.includes(hex) ? "same" : "other");
    } catch { tell("unread"); }
  };
  place.querySelector("[data-script]").hidden = false;
  input.addEventListener("change", () => compare(input.files[0]));
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => { event.preventDefault(); compare(event.dataTransfer.files[0]); });
})();
