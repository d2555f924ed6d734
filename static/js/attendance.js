/* Attendance sheet: one press marks everybody who is not marked yet as present. */
(function () {
  "use strict";
  const button = document.querySelector("[data-attendance-all]");
  if (!button) return;
  button.addEventListener("click", () => {
    const wanted = button.dataset.attendanceAll;
    const open = document.querySelectorAll(".session-marks input[value='']:checked");
    open.forEach((input) => {
      const radio = input.closest(".session-marks").querySelector("input[value='" + wanted + "']");
      if (radio) radio.checked = true;
    });
  });
})();
