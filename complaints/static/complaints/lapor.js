/* Makes the pages pleasanter; every one of them works without it. */
(() => {
  const form = document.querySelector("form[data-keep]");

  // leaving quickly also takes this page out of the way back
  for (const exit of document.querySelectorAll("[data-exit]"))
    exit.addEventListener("click", (event) => { event.preventDefault(); location.replace(exit.href); });

  // names while one types
  let asked = 0;
  for (const input of document.querySelectorAll("[data-suggest]"))
    input.addEventListener("input", () => {
      clearTimeout(asked);
      if (input.value.trim().length < 3) return;
      asked = setTimeout(async () => {
        try {
          const answer = await fetch(input.dataset.suggest + "?q=" + encodeURIComponent(input.value));
          const names = (await answer.json()).items;
          input.list.replaceChildren(...names.map((name) => new Option("", name)));
        } catch { /* no suggestions today */ }
      }, 250);
    });

  // print and copy
  const print = document.querySelector("[data-print]");
  if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }

  // more than the server takes would end in a broken connection
  const MB = 1024 * 1024;
  for (const told of document.querySelectorAll("[data-much]")) {
    const input = told.parentElement.querySelector("input[type=file]");
    const much = () => {
      const sizes = [...input.files].map((file) => file.size);
      return sizes.length > 10 || Math.max(0, ...sizes) > 50 * MB || sizes.reduce((a, b) => a + b, 0) > 100 * MB;
    };
    input.addEventListener("change", () => { told.hidden = !much(); });
    input.form.addEventListener("submit", (event) => {
      if (!much()) return;
      event.preventDefault(); event.stopImmediatePropagation();
      told.scrollIntoView({ block: "center" });
    });
  }

  if (!form) return;

  // what is typed is kept on the server while one types; files wait for the button
  let timer = 0, saving = null, dirty = false;
  const clock = document.querySelector(".prog .soft");
  const lost = document.querySelector("[data-lost]");
  const told = (answer) => {
    lost.hidden = true;
    if (answer.status !== 204) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang === "en" ? "en-GB" : "id", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Jakarta" });
    clock.textContent = clock.dataset.saved.replace("{}", time + " WIB");
  };
  const keep = () => {
    const data = new FormData(form);
    for (const input of form.querySelectorAll("input[type=file]")) data.delete(input.name);
    data.set("simpan", "1");
    dirty = false;
    saving = fetch(form.action, { method: "POST", body: data, redirect: "manual", signal: AbortSignal.timeout?.(20000) })
      .then(told, () => { dirty = true; })
      .finally(() => { saving = null; });
    return saving;
  };
  form.addEventListener("input", () => { dirty = true; clearTimeout(timer); timer = setTimeout(keep, 2000); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && dirty && !saving) keep(); });

  // a save under way must not overtake what is sent, and a lost line must not lead to the browser's error page
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!dirty && !saving && navigator.onLine) return;
    event.preventDefault();
    await saving;
    if (dirty) await keep();
    if (dirty || !navigator.onLine) { lost.hidden = false; lost.scrollIntoView({ block: "center" }); }
    else form.requestSubmit(event.submitter);
  });
})();
