"use strict";
// Without this script the page shows everything; with it the list of forms can be narrowed down.
(() => {
  const filter = document.getElementById("filter");
  const list = document.getElementById("forms");
  const told = document.getElementById("told");
  const forms = Array.from(list.querySelectorAll("article"), (node) => ({
    node, unit: node.closest(".unit"), text: "", verdict: node.dataset.v, kinds: node.dataset.s,
  }));
  const units = Array.from(list.querySelectorAll(".unit"));
  const all = ["e", "w", "i"];
  const textOf = (form) => {
    form.text ||= (form.unit.firstElementChild.textContent + " " + form.node.textContent).toLowerCase();
    return form.text;
  };
  const apply = () => {
    const words = filter.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdict = filter.verdict.value;
    const kinds = all.filter((kind) => filter[kind].checked);
    const live = new Set();
    let shown = 0;
    for (const kind of all) list.classList.toggle("no-" + kind, !kinds.includes(kind));
    for (const form of forms) {
      const fits = (!verdict || form.verdict === verdict)
        && (kinds.length === all.length || kinds.some((kind) => form.kinds.includes(kind)))
        && words.every((word) => textOf(form).includes(word));
      form.node.hidden = !fits;
      if (fits) { shown += 1; live.add(form.unit); }
    }
    for (const unit of units) unit.hidden = !live.has(unit);
    told.textContent = "显示" + shown + "张表，共" + forms.length + "张";
  };
  let waiting;
  filter.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  filter.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  filter.hidden = false;
  apply();
})();
