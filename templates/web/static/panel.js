// The panel: ticks and notes are saved at once, and what could not be saved stays on this device until it could.
"use strict";

(() => {
  const form = document.querySelector("form.during");
  const notes = document.getElementById("notes");
  const told = document.getElementById("saved");
  const crossed = document.getElementById("crossed");
  const base = form.elements.namedItem("base");
  const hold = `kambrief-panel ${location.pathname}${location.search}`;
  const FIRST = 1200;
  const LATEST = 30000;
  let kept = notes.value;
  let ticks = new Map(); // key → ticked, not saved yet
  let timer = 0;
  let pause = FIRST;
  let busy = false;

  const say = (text) => {
    if (told.textContent !== text) told.textContent = text;
  };
  const remember = () => {
    try {
      if (notes.value === kept) localStorage.removeItem(hold);
      else localStorage.setItem(hold, JSON.stringify({ notes: notes.value, base: base.value }));
    } catch {
      /* no room, or not allowed: the text is still in the field */
    }
  };
  const later = (after) => {
    clearTimeout(timer);
    timer = setTimeout(send, after);
  };

  async function send(leaving = false) {
    clearTimeout(timer);
    const typed = notes.value;
    const changed = typed !== kept;
    const sent = new Map(ticks);
    if (busy || !crossed.hidden || (!changed && !sent.size)) return;
    busy = true;
    const body = new URLSearchParams({ csrf: form.elements.namedItem("csrf").value });
    if (form.elements.namedItem("for")) body.set("for", form.elements.namedItem("for").value);
    sent.forEach((on, key) => body.append(on ? "tick" : "was", key));
    if (changed) {
      body.set("notes", typed);
      body.set("base", base.value);
    }
    say(form.dataset.saving);
    let status = 0;
    let answer = {};
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" }, keepalive: leaving });
      status = response.status;
      if ((response.headers.get("content-type") || "").startsWith("application/json")) answer = await response.json();
    } catch {
      status = 0;
    }
    busy = false;
    if (status === 200 && answer.base) {
      sent.forEach((on, key) => ticks.get(key) === on && ticks.delete(key));
      if (changed) {
        kept = typed;
        base.value = answer.base;
      }
      shown(answer.ticks);
      remember();
      say(answer.said);
      pause = FIRST;
      if (notes.value !== kept || ticks.size) later(FIRST);
    } else if (status === 409 && answer.base) {
      sent.forEach((on, key) => ticks.get(key) === on && ticks.delete(key));
      base.value = answer.base;
      document.getElementById("kept").value = answer.kept;
      crossed.hidden = false;
      say("");
      remember();
    } else if (answer.said) {
      say(answer.said); // it will not be otherwise before something is changed
    } else {
      say(status === 401 || status === 403 ? form.dataset.out : form.dataset.failed);
      pause = Math.min(pause * 2, LATEST);
      later(pause);
    }
  }

  // What other windows have ticked.
  function shown(all) {
    const on = new Set(all);
    form.querySelectorAll("input[name=tick]").forEach((box) => {
      if (!ticks.has(box.value)) box.checked = on.has(box.value);
    });
    form.querySelectorAll("input[name=was]").forEach((one) => one.remove());
    on.forEach((key) => {
      const was = document.createElement("input");
      was.type = "hidden";
      was.name = "was";
      was.value = key;
      form.append(was);
    });
  }

  async function look() {
    if (busy || document.hidden || notes.value !== kept || ticks.size || !crossed.hidden) return;
    try {
      const response = await fetch(form.dataset.state, { headers: { accept: "application/json" } });
      if (!response.ok) return;
      const now = await response.json();
      if (notes.value !== kept || ticks.size) return;
      shown(now.ticks);
      if (now.base !== base.value && document.activeElement !== notes) {
        notes.value = kept = now.notes;
        base.value = now.base;
      }
    } catch {
      /* without a connection nothing is news */
    }
  }

  notes.addEventListener("input", () => {
    remember();
    later(Math.max(FIRST, pause === FIRST ? 0 : pause));
  });
  notes.addEventListener("blur", () => send());
  form.addEventListener("change", (event) => {
    if (event.target.name !== "tick") return;
    ticks.set(event.target.value, event.target.checked);
    send();
  });
  crossed.addEventListener("click", (event) => {
    if (!event.target.matches("[data-do=theirs]")) return;
    event.preventDefault();
    notes.value = kept = document.getElementById("kept").value;
    crossed.hidden = true;
    remember();
    notes.focus();
  });
  // Sent the long way, the form holds all of it; the copy goes when the next page shows that it arrived.
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => (document.hidden ? send(true) : look()));
  window.addEventListener("online", () => {
    pause = FIRST;
    send();
  });

  // Text that a lost connection or a closed window has left here.
  try {
    const held = JSON.parse(localStorage.getItem(hold) || "null");
    if (held && typeof held.notes === "string" && held.notes.trimEnd() !== notes.value.trimEnd() && crossed.hidden) {
      notes.value = held.notes;
      base.value = held.base;
      say(form.dataset.held);
      later(FIRST);
    } else if (held) {
      localStorage.removeItem(hold);
    }
  } catch {
    /* nothing is held */
  }

  // The clock: the server's, whatever this device's says.
  const clock = document.querySelector(".clock");
  const ahead = Date.parse(clock.dataset.now) - Date.now();
  const minutes = (from, to) => Math.ceil((to - from) / 60000);
  const tell = () => {
    const now = Date.now() + ahead;
    const [start, end] = [Date.parse(clock.dataset.start), Date.parse(clock.dataset.end)];
    const [phrase, count] =
      now < start ? ["before", minutes(now, start)] : now < end ? ["left", minutes(now, end)] : ["over", -minutes(now, end)];
    const text = clock.dataset[phrase].replace("#", count);
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("last", phrase === "left" && count <= 5);
  };
  tell();
  setInterval(tell, 5000);
})();
