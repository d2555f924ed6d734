/* File fields speak Indonesian whatever the browser's language: a label of ours stands in for the native button. */
(function () {
  "use strict";
  document.querySelectorAll(".paper-upload input[type=file]").forEach((input) => {
    const pick = document.createElement("label");
    pick.className = "file-pick";
    pick.htmlFor = input.id;
    const button = document.createElement("span");
    button.className = "file-pick-button";
    button.textContent = "Pilih berkas";
    const name = document.createElement("span");
    name.className = "file-pick-name";
    name.textContent = "Belum ada berkas dipilih";
    pick.append(button, name);
    input.classList.add("visually-hidden");
    input.after(pick);
    input.addEventListener("change", () => {
      name.textContent = input.files.length ? input.files[0].name : "Belum ada berkas dipilih";
    });
  });
})();
