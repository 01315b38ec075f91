// Keeps the bell, the notice and the lists of an open page current: by socket, or by asking when a proxy blocks it.
(() => {
  "use strict";
  const bell = document.getElementById("lonceng"), main = document.getElementById("isi");
  if (!bell || !main) return;
  const data = bell.dataset, region = document.createElement("div");
  let last = +data.last, socket = null, wait = 1, over = false, due = [], timer = 0;
  region.className = "notices";
  region.setAttribute("role", "status");
  main.prepend(region);

  function count(unseen) {
    data.unseen = unseen;
    const figure = bell.querySelector("b");
    figure.textContent = unseen;
    figure.hidden = !unseen;
    document.title = (unseen ? "(" + unseen + ") " : "") + document.title.replace(/^\(\d+\) /, "");
  }

  function plate(item) {
    if (bell.pathname === location.pathname) return;
    const notice = document.getElementById("pelat").content.firstElementChild.cloneNode(true);
    const words = notice.querySelector("p"), link = notice.querySelector("a");
    words.textContent = item.text;
    words.id = "kabar-" + item.id;
    link.href = item.url;
    link.setAttribute("aria-describedby", words.id);
    region.replaceChildren(notice);
  }

  async function redraw(list) {
    const answer = await fetch(list.dataset.src);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(list.id);
    const old = document.getElementById(list.id);
    if (!fresh || !old || old.querySelector(":checked")) return;
    fresh.querySelectorAll("li > a, .t > a").forEach((a) => {
      if (!old.querySelector('[href="' + a.getAttribute("href") + '"]')) a.parentNode.classList.add("fresh");
    });
    if (old.contains(document.activeElement)) old.innerHTML = fresh.innerHTML;
    else old.replaceWith(fresh);
  }

  function take(item) {
    if (item.id <= last) return;
    last = item.id;
    if (netral.shown(item)) {
      plate(item);
      netral.tell(item);
    }
    document.querySelectorAll("[data-live]").forEach((list) => {
      if (item.event.startsWith(list.dataset.live) && !due.includes(list)) due.push(list);
    });
    clearTimeout(timer);
    timer = setTimeout(() => {
      due.forEach((list) => redraw(list).catch(() => {}));
      due = [];
    }, 50);
  }

  function hear(message) {
    const item = JSON.parse(message.data);
    if (item.unseen !== undefined) count(item.unseen);
    if (!item.id) return;
    if (!item.seen_at && item.id > last) count(+data.unseen + 1);
    take(item);
  }

  function status(open) {
    document.querySelectorAll("[data-on]").forEach((words) => {
      words.textContent = open ? words.dataset.on : words.dataset.off;
    });
  }

  function connect() {
    if (over || socket) return;
    socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/ws/notifikasi/?after=" + last);
    socket.onopen = () => { wait = 1; status(true); };
    socket.onmessage = hear;
    socket.onclose = () => {
      socket = null;
      status(false);
      setTimeout(connect, 1000 * wait * (0.5 + Math.random()));
      wait = Math.min(2 * wait, 30);
    };
  }

  async function ask() {
    if (over || (socket && socket.readyState === 1)) return;
    const answer = await fetch(data.poll + "?after=" + last);
    over = answer.status === 403;
    if (!answer.ok) return;
    const news = await answer.json();
    news.items.forEach(take);
    count(news.unseen);
  }

  async function see(subject) {
    const body = new URLSearchParams({subject}), headers = {"X-CSRFToken": data.token};
    count((await (await fetch(data.see, {method: "POST", body, headers})).json()).unseen);
  }

  const page = document.querySelector("[data-subject]");
  if (page && +data.unseen) see(page.dataset.subject).catch(() => {});
  addEventListener("online", connect);
  addEventListener("pageshow", connect);
  setInterval(() => ask().catch(() => {}), 15000);
  connect();
})();
