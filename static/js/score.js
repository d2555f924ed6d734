/* Score sheet: Ctrl+Enter hands the sheet in and goes on; an autosave never overtakes a sent form. Everything works without it. */
(function () {
  "use strict";
  const SHEET = "form[data-portal-sheet]";
  let saving = false;
  let held = null;
  const sheetOf = (event) => event.target.closest && event.target.closest(SHEET);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = sheetOf(event) || document.querySelector(SHEET);
    const button = form && form.querySelector("[data-portal-submit-next]");
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  });

  // While an autosave is under way its new version is not in the form yet: wait for it, then send.
  document.addEventListener("submit", (event) => {
    if (!saving || !event.target.matches(SHEET)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { form: event.target, button: event.submitter };
  }, true);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = sheetOf(event);
    if (!form) return;
    if (form.dataset.portalSent) event.preventDefault();
    else saving = true;
  });
  document.addEventListener("htmx:afterSettle", release);
  ["htmx:afterRequest", "htmx:sendError"].forEach((name) => document.addEventListener(name, (event) => {
    if (sheetOf(event)) setTimeout(release, 50);
  }));
  function release() {
    saving = false;
    if (!held) return;
    const { form, button } = held;
    held = null;
    form.requestSubmit(button);
  }
})();
