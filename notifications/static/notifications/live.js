// Keeps the bell, the notice and the lists of an open page current: by socket, or by asking when a proxy blocks it.
(function () {
  "use strict";
  var bell = document.getElementById("lonceng"), main = document.getElementById("isi");
  if (!bell || !main) return;
  var data = bell.dataset, last = +data.last, socket = null, wait = 1, over = false, due = [], timer = 0;
  var region = document.createElement("div");
  region.className = "notices";
  region.setAttribute("role", "status");
  main.prepend(region);

  function count(unseen) {
    data.unseen = unseen;
    var figure = bell.querySelector("b");
    figure.textContent = unseen;
    figure.hidden = !unseen;
    document.title = (unseen ? "(" + unseen + ") " : "") + document.title.replace(/^\(\d+\) /, "");
  }

  function plate(item) {
    if (bell.pathname === location.pathname) return;
    var notice = document.getElementById("pelat").content.firstElementChild.cloneNode(true);
    notice.querySelector("p").textContent = item.text;
    notice.querySelector("a").href = item.url;
    notice.querySelector("a").setAttribute("aria-describedby", notice.querySelector("p").id = "kabar-" + item.id);
    region.replaceChildren(notice);
  }

  function redraw() {
    var lists = due;
    due = [];
    lists.forEach(function (list) {
      fetch(list.dataset.src, {credentials: "same-origin"}).then(function (answer) {
        return answer.ok ? answer.text() : Promise.reject();
      }).then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").getElementById(list.id);
        var old = document.getElementById(list.id);
        if (!fresh || !old) return;
        fresh.classList.add("fresh");
        if (!old.contains(document.activeElement)) old.replaceWith(fresh);
        else old.innerHTML = fresh.innerHTML;
      }).catch(function () {});
    });
  }

  function take(item) {
    if (item.id <= last) return;
    last = item.id;
    plate(item);
    document.querySelectorAll("[data-live]").forEach(function (list) {
      if (item.event.startsWith(list.dataset.live) && due.indexOf(list) < 0) due.push(list);
    });
    clearTimeout(timer);
    timer = setTimeout(redraw, 50);
  }

  function hear(message) {
    var item = JSON.parse(message.data);
    if (item.unseen !== undefined) count(item.unseen);
    if (item.id && !item.event.startsWith("system.")) {
      if (!item.seen_at && item.id > last) count(+data.unseen + 1);
      take(item);
    }
  }

  function status(open) {
    document.querySelectorAll("[data-on]").forEach(function (words) {
      words.textContent = open ? words.dataset.on : words.dataset.off;
    });
  }

  function connect() {
    if (over || socket) return;
    var address = location.origin.replace(/^http/, "ws") + "/ws/notifikasi/?after=" + last;
    socket = new WebSocket(address);
    socket.onopen = function () { wait = 1; status(true); };
    socket.onmessage = hear;
    socket.onclose = function () {
      socket = null;
      status(false);
      setTimeout(connect, 1000 * wait * (0.5 + Math.random()));
      wait = Math.min(2 * wait, 30);
    };
  }

  function ask() {
    if (over || (socket && socket.readyState === 1)) return;
    fetch(data.poll + "?after=" + last, {credentials: "same-origin"}).then(function (answer) {
      over = answer.status === 403;
      return answer.ok ? answer.json() : Promise.reject();
    }).then(function (news) {
      news.items.forEach(take);
      count(news.unseen);
    }).catch(function () {});
  }

  var page = document.querySelector("[data-subject]");
  if (page && +data.unseen) {
    var body = new URLSearchParams({subject: page.dataset.subject});
    fetch(data.see, {method: "POST", body: body, headers: {"X-CSRFToken": data.token}, credentials: "same-origin"})
      .then(function (answer) { return answer.json(); }).then(function (left) { count(left.unseen); }).catch(function () {});
  }
  window.addEventListener("online", connect);
  window.addEventListener("pageshow", connect);
  setInterval(ask, 15000);
  connect();
})();
