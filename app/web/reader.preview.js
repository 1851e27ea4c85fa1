// A small card with the citation and the first words of what a link opens, while the link has the pointer or the focus.
function preview(root) {
  const card = element("div", { class: "preview", role: "tooltip", id: "preview", lang: "vi", hidden: "" });
  const known = new Map();
  let link = null, waiting = null;

  function hide() {
    clearTimeout(waiting);
    link?.removeAttribute("aria-describedby");
    link = null;
    card.hidden = true;
  }

  async function show(over) {
    const id = over.dataset.opens;
    if (!known.has(id)) known.set(id, await fetched("preview", { clause: id }));
    const told = known.get(id);
    if (!told || link !== over) return;
    card.replaceChildren(element("strong", {}, told.citation), element("p", {}, told.text));
    card.hidden = false;
    over.setAttribute("aria-describedby", "preview");
    const box = over.getBoundingClientRect();
    card.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - card.offsetWidth - 8))}px`;
    card.style.top = `${box.bottom + card.offsetHeight + 8 > window.innerHeight && box.top > card.offsetHeight ? box.top - card.offsetHeight - 4 : box.bottom + 4}px`;
  }

  function begin(event, delay) {
    const over = event.target.closest?.("a[data-opens]");
    if (!over) return;
    if (over === link) { clearTimeout(waiting); if (card.hidden) show(over); return; }
    hide();
    link = over;
    waiting = setTimeout(() => show(over), delay);
  }

  root.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") begin(event, 250); });
  root.addEventListener("focusin", (event) => begin(event, 0));
  // The pointer may move onto the card, to select words there.
  root.addEventListener("pointerout", (event) => {
    if (link && event.target.closest("a[data-opens], .preview")) { clearTimeout(waiting); waiting = setTimeout(hide, 250); }
  });
  card.addEventListener("pointerenter", () => clearTimeout(waiting));
  root.addEventListener("focusout", hide);
  window.addEventListener("keydown", (event) => { if (event.key === "Escape" && !card.hidden) { event.stopPropagation(); hide(); } }, { capture: true });
  window.addEventListener("scroll", hide, { capture: true, passive: true });
  return card;
}
