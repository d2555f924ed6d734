/* Score sheet. Ctrl+Enter keeps the draft and goes on; a reason is asked for only outside the middle; an autosave never
   overtakes a sent form, and stops when another page was faster. Everything works without this file. */
(function () {
  "use strict";
  const SHEET = "form[data-portal-sheet]";
  const region = document.querySelector(".sheet-keys");
  // Autosaves under way: htmx keeps one waiting while another runs, so the end of the first may be the start of the second.
  let saving = 0;
  let held = null;
  const sheetOf = (event) => event.target.closest && event.target.closest(SHEET);

  // The keys of the page work at once, but only inside it and never while somebody types (portal.js).
  if (region && (document.activeElement === document.body || !document.activeElement)) region.focus({ preventScroll: true });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = sheetOf(event) || document.querySelector(SHEET);
    const button = form && form.querySelector("[data-portal-save-next]");
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  });

  // A reason inside the middle is welcome but not needed: its field comes when the score leaves the middle.
  function unfold(block) {
    const score = block.querySelector("input[name^=score_]");
    const reason = block.querySelector(".criterion-reason");
    const words = reason.querySelector("textarea");
    const value = parseFloat(score.value.trim().replace(",", "."));
    const isMiddle = Number.isNaN(value) || (value >= Number(block.dataset.scoreLow) && value <= Number(block.dataset.scoreHigh));
    reason.hidden = isMiddle && !words.value.trim() && !words.hasAttribute("aria-invalid");
  }
  const blocks = () => document.querySelectorAll(".criterion");
  blocks().forEach(unfold);
  document.addEventListener("input", (event) => {
    const block = event.target.closest(".criterion");
    if (block && event.target.matches("input")) unfold(block);
  });

  // While an autosave is under way its new version is not in the form yet: wait for it, then send. What is sent carries
  // everything, so no further autosave sets out meanwhile.
  document.addEventListener("submit", (event) => {
    if (!saving || !event.target.matches(SHEET)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { form: event.target, button: event.submitter };
  }, true);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = sheetOf(event);
    if (!form || event.defaultPrevented) return;
    if (held || form.dataset.portalSent || form.dataset.portalOvertaken) event.preventDefault();
    else saving += 1;
  });
  // Another page saved first: show both versions, and let the person choose before anything more is sent.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = sheetOf(event);
    if (!form || event.detail.xhr.status !== 409) return;
    form.dataset.portalOvertaken = "1";
    event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!sheetOf(event)) return;
    saving = Math.max(0, saving - 1);
    // After the answer's version has been put into the form.
    setTimeout(release, 50);
  });
  function release() {
    if (saving || !held) return;
    const { form, button } = held;
    held = null;
    form.requestSubmit(button);
  }
})();
