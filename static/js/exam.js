/* The room of a test: saves each answer at once, keeps unsent ones in this browser until the server has them, goes on without
   the network, and shows the time the server counts. Without this file every question is a page with a button. */
(function () {
  "use strict";
  waitForStart();
  countSoon();
  const room = document.querySelector("[data-exam]");
  if (!room) return;

  const PAUSES = [2, 4, 8, 15];
  const SHELF = "ujian:" + room.dataset.key;
  const ahead = Number(room.dataset.now) - Date.now();
  const ends = Number(room.dataset.ends);
  const serverNow = () => Date.now() + ahead;
  const kept = document.querySelector("[data-exam-kept]");
  const sheet = document.querySelector("[data-exam-sheet]");

  // Unsent answers by number: [choice, doubtful, sequence]. They stay on the shelf of this browser until the server has said yes.
  let unsent = read();
  let last = 0;
  let failures = 0;
  let timer = 0;
  let sending = false;
  let stopped = false;

  function read() {
    try { return JSON.parse(localStorage.getItem(SHELF)) || {}; } catch (error) { return {}; }
  }
  function write() {
    try {
      if (Object.keys(unsent).length) localStorage.setItem(SHELF, JSON.stringify(unsent));
      else localStorage.removeItem(SHELF);
    } catch (error) { /* A browser without a shelf still holds them in this page. */ }
  }
  function say(words, isWaiting) {
    if (!kept) return;
    kept.textContent = words;
    kept.classList.toggle("is-waiting", Boolean(isWaiting));
  }

  // Another tab of the same place may have put something on the shelf meanwhile; the higher sequence counts, as on the server.
  function gather() {
    const shelf = read();
    Object.keys(shelf).forEach((number) => {
      if (!unsent[number] || shelf[number][2] > unsent[number][2]) unsent[number] = shelf[number];
    });
  }

  function note(number, choice, isDoubtful) {
    last = Math.max(last + 1, Math.round(serverNow()));
    unsent[number] = [choice, isDoubtful, last];
    write();
    send();
  }

  function send() {
    clearTimeout(timer);
    const numbers = Object.keys(unsent);
    if (!numbers.length || sending || stopped) return;
    sending = true;
    const sent = Object.fromEntries(numbers.map((number) => [number, unsent[number][2]]));
    const answers = numbers.map((number) => [Number(number), ...unsent[number]]);
    say("Menyimpan …", false);
    const giveUp = new AbortController();
    const limit = setTimeout(() => giveUp.abort(), 10000);
    fetch(room.dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": room.dataset.token, Accept: "application/json" },
      body: JSON.stringify({ answers: answers }),
      keepalive: true,
      signal: giveUp.signal,
    }).then((answer) => {
      clearTimeout(limit);
      sending = false;
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      if (answer.ok && isJson) return settle(sent);
      if (answer.status === 409 && isJson) return answer.json().then((told) => refuse(told.reason));
      if (answer.ok || answer.status === 403) {
        return later("Sesi masuk Anda berakhir. Masuk kembali di tab lain; jawaban Anda tersimpan di komputer ini.");
      }
      return later("Portal belum menjawab. Jawaban tersimpan di komputer ini dan dikirim lagi.");
    }).catch(() => {
      clearTimeout(limit);
      sending = false;
      later("Sambungan terputus. Jawaban tersimpan di komputer ini dan dikirim begitu tersambung.");
    });
  }

  function settle(sent) {
    failures = 0;
    gather();
    Object.keys(sent).forEach((number) => {
      if (unsent[number] && unsent[number][2] === sent[number]) delete unsent[number];
    });
    write();
    if (Object.keys(unsent).length) return send();
    say("Semua jawaban tersimpan.", false);
    return undefined;
  }
  function later(words) {
    const count = Object.keys(unsent).length;
    say(words + " Menunggu: " + count + ".", true);
    timer = setTimeout(send, 1000 * PAUSES[Math.min(failures, PAUSES.length - 1)]);
    failures += 1;
  }
  // The server takes nothing more from this place: the door tells why.
  function refuse(words) {
    stopped = true;
    say(words, true);
    unsent = {};
    write();
    setTimeout(() => location.assign(room.dataset.home), 1500);
  }

  window.addEventListener("online", () => { failures = 0; send(); });
  window.addEventListener("offline", () => {
    say("Sambungan terputus. Lanjutkan mengerjakan; jawaban disimpan di komputer ini dan dikirim begitu tersambung.", true);
  });

  // The time left, as the server counts; at the end what is unsent goes out once more and the door shows the result.
  const left = document.querySelector("[data-exam-left]");
  const told = new Set();
  let over = false;
  function tick() {
    const seconds = Math.max(0, Math.ceil((ends - serverNow()) / 1000));
    const two = (value) => String(value).padStart(2, "0");
    if (left) {
      left.textContent = two(Math.floor(seconds / 3600)) + "." + two(Math.floor(seconds / 60) % 60) + "." + two(seconds % 60);
      left.classList.toggle("is-near", seconds <= 300);
    }
    [600, 300, 60].forEach((mark) => {
      if (seconds === mark && !told.has(mark)) {
        told.add(mark);
        say("Sisa waktu " + mark / 60 + " menit.", true);
      }
    });
    if (seconds === 0 && !over) {
      over = true;
      // Not everybody in the same second.
      setTimeout(() => location.assign(room.dataset.home), 500 + Math.random() * 2500);
    }
  }
  setInterval(tick, 1000);
  tick();

  // From here on: questions on this page.
  if (!sheet) { send(); return; }
  let current = Number(sheet.querySelector("[data-exam-number]").dataset.examNumber);
  const total = Number(room.dataset.total);
  const keys = document.querySelector("[data-exam-keys]");
  if (keys) keys.hidden = false;

  const sectionOf = (number) => sheet.querySelector('[data-exam-number="' + number + '"]');
  const chipOf = (number) => document.querySelector('[data-exam-chip="' + number + '"]');
  const chosenIn = (section) => Number((section.querySelector("input[name=choice]:checked") || { value: 0 }).value);
  const doubtIn = (section) => section.querySelector("input[name=doubt]").checked;

  function mark(section) {
    const chip = chipOf(section.dataset.examNumber);
    if (!chip) return;
    const isAnswered = chosenIn(section) > 0;
    const isDoubtful = doubtIn(section);
    chip.classList.toggle("is-answered", isAnswered);
    chip.classList.toggle("is-doubtful", isDoubtful);
    chip.querySelector(".visually-hidden").textContent = " " + (isDoubtful ? "ragu-ragu" : isAnswered ? "terjawab" : "belum dijawab");
  }
  function lay(section) {
    const waiting = unsent[section.dataset.examNumber];
    if (waiting) {
      const field = section.querySelector('input[name=choice][value="' + waiting[0] + '"]');
      if (field) field.checked = true;
      section.querySelector("input[name=doubt]").checked = waiting[1];
    }
    mark(section);
  }
  function show(number) {
    const section = sectionOf(number);
    if (!section) return false;
    sheet.querySelectorAll("[data-exam-number]").forEach((each) => { each.hidden = each !== section; });
    const before = chipOf(current);
    if (before) before.removeAttribute("aria-current");
    current = number;
    const chip = chipOf(number);
    if (chip) chip.setAttribute("aria-current", "page");
    history.replaceState(null, "", room.dataset.question.replace("-0/", "-" + number + "/"));
    document.title = "Soal " + number + " · ASN Karier";
    section.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    return true;
  }
  function go(number) {
    if (number > total) location.assign(room.dataset.finish);
    else if (number >= 1 && !show(number)) location.assign(room.dataset.question.replace("-0/", "-" + number + "/"));
  }

  lay(sectionOf(current));
  sectionOf(current).focus({ preventScroll: true });
  send();

  // All questions once, so that a cut line stops nobody; a moment's delay spreads a whole room over the first seconds.
  let tries = 0;
  function fetchPaper() {
    fetch(room.dataset.paper, { headers: { Accept: "text/html" } })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject(new Error("no paper"))))
      .then((text) => {
        const page = new DOMParser().parseFromString(text, "text/html");
        page.querySelectorAll("[data-exam-number]").forEach((section) => {
          if (sectionOf(section.dataset.examNumber)) return;
          section.hidden = true;
          sheet.append(document.adoptNode(section));
          lay(section);
        });
        sheet.dataset.whole = "1";
      })
      .catch(() => { tries += 1; if (tries < 20) setTimeout(fetchPaper, 3000); });
  }
  setTimeout(fetchPaper, Math.random() * 800);

  sheet.addEventListener("change", (event) => {
    const section = event.target.closest("[data-exam-number]");
    if (!section) return;
    mark(section);
    note(Number(section.dataset.examNumber), chosenIn(section), doubtIn(section));
  });
  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    go(event.submitter && event.submitter.dataset.examTo === "previous" ? current - 1 : current + 1);
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-exam-chip]");
    if (!chip || !sectionOf(chip.dataset.examChip)) return;
    event.preventDefault();
    show(Number(chip.dataset.examChip));
  });
  // Only while the focus is on the question: elsewhere a letter is a letter (WCAG 2.1.4).
  sheet.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const section = sectionOf(current);
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      go(current + (event.key === "ArrowRight" ? 1 : -1));
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "r") {
      section.querySelector("input[name=doubt]").click();
      return;
    }
    const place = "12345".indexOf(key) >= 0 ? Number(key) : "abcde".indexOf(key) + 1;
    if (key.length !== 1 || place < 1) return;
    const field = section.querySelector('input[name=choice][value="' + place + '"]');
    if (field && !field.checked) field.click();
    else if (field) field.focus();
  });

  // The door before the start: counts down and goes in; asks the server again instead of trusting this clock.
  function waitForStart() {
    const door = document.querySelector("[data-exam-wait]");
    if (!door) return;
    const lead = Number(door.dataset.now) - Date.now();
    const place = door.querySelector("[data-exam-until]");
    const step = () => {
      const seconds = Math.ceil((Number(door.dataset.starts) - Date.now() - lead) / 1000);
      if (seconds <= 0) {
        clearInterval(beat);
        setTimeout(() => location.reload(), Math.random() * 1500);
        return;
      }
      const minutes = Math.floor(seconds / 60);
      place.textContent = (minutes ? minutes + " menit " : "") + (seconds % 60) + " detik";
    };
    const beat = setInterval(step, 1000);
    step();
    setInterval(() => location.reload(), 60000);
  }

  // The result is counted by the clock within seconds; a portal whose clock sleeps counts when it is asked.
  function countSoon() {
    const form = document.querySelector("[data-exam-count]");
    if (form) setTimeout(() => form.requestSubmit(), 2500 + Math.random() * 2500);
    // Two people open the paper at desks of their own; until then the door asks again, a thousand browsers not at once.
    if (document.querySelector("[data-exam-sealed]")) setTimeout(() => location.reload(), 5000 + Math.random() * 5000);
  }
})();
