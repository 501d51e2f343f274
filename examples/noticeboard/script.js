// Reads the notes from the page's JSON block, finds them as you type, and keeps their ages right; shows the preview on
// the page where notes are written; tells how far a file has come on the page where one is attached; and copies snippets.
// It puts the focus on the first field with an error, and takes the error back once the field is changed.
// It writes text through textContent, so nothing in a note can become markup here either. The preview alone is HTML: the
// server cleaned it.
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
    const some = count === 1 ? "1 note" : `${count} notes`;
    found.textContent = wanted ? (count === 0 ? "No note with these words." : some) : "";
  });
  document.getElementById("tools").hidden = false;
})();

(() => {
  const preview = document.getElementById("preview");
  if (!preview) return;
  const text = document.getElementById("text");
  const section = preview.parentElement;

  // The page's policy lets no text into innerHTML but through this one, which nothing outside these braces can reach,
  // and which cannot be made a second time. It changes nothing, because it is given one thing only: what this site's
  // /preview answered, where every part went through `html::sanitize` or `escape::Html`. (A frame would do as well, but
  // frames would then have to be allowed, and srcdoc needs a policy like this one too.)
  const cleaned = window.trustedTypes?.createPolicy("preview", { createHTML: (html) => html })
    ?? { createHTML: (html) => html };

  let timer;
  let running;
  const show = async () => {
    running?.abort();
    const mine = (running = new AbortController());
    try {
      const answer = await fetch("/preview", {
        method: "POST",
        body: new URLSearchParams({ text: text.value }),
        mode: "same-origin",
        redirect: "error",
        signal: mine.signal,
      });
      const html = await answer.text();
      if (mine.signal.aborted) return;
      if (answer.ok) preview.innerHTML = cleaned.createHTML(html);
      else preview.textContent = answer.status === 401 ? "Log in again to see a preview." : "There is no preview of this.";
    } catch {
      // Overtaken by the next one, or no network: what is shown stays, and the button is still there.
      return;
    }
    section.hidden = false;
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 250);
  });
})();

(() => {
  const form = document.getElementById("attach");
  if (!form) return;
  const progress = document.getElementById("progress");
  const refused = document.getElementById("refused");
  const button = form.querySelector("button");

  const tell = (problems) => {
    const items = problems.map((problem) => {
      const item = document.createElement("li");
      item.textContent = problem;
      return item;
    });
    refused.querySelector("ul").replaceChildren(...items);
    refused.hidden = false;
    progress.hidden = true;
    button.disabled = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // `fetch` does not tell how much of a body is sent.
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.value = total ? loaded / total : 0;
    });
    request.addEventListener("load", () => {
      if (request.status === 422) tell(JSON.parse(request.responseText).problems);
      // The redirect was followed already, and the answer's address has lost the fragment that names the note. Where
      // the session has ended, it led to the login.
      else if (request.status === 200) {
        const landed = new URL(request.responseURL);
        location.assign(landed.pathname === "/login" ? landed.href : form.querySelector("a").href);
      }
      else tell(["The site does not take this file."]);
    });
    request.addEventListener("error", () => tell(["The file did not arrive. Is it larger than the site takes?"]));
    refused.hidden = true;
    progress.value = 0;
    progress.hidden = false;
    button.disabled = true;
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
  });
})();

(() => {
  // By hand: selected, so that Ctrl+C works where all else fails.
  const bySelection = (pre, text) => {
    getSelection().selectAllChildren(pre);
    // The text as it is, without the colours and fonts of the page.
    const plain = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    };
    document.addEventListener("copy", plain);
    const copied = document.execCommand("copy");
    document.removeEventListener("copy", plain);
    return copied;
  };
  for (const button of document.querySelectorAll(".copy")) {
    const pre = button.closest(".snippet").querySelector(".shown");
    const status = button.nextElementSibling;
    button.hidden = false;
    button.addEventListener("click", async () => {
      // What is shown, and nothing else: the server wrote no other text for this button.
      const text = pre.textContent;
      let copied = true;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        // No clipboard without HTTPS or loopback, or the visitor has not allowed it.
        copied = bySelection(pre, text);
      }
      status.textContent = copied ? "Copied." : "Selected: press Ctrl+C to copy.";
    });
  }
})();

// The profile: sent like a file of a note, and what is wrong is written beside its field as the server's page would.
(() => {
  const form = document.getElementById("profile");
  if (!form) return;
  const progress = document.getElementById("progress");
  const button = form.querySelector("button");

  const rest = () => {
    progress.hidden = true;
    button.disabled = false;
  };
  // As without this script, and nothing is lost: the server's answer is a page.
  const plainly = () => {
    rest();
    form.submit();
  };
  const tell = (errors) => {
    for (const old of form.querySelectorAll("[id$='-error']")) old.remove();
    for (const old of form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
    let first;
    for (const { path, message } of errors) {
      // Of a list, the message stands behind all of its values.
      const name = path.replace(/\[.*/, "");
      const field = name && document.getElementById(name);
      if (!field) return plainly();
      let said = document.getElementById(`${name}-error`);
      if (!said) {
        said = Object.assign(document.createElement("ul"), { id: `${name}-error` });
        field.parentElement.append(said);
      }
      said.append(Object.assign(document.createElement("li"), { textContent: message }));
      field.setAttribute("aria-invalid", "true");
      const help = document.getElementById(`${name}-help`);
      field.setAttribute("aria-describedby", help ? `${said.id} ${help.id}` : said.id);
      first ??= field;
    }
    rest();
    first?.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.value = total ? loaded / total : 0;
    });
    request.addEventListener("load", () => {
      const type = request.getResponseHeader("content-type");
      if (request.status === 200) location.assign(request.responseURL);
      else if (request.status === 422 && type === "application/problem+json") {
        tell(JSON.parse(request.responseText).errors);
      } else plainly();
    });
    request.addEventListener("error", plainly);
    progress.value = 0;
    progress.hidden = false;
    button.disabled = true;
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
  });
})();

(() => {
  // What is wrong was said of what was sent; once it is changed, it is not known to be wrong. In a group, one of the
  // boxes is changed.
  const changed = (event) => {
    const field = event.target.closest?.("[aria-invalid]");
    if (!field) return;
    field.removeAttribute("aria-invalid");
    for (const end of ["problem", "error"]) {
      const said = document.getElementById(`${field.id}-${end}`);
      if (said) said.hidden = true;
    }
  };
  document.addEventListener("input", changed);

  // The first of them gets the focus, and where no field is wrong, the list of what is.
  const wrong = document.querySelector("[aria-invalid]");
  const control = wrong?.matches("fieldset") ? wrong.querySelector("input") : wrong;
  (control ?? document.querySelector("#summary [role=alert]"))?.focus();
})();
