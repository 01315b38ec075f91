/* Marks by pointer and keyboard. The form's hidden field holds them all; without this script the buttons do the same. */
(() => {
  "use strict";
  const form = document.querySelector("[data-marking]");
  const sheets = document.querySelectorAll("svg[data-page]");
  if (!form || !sheets.length) return;
  const NS = "http://www.w3.org/2000/svg";
  const field = form.elements.marks;
  const count = form.querySelector("[data-count]");
  const SIDES = ["left", "top", "right", "bottom"];
  const STEP = 0.005, LEAST = 0.006;
  let marks = JSON.parse(field.value || "[]");

  const limit = (value) => Math.min(Math.max(value, 0), 1);
  const size = (svg) => svg.viewBox.baseVal;

  function save() {
    field.value = JSON.stringify(marks);
    count.textContent = count.dataset.words.replace("{}", marks.length);
  }

  function place(rect, mark, svg) {
    const { width, height } = size(svg);
    rect.setAttribute("x", mark.left * width);
    rect.setAttribute("y", mark.top * height);
    rect.setAttribute("width", (mark.right - mark.left) * width);
    rect.setAttribute("height", (mark.bottom - mark.top) * height);
  }

  function show(mark, svg) {
    const rect = document.createElementNS(NS, "rect");
    rect.setAttribute("class", "burnt");
    rect.setAttribute("tabindex", "0");
    rect.setAttribute("role", "button");
    rect.setAttribute("aria-label", svg.dataset.box);
    place(rect, mark, svg);
    rect.addEventListener("keydown", (event) => key(event, rect, mark, svg));
    svg.append(rect);
    return rect;
  }

  function key(event, rect, mark, svg) {
    const way = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (way) {
      event.preventDefault();
      move(mark, way[0], way[1], event.shiftKey);
      place(rect, mark, svg);
      save();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      marks = marks.filter((other) => other !== mark);
      rect.remove();
      save();
    }
  }

  function move(mark, x, y, resize) {
    if (resize) {
      mark.right = limit(Math.max(mark.right + x, mark.left + LEAST));
      mark.bottom = limit(Math.max(mark.bottom + y, mark.top + LEAST));
      return;
    }
    const dx = Math.min(Math.max(x, -mark.left), 1 - mark.right);
    const dy = Math.min(Math.max(y, -mark.top), 1 - mark.bottom);
    mark.left += dx; mark.right += dx; mark.top += dy; mark.bottom += dy;
  }

  function at(event, svg) {
    const box = svg.getBoundingClientRect();
    return [limit((event.clientX - box.left) / box.width), limit((event.clientY - box.top) / box.height)];
  }

  function begin(event, svg) {
    if (event.button !== 0) return;
    const held = event.target.closest("rect.burnt");
    const mark = held && held.netral;
    let [x, y] = at(event, svg);
    const fresh = mark || { page: Number(svg.dataset.page), left: x, top: y, right: x, bottom: y };
    const rect = held || show(fresh, svg);
    rect.netral = fresh;
    event.preventDefault();
    rect.focus();
    svg.setPointerCapture(event.pointerId);
    const start = [x, y];
    const drag = (moved) => {
      const [nx, ny] = at(moved, svg);
      if (mark) { move(mark, nx - x, ny - y, false); [x, y] = [nx, ny]; }
      else Object.assign(fresh, { left: Math.min(start[0], nx), right: Math.max(start[0], nx), top: Math.min(start[1], ny), bottom: Math.max(start[1], ny) });
      place(rect, fresh, svg);
    };
    const end = () => {
      svg.removeEventListener("pointermove", drag);
      if (!mark) {
        if (fresh.right - fresh.left < LEAST || fresh.bottom - fresh.top < LEAST) rect.remove();
        else marks.push(fresh);
      }
      save();
    };
    svg.addEventListener("pointermove", drag);
    svg.addEventListener("pointerup", end, { once: true });
    svg.addEventListener("pointercancel", end, { once: true });
  }

  sheets.forEach((svg) => {
    svg.classList.add("live");
    svg.querySelectorAll("rect").forEach((drawn) => drawn.remove());
    const page = Number(svg.dataset.page);
    for (const mark of marks) if (mark.page === page) show(mark, svg).netral = mark;
    svg.addEventListener("pointerdown", (event) => begin(event, svg));
    const add = document.querySelector(`[data-add="${page}"]`);
    if (add) add.addEventListener("click", () => {
      const mark = { page, left: 0.35, top: 0.45, right: 0.65, bottom: 0.5 };
      marks.push(mark);
      const rect = show(mark, svg);
      rect.netral = mark;
      save();
      rect.focus();
      rect.scrollIntoView({ block: "center" });
    });
  });
  document.querySelectorAll("[data-script]").forEach((element) => { element.hidden = false; });
  document.querySelectorAll(".marks").forEach((list) => list.remove());  // the boxes themselves are the list now
})();
