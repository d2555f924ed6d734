/* Small comforts on top of pages that work without any script. Everything is found by data-portal-* attributes. */
(function () {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // Bring the reader to the error summary after a refused form.
  function focusSummary() {
    const summary = document.querySelector("[data-portal-focus]");
    if (summary) summary.focus();
  }

  // A second press of the same button sends nothing twice; the server guards too.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-portal-resubmit")) return;
    if (form.dataset.portalSent) { event.preventDefault(); return; }
    form.dataset.portalSent = "1";
    all("button[type=submit]", form).forEach((button) => button.setAttribute("aria-disabled", "true"));
    setTimeout(() => release(form), 8000);
  });
  function release(form) {
    delete form.dataset.portalSent;
    all("button[type=submit]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  }
  window.addEventListener("pageshow", () => all("form[data-portal-sent]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });

  // Ticked rows: count them, and offer to tick the whole page.
  function countSelection(form) {
    const bar = form.querySelector("[data-portal-selection]");
    if (!bar) return;
    const boxes = all("input[data-portal-select]", form);
    const ticked = boxes.filter((box) => box.checked).length;
    const noun = bar.querySelector("[data-portal-noun]").textContent;
    bar.querySelector("[data-portal-count]").textContent = ticked ? ticked + " " + noun + " dipilih" : "Centang " + noun + " yang dipilih";
    const every = form.querySelector("input[data-portal-select-all]");
    if (every) {
      every.checked = ticked > 0 && ticked === boxes.length;
      every.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  }
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.form || !box.matches("input[data-portal-select], input[data-portal-select-all]")) return;
    if (box.hasAttribute("data-portal-select-all")) {
      all("input[data-portal-select]", box.form).forEach((each) => { each.checked = box.checked; });
    }
    countSelection(box.form);
  });

  // Running sum of weights or scores: <form data-portal-sum> fields marked data-portal-addend, result in data-portal-total.
  const decimals = (text) => Number(String(text).trim().replace(",", ".")) || 0;
  function addUp(form) {
    const place = form.querySelector("[data-portal-total]");
    if (!place) return;
    const sum = all("[data-portal-addend]", form).reduce((before, field) => before + decimals(field.value), 0);
    place.textContent = sum.toLocaleString("id-ID", { maximumFractionDigits: 2 });
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && event.target.hasAttribute("data-portal-addend")) addUp(form);
  });

  // Autosave sign: htmx saves the form, [data-portal-saved] in it says when.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form[data-portal-autosave]");
    const note = form && form.querySelector("[data-portal-saved]");
    if (!note) return;
    const clock = new Date();
    const words = String(clock.getHours()).padStart(2, "0") + "." + String(clock.getMinutes()).padStart(2, "0");
    note.textContent = event.detail.successful ? "Tersimpan " + words : "Belum tersimpan. Isian tetap ada di halaman ini; tekan tombol simpan.";
    note.classList.toggle("save-note-wrong", !event.detail.successful);
  });
  // The pressed button saves everything; an autosave that sets out after it would only make the page look overtaken.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest && event.target.closest("form[data-portal-autosave]");
    if (form && form.dataset.portalSent) event.preventDefault();
  });
  document.addEventListener("htmx:sendError", (event) => {
    const form = event.target.closest && event.target.closest("form[data-portal-autosave]");
    const note = form && form.querySelector("[data-portal-saved]");
    if (!note) return;
    note.textContent = "Sambungan terputus. Isian tetap ada di halaman ini dan disimpan saat sambungan kembali.";
    note.classList.add("save-note-wrong");
  });

  // By keyboard, only while the focus is inside [data-portal-keys], so that single letters never act by surprise: arrows or
  // J/K move through a list, Enter follows the link, other keys press what declares data-portal-key.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing && !(typing.type === "checkbox" || typing.type === "radio")) return;
    const region = event.target.closest("[data-portal-keys]");
    if (!region) return;
    const press = all("[data-portal-key]", region).find((each) => each.dataset.portalKey.toLowerCase() === event.key.toLowerCase());
    if (press) {
      event.preventDefault();
      if (press.matches("dialog, details")) press.open = !press.open;
      else if (press.matches("input[type=radio]")) { press.checked = true; press.focus(); press.dispatchEvent(new Event("change", { bubbles: true })); }
      else { press.focus(); press.click(); }
      return;
    }
    const step = { ArrowDown: 1, j: 1, J: 1, ArrowUp: -1, k: -1, K: -1 }[event.key];
    if (!step || (typing && event.key.startsWith("Arrow"))) return;
    const links = all(".row-link, [data-portal-row]", region);
    if (!links.length) return;
    const here = links.indexOf(document.activeElement);
    const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });

  // How much of a file has been sent, for forms that htmx sends.
  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector && event.target.querySelector("progress[data-portal-progress]");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.max = event.detail.total;
    bar.value = event.detail.loaded;
  });

  // Copy buttons: <button data-portal-copy="#id">; hidden until this script runs.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-portal-copy]");
    const source = button && document.querySelector(button.dataset.portalCopy);
    if (!source || !navigator.clipboard) return;
    navigator.clipboard.writeText(source.value || source.textContent.trim()).then(() => { button.textContent = "Tersalin"; });
  });

  // Time left: the server counted, the page only subtracts what has passed since, so a wrong clock at home changes nothing.
  const loaded = performance.now();
  // Whatever a script of the page asks the portal for keeps the session going, as a page does.
  let answered = loaded;
  function note(list) {
    if (list.getEntries().some((each) => /^(fetch|xmlhttprequest)$/.test(each.initiatorType) && each.responseStatus !== 0)) answered = performance.now();
  }
  if (window.PerformanceObserver) new PerformanceObserver(note).observe({ type: "resource" });
  function words(seconds) {
    const minutes = Math.floor(seconds / 60);
    if (minutes >= 2880) return Math.floor(minutes / 1440) + " hari lagi";
    if (minutes >= 1440) return "1 hari " + (Math.floor(minutes / 60) - 24) + " jam lagi";
    if (minutes >= 60) return Math.floor(minutes / 60) + " jam " + (minutes % 60) + " menit lagi";
    return minutes ? minutes + " menit lagi" : "kurang dari 1 menit lagi";
  }
  function countDown() {
    const passed = (performance.now() - loaded) / 1000;
    all("[data-portal-seconds]").forEach((place) => {
      const given = Number(place.dataset.portalSeconds);
      if (given) place.textContent = given > passed ? words(given - passed) : "sudah lewat";
    });
    const session = Number(document.body.dataset.portalSession);
    const idle = Number(document.body.dataset.portalIdle);
    const notice = document.querySelector("[data-portal-session-notice]");
    if (session && notice) notice.hidden = Math.min(session - passed, idle - (performance.now() - answered) / 1000) > 300;
  }

  // Print buttons and the like are only of use with script.
  function begin(root) {
    all("[data-portal-script]", root).forEach((each) => { each.hidden = false; });
    all("form", root).forEach((form) => { countSelection(form); addUp(form); });
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-portal-print]")) window.print();
  });
  // Escape or a followed link closes the menu sheet of the phone.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#menu") location.hash = "#isi";
  });

  begin(document);
  focusSummary();
  countDown();
  setInterval(countDown, 30000);
  document.addEventListener("htmx:afterSwap", () => { begin(document); focusSummary(); });
})();
