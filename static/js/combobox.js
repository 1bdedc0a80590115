// A field with suggestions. <input role="combobox" data-options="/address/"> asks that address with ?q= and shows the
// answer (ui/_options.html) below; choosing fills the field with the option's data-value and, where data-into names
// another field of the form, that one with its data-more. Without a script the field takes the number as it is typed.
"use strict";

(() => {
  let timer = 0;
  let asked = 0;

  const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
  const options = (input) => [...(listOf(input)?.querySelectorAll("[role=option]") ?? [])];
  const chosen = (input) => options(input).find((option) => option.getAttribute("aria-selected") === "true");

  function close(input) {
    listOf(input)?.remove();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function point(input, option) {
    for (const each of options(input)) each.setAttribute("aria-selected", String(each === option));
    if (!option) return;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function show(input, html) {
    close(input);
    if (!html.trim() || document.activeElement !== input) return;
    const list = document.createElement("div");
    list.className = "options";
    list.id = `${input.id || input.name}-options`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.getAttribute("aria-label") ?? "");
    list.innerHTML = html;
    list.querySelectorAll("[role=option]").forEach((option, index) => { option.id = `${list.id}-${index}`; });
    // in the document, not in the cell: a scrolling table would cut it off
    document.body.append(list);
    const box = input.getBoundingClientRect();
    list.style.minInlineSize = `${Math.max(box.width, Math.min(340, innerWidth - 32))}px`;
    const below = innerHeight - box.bottom > 340 || box.top < 340;
    list.style.insetInlineStart = `${Math.max(8, Math.min(box.left + scrollX, scrollX + innerWidth - list.offsetWidth - 8))}px`;
    list.style.insetBlockStart = `${below ? box.bottom + scrollY + 4 : box.top + scrollY - list.offsetHeight - 4}px`;
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "true");
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) choose(input, option);
    });
  }

  function choose(input, option) {
    input.value = option.dataset.value;
    const into = input.dataset.into && input.form?.elements[input.dataset.into];
    if (into && option.dataset.more !== undefined) into.value = option.dataset.more;
    close(input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask(input) {
    const turn = ++asked;
    const address = new URL(input.dataset.options, location.href);
    address.searchParams.set("q", input.value);
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (turn === asked && answer.ok) show(input, await answer.text());
    } catch { close(input); }
  }

  document.addEventListener("input", (event) => {
    const input = event.target.closest?.("[data-options]");
    if (!input || !event.isTrusted) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(input), 150);
  });

  document.addEventListener("keydown", (event) => {
    const input = event.target.closest?.("[data-options]");
    if (!input) return;
    const all = options(input);
    const at = all.indexOf(chosen(input));
    if (event.key === "ArrowDown" && !all.length) { event.preventDefault(); ask(input); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      point(input, all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter" && all.length && (at >= 0 || input.closest("tr.open"))) {
      event.preventDefault(); // in an open line the first one stands for what was typed: it is not saved unseen
      event.stopPropagation();
      choose(input, all[Math.max(at, 0)]);
    }
    else if (event.key === "Escape" && all.length) { event.preventDefault(); event.stopPropagation(); close(input); }
    else if (event.key === "Tab" && at >= 0) choose(input, all[at]);
  }, true);

  document.addEventListener("focusout", (event) => { const input = event.target.closest?.("[data-options]"); if (input) close(input); });
})();
