// The pages of the original beside the text, fetched when they come into view, with the boxes of the chosen clause.
function pagePanel(data) {
  const sheets = data.pages.map((ratio, at) => element("div", { class: "sheet", style: `aspect-ratio:${ratio}`, "data-page": at + 1 }));
  const list = element("div", { class: "sheets", tabindex: "0", role: "group", "aria-label": _("Các trang của bản gốc") },
    ...sheets.map((sheet, at) => element("figure", {}, element("figcaption", {}, _("Trang {n}").replace("{n}", `${at + 1}/${sheets.length}`)), sheet)));
  const zoom = element("button", { type: "button", "aria-pressed": "false" }, _("Phóng to"));
  const close = element("button", { type: "button", class: "narrow" }, _("Đóng"));
  const panel = element("aside", { class: "pages", "aria-label": _("Trang gốc") }, element("div", { class: "actions" }, element("strong", {}, _("Trang gốc")), zoom, close), list);
  const opener = element("button", { type: "button", class: "narrow", "aria-expanded": "false" }, _("Xem trang gốc"));
  let shown = null, large = false;

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) load(target);
  }, { root: list, rootMargin: "200px" });
  for (const sheet of sheets) seen.observe(sheet);

  function load(sheet) {
    const address = new URL(`page-image/${encodeURIComponent(data.document)}/${sheet.dataset.page}`, new URL("./", window.location.href.split(/[?#]/)[0]));
    address.search = new URLSearchParams({ width: large ? 2000 : 1240, v: data.version });
    if (sheet.dataset.source === address.href) return;
    sheet.dataset.source = address.href;
    const image = element("img", { src: address.href, alt: _("Ảnh trang {n} của bản gốc").replace("{n}", sheet.dataset.page), decoding: "async" });
    image.addEventListener("load", () => { sheet.querySelector("img, p")?.remove(); sheet.prepend(image); });
    image.addEventListener("error", () => {
      delete sheet.dataset.source;
      if (!sheet.querySelector("img, p")) sheet.prepend(element("p", {}, _("Không dựng được ảnh trang này; hãy xem bản gốc.")));
    });
  }

  // Draw the boxes of a clause and turn to the first of them.
  function show(facts) {
    shown = facts;
    for (const box of list.querySelectorAll(".box")) box.remove();
    for (const { page, sides: [left, top, width, height] } of facts.boxes) {
      sheets[page - 1]?.append(element("span", { class: "box", style: `left:${left}%;top:${top}%;width:${width}%;height:${height}%` }));
    }
    turn();
  }

  function turn() {
    const first = shown?.boxes[0];
    const sheet = sheets[(first?.page ?? shown?.page ?? 1) - 1];
    if (!sheet?.offsetHeight) return; // not on the screen
    list.scrollTop = sheet.offsetTop - list.offsetTop + (first ? first.sides[1] / 100 * sheet.offsetHeight - 0.2 * list.clientHeight : 0);
    list.scrollLeft = large && first ? first.sides[0] / 100 * sheet.offsetWidth - 16 : 0;
  }

  function toggle(open) {
    panel.classList.toggle("open", open);
    opener.setAttribute("aria-expanded", String(open));
    if (open) { turn(); close.focus(); } else opener.focus();
  }

  opener.addEventListener("click", () => toggle(true));
  close.addEventListener("click", () => toggle(false));
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape" && panel.classList.contains("open")) toggle(false); });
  zoom.addEventListener("click", () => {
    large = !large;
    zoom.textContent = large ? _("Thu nhỏ") : _("Phóng to");
    zoom.setAttribute("aria-pressed", String(large));
    list.classList.toggle("large", large);
    for (const sheet of sheets) { seen.unobserve(sheet); seen.observe(sheet); }
    turn();
  });
  new ResizeObserver(() => turn()).observe(list);
  return { element: panel, opener, show };
}
