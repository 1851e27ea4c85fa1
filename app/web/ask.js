export default function ({ parentElement, data, setTriggerValue }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  const known = root.querySelector("input");
  if (known && data.question !== root.dataset.asked) known.value = data.question; // else the page ran again: what is being typed stays
  root.dataset.asked = data.question;
  if (known) return focusing(root, known);
  let options = [];
  let chosen = -1;
  let waiting = null;

  const field = element("input", { type: "search", id: "question", autocomplete: "off", enterkeyhint: "search", role: "combobox", maxlength: "4000",
    "aria-expanded": "false", "aria-controls": "suggestions", "aria-autocomplete": "list", placeholder: _("Gõ câu hỏi, có dấu hoặc không dấu"), lang: "vi" });
  field.value = data.question;
  const list = element("ul", { id: "suggestions", role: "listbox", "aria-label": _("Gợi ý"), hidden: "" });
  const form = element("form", { class: "ask", role: "search" },
    element("label", { for: "question" }, _("Câu hỏi")),
    element("div", { class: "line" }, element("div", { class: "field" }, field, list), element("button", { type: "submit" }, _("Tìm"))));

  function close() {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    chosen = at;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  function ask(question) {
    clearTimeout(waiting);
    waiting = null;
    field.value = question;
    close();
    root.dataset.asked = question;
    setTriggerValue("asked", question);
  }

  async function suggest() {
    const typed = field.value.trim();
    const found = typed.length < 2 ? [] : await fetched("suggest", { q: typed });
    if (waiting === null || field.value.trim() !== typed) return; // asked or typed on meanwhile
    options = (found ?? []).map(({ text, kind }, at) => {
      const option = element("li", { role: "option", id: `suggestion-${at}`, "aria-selected": "false" }, element("span", { lang: "vi" }, text), element("span", { class: "kind" }, kind));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); ask(text); });
      return option;
    });
    list.replaceChildren(...options);
    chosen = -1;
    list.hidden = !options.length;
    field.setAttribute("aria-expanded", String(options.length > 0));
  }

  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(suggest, 120); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    if (list.hidden || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    event.stopPropagation(); // the arrows move among the suggestions, not among the answers
    const step = event.key === "ArrowDown" ? 1 : -1;
    const places = options.length + 1; // the last one is the field itself
    const next = (chosen + step + places) % places;
    choose(next === options.length ? -1 : next);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(chosen >= 0 ? options[chosen].firstChild.textContent : field.value.trim());
  });
  root.replaceChildren(form);
  if (!data.question && window.matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });

  return focusing(root, field);
}

// `/` leads to the field from anywhere on the page, for as long as the component is shown.
function focusing(root, field) {
  root.keys?.abort();
  root.keys = new AbortController();
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing()) return;
    event.preventDefault();
    field.focus();
    field.select();
  }, { signal: root.keys.signal });
  return () => root.keys.abort();
}
