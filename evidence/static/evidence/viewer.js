/* Draws the boxes of what was looked for over the page pictures, and shows a picture as large as it is. */
(() => {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";

  function draw(figure, boxes) {
    const svg = document.createElementNS(NS, "svg");
    svg.setAttribute("class", "over");
    svg.setAttribute("viewBox", "0 0 1000 1000");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    for (const [left, top, right, bottom] of boxes) {
      const rect = document.createElementNS(NS, "rect");
      const sides = { x: left, y: top, width: right - left, height: bottom - top };
      for (const [name, value] of Object.entries(sides)) rect.setAttribute(name, value * 1000);
      svg.append(rect);
    }
    figure.querySelector("a").append(svg);
  }

  async function mark(figure) {
    const answer = await fetch(figure.dataset.boxes, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { boxes } = await answer.json();
    if (boxes && boxes.length) draw(figure, boxes);
  }

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      mark(target).catch(() => {});
    }
  }, { rootMargin: "600px" });
  document.querySelectorAll("[data-boxes]").forEach((figure) => seen.observe(figure));

  document.querySelectorAll(".sheet a").forEach((link) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const figure = link.closest(".sheet");
      const big = figure.classList.toggle("big");
      link.setAttribute("aria-expanded", String(big));
      figure.scrollIntoView({ block: "nearest" });
    });
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); link.click(); }
    });
  });
})();
