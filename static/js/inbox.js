/* Keys of the inbox and the decision page. Nothing here is needed: every key does what a link or a button does too.
   Single letters never act while somebody types, and can be switched off (WCAG 2.1.4). */
(function () {
  "use strict";
  const OFF = "asn-tombol-pintas";
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const dialog = document.querySelector("[data-inbox-dialog]");
  const form = document.querySelector("form[data-inbox-sheet]");
  const isOff = () => { try { return localStorage.getItem(OFF) === "mati"; } catch (error) { return false; } };
  const rows = () => all("[data-inbox-row]");

  function isTyping(target) {
    const field = target.closest && target.closest("input, textarea, select, [contenteditable]");
    return Boolean(field) && !["radio", "checkbox", "submit", "button"].includes(field.type);
  }

  function move(step) {
    const links = rows();
    if (!links.length) return false;
    const here = links.indexOf(document.activeElement);
    const next = links[here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + step, 0), links.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  // In the list the key opens the sheet with that verdict chosen; on the sheet it chooses, and asks for the note it needs.
  function choose(letter) {
    if (form) {
      const radio = all("[data-inbox-key]").find((each) => each.dataset.inboxKey === letter);
      if (!radio) return false;
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
      lead(radio);
      return true;
    }
    const row = document.activeElement;
    if (!row || !row.hasAttribute("data-inbox-decides")) return false;
    location.assign(row.getAttribute("href") + "?putusan=" + letter);
    return true;
  }

  // Where the hand goes next: the note a return or a rejection needs, then the code, then the radio, whose Enter sends.
  function lead(radio) {
    const note = form.querySelector("textarea[name=note]");
    const code = form.querySelector("input[name=code]");
    const target = radio.dataset.inboxKey !== "A" && note && !note.value ? note : code || radio;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }

  function toggleHelp() {
    if (!dialog) return;
    if (dialog.open) dialog.close(); else dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && (event.target.form === form || form.contains(event.target))) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]:not([name])"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (dialog && dialog.open) {
      if (event.key === "?") { event.preventDefault(); toggleHelp(); }
      return;
    }
    if (isOff()) return;
    const radio = event.target.type === "radio";
    const letter = event.key.toUpperCase();
    let done = false;
    if (event.key === "ArrowDown" && !radio) done = move(1);
    else if (event.key === "ArrowUp" && !radio) done = move(-1);
    else if (["A", "K", "T"].includes(letter)) done = choose(letter);
    else if (event.key === "?") { toggleHelp(); done = true; }
    if (done) event.preventDefault();
  });

  all("[data-inbox-help]").forEach((button) => button.addEventListener("click", toggleHelp));
  const toggle = document.querySelector("[data-inbox-toggle]");
  function nameToggle() {
    toggle.textContent = isOff() ? "Nyalakan tombol pintas" : "Matikan tombol pintas";
    toggle.setAttribute("aria-pressed", String(isOff()));
  }
  if (toggle) {
    nameToggle();
    toggle.addEventListener("click", () => {
      try { localStorage.setItem(OFF, isOff() ? "nyala" : "mati"); } catch (error) { /* a browser without storage keeps them on */ }
      nameToggle();
    });
  }

  // Back from a decision: go on with the next row. A sheet opened by a key: go on where the key leads.
  if (!form && document.querySelector(".flash") && rows().length) rows()[0].focus();
  if (form && new URLSearchParams(location.search).has("putusan") && !document.querySelector("[data-portal-focus]")) {
    const chosen = all("[data-inbox-key]").find((each) => each.checked);
    if (chosen) lead(chosen);
  }
})();
