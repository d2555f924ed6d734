/* Files in pieces: a bar shows how far, a broken line is taken up again, and the form is sent once every piece is there.

   Works on any form with <input type="file" data-upload-start="URL" data-upload-purpose="..." data-upload-field="NAME">, drawn
   by core/uploads/fields.py. Without this script the same form sends the file itself. With data-upload-swap="#a, #b" on the
   form the answer replaces those parts of the page, so that other files go on meanwhile; otherwise the page is left as usual.
   Files are sent one after another: on a poor link two at once only make both slower. */
(function () {
  "use strict";
  const START = 128 * 1024, SMALLEST = 16 * 1024, LARGEST = 512 * 1024;
  const WAITS = [1, 2, 4, 8, 15, 30];
  let line = Promise.resolve();

  /* Trouble that passes: wait and try again. Trouble that stays: say so. */
  class Passing extends Error {}
  class Final extends Error {
    constructor(sentence, link) { super(sentence); this.link = link; }
  }
  class Stopped extends Error {}

  // File fields speak Indonesian whatever the browser's language: a label of ours stands in for the native button.
  function dress(input) {
    if (input.dataset.uploadDressed) return;
    input.dataset.uploadDressed = "1";
    const pick = document.createElement("label");
    pick.className = "file-pick";
    pick.htmlFor = input.id;
    const button = document.createElement("span");
    button.className = "file-pick-button";
    button.textContent = "Pilih berkas";
    const name = document.createElement("span");
    name.className = "file-pick-name";
    const field = input.dataset.uploadField;
    const held = field && input.form && input.form.querySelector('input[type=hidden][name="' + field + '"]');
    const none = held ? "Memakai berkas yang sudah terunggah" : "Belum ada berkas dipilih";
    name.textContent = none;
    pick.append(button, name);
    input.classList.add("visually-hidden");
    input.after(pick);
    input.addEventListener("change", () => {
      name.textContent = input.files.length ? input.files[0].name : none;
    });
  }
  function begin(root) {
    root.querySelectorAll(".paper-upload input[type=file], input[type=file][data-upload-start]").forEach(dress);
  }

  const number = (bytes) => (bytes / 1048576).toLocaleString("id-ID", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const howFar = (here, all) => all < 1048576
    ? "Terunggah " + Math.floor(here / 1024) + " dari " + Math.ceil(all / 1024) + " KB"
    : "Terunggah " + number(here) + " dari " + number(all) + " MB";

  // The bar, the words beside it and the button that gives up, below the field.
  function panel(form, input) {
    const old = form.querySelector(".upload-progress");
    if (old) old.remove();
    const box = document.createElement("div");
    box.className = "upload-progress";
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", "Terunggah dari " + input.files[0].name);
    const row = document.createElement("div");
    row.className = "upload-row";
    const count = document.createElement("span");
    count.className = "upload-count";
    const news = document.createElement("span");
    news.className = "upload-news";
    news.setAttribute("role", "status");
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "button button-link";
    stop.textContent = "Batalkan";
    row.append(count, news, stop);
    box.append(bar, row);
    // In a row of its own below field and button where the row is replaced at the end; else right below the field.
    const button = form.dataset.uploadSwap && form.querySelector("button[type=submit]");
    (button || input.closest(".field") || input).after(box);
    return {
      box, stop,
      show(here, all) { bar.value = here / all; count.textContent = howFar(here, all); },
      // Only what changes is said aloud, not every piece.
      say(words, tone) {
        news.textContent = words;
        box.classList.toggle("upload-waiting", tone === "wait");
        box.classList.toggle("upload-wrong", tone === "stop");
      },
      link(address, words) {
        const anchor = document.createElement("a");
        anchor.href = address;
        anchor.textContent = words;
        news.append(" ", anchor);
      },
      remove() { box.remove(); },
    };
  }

  // SHA-256 of the whole file, so that the server can tell a file that arrived from one that was mixed up; on a page
  // without a secure connection a mark of size and content.
  async function markOf(bytes) {
    if (window.crypto && crypto.subtle) {
      const digest = await crypto.subtle.digest("SHA-256", bytes);
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    let one = 0x811c9dc5, two = 0x1000193;
    for (const byte of new Uint8Array(bytes)) {
      one = Math.imul(one ^ byte, 0x01000193);
      two = Math.imul(two + byte, 0x85ebca6b) ^ (two >>> 13);
    }
    return "x-" + bytes.byteLength + "-" + (one >>> 0).toString(16) + (two >>> 0).toString(16);
  }

  const tokenField = (form) => form.querySelector("input[name=csrfmiddlewaretoken]");

  // After signing in again elsewhere the page's token is old; the same page holds a new one.
  async function freshToken() {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (signedOut(answer.url)) throw signInAgain();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("input[name=csrfmiddlewaretoken]");
    if (!token) return false;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token.value; });
    return true;
  }
  const signedOut = (url) => new URL(url, location.href).pathname.startsWith("/akun/");
  const signInAgain = () => new Final(
    "Sesi Anda berakhir. Bagian yang sudah terunggah tetap tersimpan; masuk lagi, lalu pilih berkas yang sama.",
    "/akun/login/?next=" + encodeURIComponent(location.pathname),
  );

  /* One request by XMLHttpRequest, which alone tells how much of a body has left. */
  function ask(job, url, body, type) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      job.request = request;
      request.open("POST", url);
      request.timeout = 90000;
      request.setRequestHeader("X-CSRFToken", tokenField(job.form).value);
      if (type) request.setRequestHeader("Content-Type", type);
      request.upload.onprogress = (event) => { if (job.moved) job.moved(event.loaded); };
      request.onload = () => resolve(request);
      request.onabort = () => reject(new Stopped());
      request.onerror = request.ontimeout = () => reject(new Passing());
      request.send(body);
    });
  }
  async function answerOf(job, url, body, type) {
    let request = await ask(job, url, body, type);
    if (request.status === 403) {
      const renewed = await freshToken().catch((error) => { throw error instanceof Final ? error : new Passing(); });
      if (renewed) request = await ask(job, url, body, type);
    }
    if (signedOut(request.responseURL)) throw signInAgain();
    let words = {};
    try { words = JSON.parse(request.responseText); } catch (error) { words = {}; }
    // A gap names the place to go on; any other conflict is a refusal of this file.
    if (request.status === 200 || words.received !== undefined) return words;
    if (request.status === 409) throw new Final(words.error);
    if (request.status === 404) throw new Passing();
    if (request.status >= 500 || request.status === 400 || request.status === 429) {
      const passing = new Passing();
      passing.sentence = words.error;
      throw passing;
    }
    throw new Final("Unggahan ini ditolak portal. Muat ulang halaman, lalu coba lagi.");
  }

  // Until the browser believes it is online again, or the time is over; nobody waits longer than half a minute.
  function pause(job, seconds) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(go, seconds * 1000);
      job.wake = go;
      job.giveUp = () => { tidy(); reject(new Stopped()); };
      window.addEventListener("online", go);
      function tidy() { clearTimeout(timer); window.removeEventListener("online", go); job.wake = job.giveUp = null; }
      function go() { tidy(); resolve(); }
    });
  }

  // Send all pieces; returns the upload's id. Begins again from what the server has after every broken line.
  async function sendPieces(job, bytes) {
    const all = bytes.byteLength, start = new FormData();
    start.set("purpose", job.input.dataset.uploadPurpose);
    start.set("name", job.name);
    start.set("size", all);
    start.set("fingerprint", await markOf(bytes));
    let size = START, failures = 0;
    for (;;) {
      try {
        job.moved = null;
        const upload = await answerOf(job, job.input.dataset.uploadStart, start);
        job.id = upload.id;
        let here = upload.received;
        if (here && !job.news) job.panel.say("Dilanjutkan dari yang sudah ada.");
        else job.panel.say(job.news || "");
        job.news = "";
        while (here < all) {
          const from = here, began = performance.now(), end = Math.min(from + size, all);
          job.panel.show(from, all);
          job.moved = (sent) => job.panel.show(Math.min(from + sent, end), all);
          const address = job.input.dataset.uploadStart + upload.id + "/potongan/?mulai=" + from;
          const answer = await answerOf(job, address, bytes.slice(from, end), "application/octet-stream");
          here = answer.received;
          failures = 0;
          // Large enough to be quick, small enough that a cut costs a second or two.
          const seconds = (performance.now() - began) / 1000;
          size = Math.max(SMALLEST, Math.min(LARGEST, seconds < 1 ? size * 2 : seconds > 4 ? size / 2 : size));
        }
        job.panel.show(all, all);
        return job.id;
      } catch (error) {
        if (!(error instanceof Passing)) throw error;
        size = SMALLEST;
        job.panel.say(error.sentence || "Sambungan terputus, menyambung kembali…", "wait");
        job.news = "Tersambung kembali.";
        const wait = WAITS[Math.min(failures, WAITS.length - 1)];
        failures += 1;
        await pause(job, wait);
      }
    }
  }

  // The form without its files, with the ids of what is already there. Repeating it is harmless: the server knows an id
  // it has used.
  async function sendForm(job, ids) {
    const form = job.form;
    for (let failures = 0; ; failures += 1) {
      const body = new FormData(form);
      for (const [input, id] of ids) {
        body.delete(input.name);
        body.set(input.dataset.uploadField, id);
      }
      body.delete("csrfmiddlewaretoken");
      try {
        job.moved = null;
        job.panel.say("Diperiksa…");
        let request = await ask(job, form.action, body);
        if (request.status === 403) {
          await freshToken();
          request = await ask(job, form.action, body);
        }
        if (signedOut(request.responseURL)) throw signInAgain();
        if (request.status >= 500) throw new Passing();
        return new DOMParser().parseFromString(request.responseText, "text/html");
      } catch (error) {
        if (error instanceof Final || error instanceof Stopped) throw error;
        job.panel.say("Sambungan terputus, menyambung kembali…", "wait");
        await pause(job, WAITS[Math.min(failures, WAITS.length - 1)]);
      }
    }
  }

  // Replace the named parts of the page by those of the answer, and say what happened.
  function swap(form, page) {
    const had = form.contains(document.activeElement) || document.activeElement === document.body;
    let focus = null;
    form.dataset.uploadSwap.split(",").forEach((selector) => {
      const here = document.querySelector(selector), there = page.querySelector(selector);
      if (!here || !there) return;
      const fresh = document.importNode(there, true);
      const holdsForm = here.contains(form);
      here.replaceWith(fresh);
      begin(fresh);
      if (holdsForm) focus = fresh;
    });
    const wrong = focus && focus.querySelector(".field-error, .error-summary");
    const told = page.querySelectorAll(".flash .alert-text");
    const words = wrong ? [wrong.textContent.trim()] : Array.from(told, (each) => each.textContent.trim());
    const place = document.querySelector("[data-upload-told]");
    if (place) place.textContent = words.join(" ") || "Jawaban portal tidak memuat kabar; muat ulang halaman untuk memastikan.";
    if (had && focus) {
      const target = wrong ? focus.querySelector("input[type=file]") || focus : focus.querySelector("a[href], button") || focus;
      target.focus({ preventScroll: true });
    }
  }

  async function carry(job, inputs) {
    const { form } = job, ids = [];
    try {
      for (const input of inputs) {
        job.input = input;
        const file = input.files[0];
        job.name = file.name;
        const most = Number(input.dataset.uploadMost);
        if (most && file.size > most) throw new Final("Berkas lebih besar dari " + most / 1048576 + " MB; perkecil lalu unggah lagi.");
        if (!file.size) throw new Final("Berkas ini kosong (0 bita); pilih berkas yang benar lalu unggah lagi.");
        let bytes;
        try {
          bytes = await file.arrayBuffer();
        } catch (error) {
          throw new Final("Berkas tidak dapat dibaca dari perangkat Anda; pilih berkasnya lagi.");
        }
        ids.push([input, await sendPieces(job, bytes)]);
      }
      if (form.dataset.uploadSwap) {
        const page = await sendForm(job, ids);
        swap(form, page);
      } else {
        job.panel.say("Diperiksa…");
        for (const [input, id] of ids) {
          form.querySelectorAll('input[type=hidden][name="' + input.dataset.uploadField + '"]').forEach((old) => old.remove());
          const field = document.createElement("input");
          field.type = "hidden";
          field.name = input.dataset.uploadField;
          field.value = id;
          form.append(field);
          input.disabled = true;
        }
        if (job.submitter && job.submitter.name) {
          const field = document.createElement("input");
          field.type = "hidden";
          field.name = job.submitter.name;
          field.value = job.submitter.value;
          form.append(field);
        }
        HTMLFormElement.prototype.submit.call(form);
      }
    } catch (error) {
      if (error instanceof Stopped) {
        job.panel.remove();
        if (job.id) ask(job, job.input.dataset.uploadStart + job.id + "/batal/", new FormData()).catch(() => {});
      } else {
        job.panel.stop.hidden = true;
        job.panel.say(error instanceof Final ? error.message : "Unggahan berhenti. Tekan tombolnya lagi untuk melanjutkan.", "stop");
        if (error.link) job.panel.link(error.link, "Masuk lagi");
      }
    } finally {
      delete form.dataset.uploadRunning;
      form.querySelectorAll("button[type=submit]").forEach((button) => button.removeAttribute("aria-disabled"));
    }
  }

  // In the capture phase, before the page's guard against double presses marks the form as sent.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const action = event.submitter && event.submitter.getAttribute("formaction");
    const inputs = Array.from(form.querySelectorAll("input[type=file][data-upload-start]")).filter((each) => each.files.length);
    if (!inputs.length || action) return;
    event.preventDefault();
    event.stopPropagation();
    if (form.dataset.uploadRunning) return;
    form.dataset.uploadRunning = "1";
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
    // What was said about an earlier file is not true of this one.
    inputs.forEach((each) => {
      const field = each.closest(".field");
      if (field) {
        field.classList.remove("field-wrong");
        field.querySelectorAll(".field-error").forEach((said) => said.remove());
      }
      each.removeAttribute("aria-invalid");
      document.querySelectorAll('.error-summary a[href="#' + each.id + '"]').forEach((line) => {
        const summary = line.closest(".error-summary");
        line.closest("li").remove();
        if (!summary.querySelector("li")) summary.remove();
      });
    });
    const job = { form, submitter: event.submitter, panel: panel(form, inputs[0]), input: inputs[0], news: "" };
    job.panel.say("Menunggu giliran…");
    let isStopped = false;
    job.panel.stop.addEventListener("click", () => {
      isStopped = true;
      if (job.giveUp) job.giveUp();
      else if (job.request) job.request.abort();
      job.panel.say("Dibatalkan.");
      const button = form.querySelector("button[type=submit]");
      if (button) button.focus();
    });
    line = line.then(() => {
      if (!isStopped) return carry(job, inputs);
      job.panel.remove();
      delete form.dataset.uploadRunning;
      form.querySelectorAll("button[type=submit]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  }, true);

  begin(document);
  document.addEventListener("htmx:afterSwap", () => begin(document));
})();
