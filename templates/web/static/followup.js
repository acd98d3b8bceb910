// The editor of a follow-up: what is typed is kept, and the text and the call show each other. The page works without.
"use strict";

(() => {
  document.documentElement.classList.add("js");
  const side = document.querySelector(".side");
  const editor = document.getElementById("editor");
  const flat = (text) => text.replace(/\s+/g, " ").trim();

  // --- text and call ----------------------------------------------------------------------------------------------

  const rows = [...document.querySelectorAll(".rests li")];
  const cuesOf = (row) => (row.dataset.cues || "").split(" ").filter(Boolean);

  const light = (some, scroll) => {
    document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    some.forEach((one) => one && one.classList.add("lit"));
    const first = some.find(Boolean);
    if (scroll && first && side && getComputedStyle(side).overflowY === "auto") {
      const top = first.getBoundingClientRect().top - side.getBoundingClientRect().top;
      if (top < 0 || top > side.clientHeight - 60) side.scrollTop += top - side.clientHeight / 3;
    }
  };

  const showRow = (row, scroll = true) => {
    const cues = cuesOf(row).map((cue) => document.getElementById(`cue-${cue}`));
    light([...cues, row], scroll);
  };

  const rowOf = (line) => {
    const text = flat(line.replace(/^\s*(?:[-*•–·]|\d{1,2}[.)])\s+/, ""));
    if (!text) return undefined;
    const same = rows.find((row) => flat(row.querySelector(".words").textContent) === text);
    if (same) return same;
    const words = new Set(text.toLowerCase().split(" "));
    let best;
    let most = 0.5;
    rows.forEach((row) => {
      const other = flat(row.querySelector(".words").textContent).toLowerCase().split(" ");
      const share = (2 * other.filter((word) => words.has(word)).length) / (other.length + words.size);
      if (share > most) [best, most] = [row, share];
    });
    return best;
  };

  rows.forEach((row) => row.addEventListener("focusin", () => showRow(row, false)));
  document.querySelectorAll(".spoken .cited").forEach((cue) => {
    cue.addEventListener("click", (event) => {
      if (event.target.closest("a, button") || String(getSelection())) return;
      light(cue.dataset.rows.split(" ").map((number) => document.getElementById(`row-${number}`)).concat(cue), true);
    });
  });

  // --- taking back -------------------------------------------------------------------------------------------------

  const shown = Date.now();
  const count = () => {
    document.querySelectorAll("[data-until]").forEach((one) => {
      const passed = one.dataset.began ? Date.now() - Number(one.dataset.began) : 0;
      if (!one.dataset.began) one.dataset.began = String(Date.now());
      const left = Math.ceil(Number(one.dataset.until) - Number(one.dataset.now) - passed / 1000);
      one.textContent = left > 0 && left <= 60 ? `(${left} s)` : "";
    });
  };
  count();
  setInterval(count, 1000);
  const state = () => document.getElementById("state")?.dataset.state;
  const first = state();
  document.addEventListener("htmx:afterSwap", () => {
    count();
    if (state() !== first && !(first === "goes" && state() === "sending") && Date.now() - shown > 1000) location.replace(location.pathname + location.search.replace(/([?&])(said|refused|ask)=[^&]*/g, "$1"));
  });

  if (!editor) return;
  const body = editor.elements.body;
  const subject = editor.elements.subject;
  const kept = document.getElementById("kept");
  const meanwhile = document.getElementById("meanwhile");

  const caretLine = () => {
    const before = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
    const after = body.value.indexOf("\n", body.selectionStart);
    return body.value.slice(before, after < 0 ? undefined : after);
  };
  let line = "";
  const follow = () => {
    if (document.activeElement !== body) return;
    const now = caretLine();
    if (now === line) return;
    line = now;
    const row = rowOf(now);
    if (row) showRow(row);
    else light([], false);
  };
  document.addEventListener("selectionchange", follow);
  ["keyup", "click", "focus"].forEach((name) => body.addEventListener(name, follow));

  // --- what is still open ------------------------------------------------------------------------------------------

  const chips = [...document.querySelectorAll(".chip")];
  chips.forEach((chip) =>
    chip.addEventListener("click", (event) => {
      const field = subject.value.includes(chip.dataset.find) ? subject : body;
      const at = field.value.indexOf(chip.dataset.find);
      if (at < 0) return;
      event.preventDefault();
      field.focus();
      field.setSelectionRange(at, at + chip.dataset.find.length);
      if (field === body) {
        const height = parseFloat(getComputedStyle(body).lineHeight) || 23;
        body.scrollTop = Math.max(0, (body.value.slice(0, at).split("\n").length - 3) * height);
      }
      field.scrollIntoView({ block: "center" });
    }),
  );
  const settle = () => {
    const all = `${subject.value}\n${body.value}`;
    chips.forEach((chip) => chip.classList.toggle("done", !all.includes(chip.dataset.find)));
  };

  // --- keeping what is typed ---------------------------------------------------------------------------------------

  const store = `kambrief:${location.pathname}:${editor.dataset.who}`;
  const content = () => {
    const data = new FormData(editor);
    return ["subject", "body", "base"].map((name) => String(data.get(name)).replace(/\r\n?/g, "\n")).concat(data.getAll("to").join(), data.getAll("cc").join());
  };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const remember = () => {
    try {
      localStorage.setItem(store, JSON.stringify(content()));
    } catch {
      // No room, or not allowed: then only the server keeps it.
    }
  };
  const unremember = () => {
    try {
      localStorage.removeItem(store);
    } catch {
      // There was none.
    }
  };

  let saved = content();
  let timer;
  let pause = 2000;
  let running;
  const tell = (text, lost) => {
    if (kept.textContent !== text) kept.textContent = text;
    kept.classList.toggle("lost", lost);
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  };
  const lost = (text) => {
    tell(text, true);
    pause = Math.min(pause * 2, 30000);
    later(pause);
  };
  async function keep() {
    if (running || editor.dataset.sent === "yes") return;
    const now = content();
    if (same(now, saved)) return;
    running = new AbortController();
    try {
      const answer = await fetch(editor.dataset.autosave, {
        method: "POST", body: new URLSearchParams(new FormData(editor)), signal: running.signal, redirect: "error", credentials: "same-origin",
      });
      running = undefined;
      if (answer.status === 401 || answer.status === 403) return lost(editor.dataset.out);
      if (!answer.ok) return lost(editor.dataset.lost);
      const told = await answer.json();
      saved = now;
      pause = 2000;
      tell(told.said, false);
      if (meanwhile.textContent !== told.others) meanwhile.textContent = told.others;
      meanwhile.classList.toggle("hidden", !told.others);
      if (same(content(), saved)) unremember();
      else later(pause);
    } catch (error) {
      running = undefined;
      if (error.name !== "AbortError") lost(editor.dataset.lost);
    }
  }
  const typing = () => {
    settle();
    if (same(content(), saved)) return;
    remember();
    if (!kept.classList.contains("lost")) tell(editor.dataset.wait, false);
    later(2000);
  };
  editor.addEventListener("input", typing);
  editor.addEventListener("change", typing);
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
  });
  editor.addEventListener("submit", () => {
    clearTimeout(timer);
    if (running) running.abort();
    if (!same(content(), saved)) remember();
  });

  // --- what did not arrive -----------------------------------------------------------------------------------------

  const device = document.getElementById("device");
  let left;
  try {
    left = JSON.parse(localStorage.getItem(store) || "null");
  } catch {
    left = null;
  }
  if (Array.isArray(left) && left.length === 5) {
    const now = content();
    if (left[0] === now[0] && left[1].trimEnd() === now[1].trimEnd() && same(left.slice(3), now.slice(3))) unremember();
    else device.hidden = false;
  }
  document.getElementById("device-leave").addEventListener("click", () => {
    unremember();
    device.hidden = true;
    body.focus();
  });
  document.getElementById("device-take").addEventListener("click", () => {
    [subject.value, body.value, editor.elements.base.value] = left;
    [["to", left[3]], ["cc", left[4]]].forEach(([name, ticked]) =>
      editor.querySelectorAll(`input[name=${name}]`).forEach((box) => {
        box.checked = ticked.split(",").includes(box.value);
      }),
    );
    device.hidden = true;
    typing();
    body.focus();
  });
  settle();
})();
