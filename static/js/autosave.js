/* Saves a section of a draft while somebody types. htmx posts the form itself; this file decides when, says what became of it,
   and keeps trying when the link or the session is gone. Without it the form works by its button. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  const note = document.getElementById("save-note");
  if (!form || !note || !window.htmx) return;

  const PAUSES = [5, 10, 20, 30];
  // Changes are counted, so that an answer to an older save never passes for an answer to the newest keystroke.
  let typed = 0;
  let kept = 0;
  let failures = 0;
  let timer = 0;
  let leaving = false;
  // "calm", "retry" (no answer yet), "chosen" (two versions, the person chooses), "ended" (the session is over).
  let state = "calm";

  // Saves are numbered as they are sent. A button pressed while an autosave is on its way may arrive first; the portal then
  // knows the late one for what it is.
  const page = form.elements.page;
  let [, sent] = page.value.split(".").map(Number);
  function number() {
    sent = (sent || 0) + 1;
    return page.value.split(".")[0] + "." + sent;
  }

  const isBehind = () => typed > kept;
  const save = () => window.htmx.trigger(form, "simpan");

  function say(words, link) {
    const line = document.createElement("span");
    line.className = "save-note-wrong";
    line.textContent = words + " ";
    note.replaceChildren(line);
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = form.dataset.signIn;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    anchor.textContent = link;
    note.append(anchor);
  }

  function tryLater(words) {
    state = "retry";
    say(words + " Isian tetap ada di halaman ini dan dicoba simpan lagi.");
    clearTimeout(timer);
    timer = setTimeout(save, 1000 * PAUSES[Math.min(failures, PAUSES.length - 1)]);
    failures += 1;
  }

  function settle(status, hasNote, count) {
    if (hasNote) {
      failures = 0;
      state = status === 409 ? "chosen" : "calm";
      if (status !== 409) kept = Math.max(kept, count);
    } else if (status === 0 || status >= 500 || status === 429) {
      tryLater(status ? "Belum tersimpan: portal belum menjawab." : "Belum tersimpan: sambungan terputus.");
    } else {
      state = "ended";
      say("Belum tersimpan: sesi Anda berakhir. Isian tetap ada di halaman ini.", "Masuk kembali di tab baru");
    }
  }

  form.addEventListener("input", () => { typed += 1; });

  // On a poor link somebody types before this file has arrived.
  const isChanged = (field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  if (Array.from(form.elements).some((field) => field.type !== "hidden" && "defaultValue" in field && isChanged(field))) {
    typed = 1;
    setTimeout(save, 1500);
  }

  form.addEventListener("htmx:configRequest", (event) => {
    if (event.target === form) event.detail.parameters.page = number();
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    if (leaving || !isBehind() || state === "chosen" || state === "ended") { event.preventDefault(); return; }
    event.detail.xhr.draftCount = typed;
  });
  form.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.getResponseHeader("Draft-Note")) { event.detail.shouldSwap = false; return; }
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const xhr = event.detail.xhr;
    if (event.target !== form || !xhr || xhr.draftCount === undefined || leaving) return;
    settle(xhr.status, Boolean(xhr.status && xhr.getResponseHeader("Draft-Note")), xhr.draftCount);
  });

  // The page may be gone before an ordinary request is: this one outlives it.
  function saveOnTheWayOut() {
    if (leaving || !isBehind() || state === "chosen" || state === "ended") return;
    const count = typed;
    const headers = { "HX-Request": "true" };
    const body = new FormData(form);
    body.set("page", number());
    fetch(form.action, { method: "POST", body: body, headers: headers, keepalive: true })
      .then((answer) => answer.text().then((text) => {
        const isNote = Boolean(answer.headers.get("Draft-Note"));
        if (isNote) show(text);
        settle(answer.status, isNote, count);
      }))
      .catch(() => settle(0, false, count));
  }
  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const words = page.querySelector("[hx-swap-oob='innerHTML:#save-note']");
    const marks = page.querySelector("input[name=seen]");
    if (words) note.replaceChildren(...words.childNodes);
    if (marks) form.elements.seen.value = marks.value;
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveOnTheWayOut();
    else if (state === "ended") comeBack();
  });
  window.addEventListener("pagehide", saveOnTheWayOut);
  window.addEventListener("focus", () => { if (state === "ended") comeBack(); });

  // After signing in again elsewhere the page needs the new session's token; then it saves what it kept.
  function comeBack() {
    fetch(form.action, { headers: { Accept: "text/html" } })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject(new Error("not signed in"))))
      .then((text) => {
        const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-draft] [name=csrfmiddlewaretoken]");
        if (!fresh) return;
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh.value; });
        document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh.value }));
        state = "calm";
        save();
      })
      .catch(() => {});
  }

  window.addEventListener("online", () => { if (state === "retry") save(); });
  window.addEventListener("offline", () => {
    say("Sambungan terputus. Yang Anda ketik sekarang belum tersimpan, tetapi tetap ada di halaman ini.");
    state = state === "calm" ? "retry" : state;
  });

  // A pressed button on a dead link would lead to the browser's error page and lose the words.
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine || state === "retry") {
      event.preventDefault();
      event.stopPropagation();
      typed += 1;
      if (navigator.onLine) save();
      else say("Belum tersimpan: sambungan terputus. Isian tetap ada di halaman ini; coba lagi setelah tersambung.");
      return;
    }
    leaving = true;
    page.value = number();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isBehind() && (state === "retry" || state === "ended")) event.preventDefault();
  });
})();
