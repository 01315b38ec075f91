// One-letter keys for queues and files, a palette of what the page offers, and who else has the file open.
// Every key is also a button; keys can be switched off for an account in this browser.
(() => {
  "use strict";
  const bar = document.getElementById("pintasan");
  if (!bar) return;
  const palette = document.getElementById("perintah"), help = document.getElementById("bantuan");
  let rows = [...document.querySelectorAll("tr.it")];
  const store = "netral-pintasan-" + bar.dataset.account;
  const on = document.getElementById("pintasan-hidup"), field = document.getElementById("perintah-cari");
  let at = -1;

  const may = (name) => name in bar.dataset;
  const kept = () => { try { return localStorage.getItem(store) !== "off"; } catch { return true; } };
  const keep = (value) => { try { localStorage.setItem(store, value ? "on" : "off"); } catch { /* this page only */ } };

  function move(step) {
    rows = [...document.querySelectorAll("tr.it")]; // live news renew them
    if (!rows.length) return;
    if (rows[at]) rows[at].classList.remove("at");
    at = Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[at].classList.add("at");
    rows[at].querySelector(".t a").focus();
  }

  const link = () => rows[at] ? rows[at].querySelector(".t a") : null;
  const base = () => bar.dataset.base || (link() ? link().pathname : "");

  function assign() {
    if (may("assign") && base().startsWith("/petugas/perkara/")) location.assign(base() + "assign/");
  }

  function comment() {
    if (may("note") && base().startsWith("/petugas/perkara/")) location.assign(base() + "notes/");
    if (may("message") && base().startsWith("/petugas/laporan/")) location.assign(base() + "messages/");
  }

  function commands() {
    const seen = new Set(), found = [];
    document.querySelectorAll(".acts a[href], .qs a[href], .bar nav a[href], .tabs a[href]").forEach((a) => {
      const plain = a.cloneNode(true);
      plain.querySelectorAll(".n").forEach((figure) => figure.remove());
      const words = plain.textContent.trim().replace(/\s+/g, " ");
      if (!words || seen.has(a.href)) return;
      seen.add(a.href);
      found.push([words, a.href]);
    });
    return found;
  }

  function list() {
    const wanted = field.value.trim().toLowerCase();
    const fit = commands().filter(([words]) => words.toLowerCase().includes(wanted));
    palette.querySelector("ul").replaceChildren(...fit.slice(0, 12).map(([words, href]) => {
      const item = document.createElement("li"), a = document.createElement("a");
      a.href = href;
      a.textContent = words;
      item.append(a);
      return item;
    }));
    palette.querySelector(".none").hidden = fit.length > 0;
  }

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    Enter: () => { if (link()) link().click(); },
    a: assign,
    c: comment,
    s: () => location.assign("/petugas/cari/"),
    "/": () => { field.value = ""; list(); palette.showModal(); field.focus(); },
    "?": () => help.showModal(),
  };

  bar.hidden = false;
  on.checked = kept();
  on.addEventListener("change", () => keep(on.checked));
  field.addEventListener("input", list);
  field.addEventListener("keydown", (event) => {
    const first = palette.querySelector("ul a");
    if (event.key === "Enter" && first) { event.preventDefault(); first.click(); }
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-key]");
    if (button) acts[button.dataset.key]();
  });
  document.addEventListener("keydown", (event) => {
    if (!kept() || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select, button, a, summary, [contenteditable]") && event.key === "Enter") return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  });

  // how many rows are ticked
  const picked = document.querySelector("[data-picked]");
  document.addEventListener("change", (event) => {
    if (!picked || !event.target.matches("[name=pilih]")) return;
    event.target.closest("tr").classList.toggle("sel", event.target.checked);
    const number = document.querySelectorAll("[name=pilih]:checked").length;
    picked.textContent = number ? number + " " + picked.dataset.some : picked.dataset.none;
  });

  // who else has this open
  const place = document.getElementById("dilihat");
  async function tell() {
    if (document.hidden) return;
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    const answer = await fetch(place.dataset.src, { method: "POST", headers: { "X-CSRFToken": token ? token.value : "" } });
    if (!answer.ok) return;
    const words = (await answer.json()).words;
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }
  if (place) setInterval(() => tell().catch(() => {}), 15000);
})();
