/* Sends files piece by piece (tus 1.0) and goes on where a broken line stopped it. Without it the form sends them whole. */
(() => {
  const KB = 1024, SMALLEST = 256 * KB, LARGEST = 1024 * KB, LONGEST_WAIT = 30, TUS = { "Tus-Resumable": "1.0.0" };
  const pause = (seconds) => new Promise((done) => {
    setTimeout(done, seconds * 1000);
    addEventListener("online", done, { once: true });
  });
  const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  for (const input of document.querySelectorAll("input[data-pieces]")) {
    const form = input.form, list = form.querySelector("[data-arriving]"), said = form.querySelector("[data-said]");
    const box = form.querySelector("[data-shrink]"), texts = list.dataset;
    const size = (bytes) => (bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    let queue = Promise.resolve(), going = 0, failed = 0, waiting = null;
    form.querySelector("[data-much]")?.remove();
    if (box) box.hidden = false;

    const ask = (url, method, headers, body, seconds = 120) => fetch(url, {
      method, body, redirect: "manual", signal: AbortSignal.timeout?.(seconds * 1000),
      headers: { ...TUS, ...headers, "X-CSRFToken": form.csrfmiddlewaretoken.value },
    });

    // a smaller copy of a photo, when asked for: the original says more, but a slow line may never bring it
    const fitted = async (file) => {
      if (!box?.querySelector(":checked") || !/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < LARGEST) return file;
      try {
        const picture = await createImageBitmap(file), canvas = document.createElement("canvas");
        const scale = Math.min(1, 2000 / Math.max(picture.width, picture.height));
        canvas.width = picture.width * scale; canvas.height = picture.height * scale;
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        const copy = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
        return copy.size < file.size ? new File([copy], file.name.replace(/\.\w+$/, "") + ".jpg", { lastModified: file.lastModified }) : file;
      } catch { return file; }
    };

    const row = (file) => {
      const item = document.createElement("li"), name = document.createElement("span"), told = document.createElement("span");
      const bar = document.createElement("progress"), stop = document.createElement("button");
      name.dir = "auto"; name.textContent = file.name;
      told.className = "soft"; bar.value = 0; bar.setAttribute("aria-label", file.name);
      stop.type = "button"; stop.className = "plain link"; stop.textContent = texts.stop;
      item.append(name, told, bar, stop);
      list.append(item); list.hidden = false;
      const shown = { item, bar, stop, tell: (text) => { told.textContent = text; } };
      stop.onclick = () => { shown.stopped = true; item.remove(); };
      return shown;
    };

    const send = async (file, shown) => {
      const mark = ["berkas", location.pathname, file.name, file.size, file.lastModified].join("/");
      let url = sessionStorage.getItem(mark), offset = -1, step = SMALLEST, wait = 1, quarter = 0;
      const drop = () => { sessionStorage.removeItem(mark); url = null; offset = -1; };
      document.querySelector(`[data-piece="${url}"]`)?.remove();
      shown.bar.max = file.size;
      shown.stop.onclick = () => {
        shown.stopped = true; shown.item.remove();
        if (url) ask(url, "DELETE").catch(() => {});
        drop();
      };
      while (offset < file.size && !shown.stopped) {
        let answer = null;
        const begun = performance.now();
        try {
          if (!url) answer = await ask(input.dataset.pieces || form.action, "POST", { "Upload-Length": file.size, "Upload-Metadata": "filename " + encoded(file.name) });
          else if (offset < 0) answer = await ask(url, "HEAD", {}, null, 30);
          else answer = await ask(url, "PATCH", { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" }, file.slice(offset, offset + step));
        } catch { /* the line broke: ask again where it stopped */ }
        if (shown.stopped) { const late = answer?.headers.get("Location"); if (late) ask(late, "DELETE").catch(() => {}); return true; }
        if (answer?.ok) {
          const took = performance.now() - begun;
          if (offset >= 0) step = took < 1500 ? Math.min(step * 2, LARGEST) : took > 6000 ? Math.max(step / 2, SMALLEST) : step;
          url = answer.headers.get("Location") || url;
          sessionStorage.setItem(mark, url);
          offset = Number(answer.headers.get("Upload-Offset")); wait = 1;
          shown.bar.value = offset;
          shown.tell(texts.going.replace("{}", size(offset)).replace("{}", size(file.size)));
          const now = Math.floor(4 * offset / file.size);
          if (now > quarter && now < 4) said.textContent = `${file.name}: ${now * 25} %`;
          quarter = now;
        } else if (answer?.status === 404 && url) drop();
        else if (answer?.status === 409) offset = Number(answer.headers.get("Upload-Offset"));
        else if (!answer || [423, 429].includes(answer.status) && answer.headers.has("Retry-After") || answer.status === 423 || answer.status >= 500 && answer.status !== 503) {
          shown.tell(texts.waits); if (wait === 1) said.textContent = `${file.name}: ${texts.waits}`;
          offset = -1;
          await pause(wait); wait = Math.min(wait * 2, LONGEST_WAIT);
        } else {
          drop();
          const reason = (await answer.json().catch(() => ({}))).detail || texts.failed;
          shown.tell(reason); shown.item.className = "em"; shown.bar.remove(); shown.stop.remove();
          said.textContent = `${file.name}: ${reason}`;
          return false;
        }
      }
      drop();
      if (!shown.stopped) { shown.tell(texts.done); shown.bar.remove(); shown.stop.remove(); said.textContent = `${file.name}: ${texts.done}`; }
      return true;
    };

    const arrived = (well) => {
      going -= 1; failed += !well;
      if (going) return;
      if (waiting) { const submitter = waiting; waiting = null; if (!failed) form.requestSubmit(submitter.form ? submitter : undefined); }
      else if (texts.then && !failed) location.assign(texts.then);
      failed = 0;
    };

    input.addEventListener("change", () => {
      for (const file of input.files) {
        going += 1;
        const shown = row(file);
        queue = queue.then(() => fitted(file)).then((fit) => send(fit, shown)).catch(() => false).then(arrived);
      }
      setTimeout(() => { input.value = ""; });
    });

    // what is still on its way is waited for; pressed again, it can be sent later
    form.addEventListener("submit", (event) => {
      if (!going || waiting) return;
      event.preventDefault(); event.stopImmediatePropagation();
      waiting = event.submitter || form;
      said.textContent = texts.patience; said.classList.remove("vh"); said.scrollIntoView({ block: "center" });
    }, true);
  }
})();
