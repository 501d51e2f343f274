// Reads the notes from the page's JSON block, finds them as you type, and keeps their ages right.
// It writes text only through textContent, so nothing in a note can become markup here either.
"use strict";
(() => {
  const block = document.getElementById("notes");
  if (!block) return;
  const notes = JSON.parse(block.textContent);
  const article = (note) => document.getElementById(`note-${note.id}`);

  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  const age = (seconds) => {
    if (seconds < 60) return "just now";
    if (seconds < 3600) return words.format(-Math.floor(seconds / 60), "minute");
    if (seconds < 86400) return words.format(-Math.floor(seconds / 3600), "hour");
    return words.format(-Math.floor(seconds / 86400), "day");
  };
  const dates = () => {
    for (const note of notes) {
      const when = article(note)?.querySelector(".when");
      if (when) {
        when.textContent = age(Date.now() / 1000 - note.posted);
        when.title = new Date(note.posted * 1000).toLocaleString();
      }
    }
  };
  dates();
  setInterval(dates, 30000);

  const find = document.getElementById("find");
  const found = document.getElementById("found");
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLocaleLowerCase();
    let count = 0;
    for (const note of notes) {
      const text = `${note.author} ${note.text} ${note.link ?? ""}`.toLocaleLowerCase();
      const hit = text.includes(wanted);
      if (hit) count += 1;
      const card = article(note);
      if (card) card.hidden = !hit;
    }
    found.textContent = wanted ? (count === 1 ? "1 note" : `${count} notes`) : "";
  });
  document.getElementById("tools").hidden = false;
})();
