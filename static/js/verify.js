/* Keyboard for the verification sheet: J and K walk the lines, M and T answer the line one stands on. */
(function () {
  "use strict";
  const lines = Array.from(document.querySelectorAll("[data-verify=line]"));
  if (!lines.length) return;
  let here = -1;

  // On a phone the frame is far above the name that is pressed: the file opens beside the page instead.
  if (window.matchMedia("(max-width: 39.99rem)").matches) {
    document.querySelectorAll("a[target=berkas]").forEach((link) => { link.target = "_blank"; link.rel = "noopener"; });
  }

  function go(index) {
    here = Math.min(Math.max(index, 0), lines.length - 1);
    lines[here].focus({ preventScroll: true });
    lines[here].scrollIntoView({ block: "center" });
    const link = lines[here].querySelector("a[data-verify=document]");
    const frame = document.querySelector("iframe[name=berkas]");
    if (link && frame && frame.src !== link.href) frame.src = link.href;
  }

  function answer(value) {
    const radio = lines[here] && lines[here].querySelector("input[type=radio][value=" + value + "]");
    if (!radio) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    if (value === "FAIL") {
      const reason = lines[here].querySelector("select");
      if (reason) reason.focus();
    } else {
      go(here + 1);
    }
  }

  document.addEventListener("focusin", (event) => {
    const line = event.target.closest("[data-verify=line]");
    if (line) here = lines.indexOf(line);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, select, input:not([type=radio])")) return;
    const act = { j: () => go(here + 1), k: () => go(here - 1), m: () => answer("PASS"), t: () => answer("FAIL") }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
