// What all pages do with a script: buttons that ask the hub for something, and what is told while a page is open.
"use strict";
(() => {
  const status = document.getElementById("status");
  const say = (text) => { status.textContent = text; };

  // Buttons. Without a script they are not there.
  const dialog = document.getElementById("confirm");
  const confirmed = (title, question, body) => new Promise((resolve) => {
    document.getElementById("confirm-title").textContent = title;
    document.getElementById("confirm-text").textContent = question;
    const preview = document.getElementById("confirm-body");
    preview.textContent = body;
    preview.hidden = body === "";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
  const act = async (button) => {
    const { post, body = "", question, go } = button.dataset;
    if (!await confirmed(button.textContent.trim(), question, body)) { return; }
    button.disabled = true;
    try {
      const answer = await fetch(post, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: body || "{}",
      });
      const text = await answer.text();
      if (answer.ok) {
        let job = null;
        try { job = JSON.parse(text).job ?? null; } catch { /* An answer without a document is good, too. */ }
        say("Done. The page is loaded anew.");
        location.href = job !== null && go.startsWith("/jobs") ? `/jobs/${job}` : go;
        return;
      }
      let detail = text.slice(0, 300);
      try { detail = JSON.parse(text).detail ?? detail; } catch { /* Not JSON: its text says what is wrong. */ }
      say(`Not done: ${detail}`);
    } catch (error) {
      say(`Not done: the hub does not answer (${error.message}).`);
    }
    button.disabled = false;
  };
  for (const button of document.querySelectorAll("button.act")) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      // Without a script it sends the form that it stands in.
      event.preventDefault();
      act(button);
    });
  }
  for (const button of document.querySelectorAll("button.asks")) {
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      if (await confirmed(button.textContent.trim(), button.dataset.question, "")) { button.form.submit(); }
    });
  }
  const copy = document.getElementById("copy");
  if (copy !== null && navigator.clipboard) {
    const secret = document.getElementById("secret");
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      secret.select();
      try {
        await navigator.clipboard.writeText(secret.value);
        say("The token is copied.");
      } catch (error) {
        say(`Not copied (${error.message}): it is selected, copy it by hand.`);
      }
    });
  }

  // Live: the counts of jobs change where they stand.
  const places = document.querySelectorAll("[data-live]");
  if (places.length === 0) { return; }
  const grouped = new Intl.NumberFormat("en-US");
  const shown = (value) => typeof value === "number" ? grouped.format(value) : String(value ?? "");
  const show = (element, job) => {
    for (const field of element.querySelectorAll("[data-field]")) {
      const name = field.dataset.field;
      if (name === "progress") {
        // Of one item, or where none is through yet, items say nothing of how far a job is.
        const isKnown = job.items > 1 && job.items_done > 0;
        field.hidden = !(job.state === "RUNNING" || job.state === "PAUSED" && isKnown);
        if (isKnown) {
          field.max = job.items;
          field.value = job.items_done;
        } else {
          field.removeAttribute("value");
        }
      } else if (name in job) {
        const text = shown(job[name]);
        if (field.textContent !== text && name !== "last_sign_of_life") { field.textContent = text; }
        if (name === "state") { field.className = `state s-${job.state}`; }
        if (name === "last_sign_of_life") { field.textContent = text.replace("T", " ").slice(0, 19); }
      }
    }
  };
  const article = (job) => {
    const made = document.createElement("article");
    made.className = "job";
    made.dataset.job = job.job;
    const head = document.createElement("p");
    const link = document.createElement("a");
    link.href = `/jobs/${job.job}`;
    link.textContent = `Job ${job.job}: ${job.command}`;
    const subject = document.createElement("span");
    subject.className = "quiet";
    subject.textContent = ` ${job.subject}`;
    head.append(link, subject);
    const progress = document.createElement("progress");
    progress.dataset.field = "progress";
    progress.setAttribute("aria-label", `Items done of job ${job.job}`);
    const facts = document.createElement("p");
    facts.className = "facts";
    const fact = (name, words) => {
      const span = document.createElement("span");
      const value = document.createElement(name === "state" ? "span" : "b");
      value.dataset.field = name;
      span.append(words, value);
      facts.append(span);
    };
    fact("state", "");
    fact("items_done", "items done ");
    fact("rows_read", "rows ");
    fact("rejected", "rejected ");
    made.append(head, progress, facts);
    return made;
  };
  const list = document.querySelector("[data-live=jobs]");
  const states = new Map();
  const onJob = (job) => {
    const number = String(job.job);
    let known = false;
    for (const element of document.querySelectorAll("[data-job]")) {
      if (element.dataset.job !== number) { continue; }
      show(element, job);
      known = known || element.classList.contains("job");
    }
    if (list !== null && !known) {
      list.querySelector("[data-empty]")?.remove();
      const made = article(job);
      list.prepend(made);
      show(made, job);
    }
    if (job.state !== states.get(number)) { say(`Job ${number}: ${job.state}.`); }
    // What a job leaves behind, its errors and what can be done next, is on the page as it is made anew.
    const isOver = (state) => state !== undefined && state !== "RUNNING" && state !== "PENDING";
    const own = document.querySelector("[data-own]");
    if (own?.dataset.job === number && isOver(job.state) && !isOver(states.get(number) ?? own.dataset.state) && !dialog.open) {
      location.reload();
    }
    states.set(number, job.state);
  };
  const alerts = document.getElementById("alerts");
  const onAlert = (alert) => {
    if (alerts === null) { return; }
    const key = `${alert.rule} ${alert.subject ?? ""}`;
    for (const old of alerts.querySelectorAll("[data-alert]")) { if (old.dataset.alert === key) { old.remove(); } }
    if (alert.state === "firing") {
      alerts.querySelector("[data-empty]")?.remove();
      const line = document.createElement("p");
      line.className = alert.severity === "critical" ? "alert critical" : "alert";
      line.dataset.alert = key;
      const rule = document.createElement("b");
      rule.textContent = alert.rule;
      line.append(rule, ` ${alert.message}`);
      alerts.append(line);
    }
  };
  const heard = (handle) => (event) => {
    try { handle(JSON.parse(event.data)); } catch (error) { say(`A message of the hub cannot be read: ${error.message}`); }
  };
  // Where the hub was away, or is another one now: what is shown may be old, so the page is loaded anew. Who has to log in
  // again is led there.
  const comeBack = async () => {
    say("The hub does not answer; the page is loaded anew when it does.");
    try {
      const answer = await fetch("/v1/whoami", { cache: "no-store" });
      if (answer.status === 401) { location.href = "/login"; return; }
      if (answer.ok) { location.reload(); return; }
    } catch { /* Not yet. */ }
    setTimeout(comeBack, 2000);
  };
  const events = new EventSource("/v1/events");
  events.addEventListener("job", heard(onJob));
  events.addEventListener("alert", heard(onAlert));
  const tasks = document.querySelector("[data-live=tasks]");
  events.addEventListener("task", heard((run) => {
    if (run.state !== "RUNNING") { say(`Task ${run.name}: ${run.state}.`); }
    if (tasks !== null && run.state !== "RUNNING" && !dialog.open) { location.reload(); }
  }));
  const lost = () => {
    events.close();
    setTimeout(comeBack, 1000);
  };
  // The hub says why it ends the stream.
  events.addEventListener("bye", heard((bye) => {
    say(`The hub ends the live stream: ${bye.reason}.`);
    lost();
  }));
  events.addEventListener("error", () => { if (events.readyState === EventSource.CLOSED) { lost(); } });
  addEventListener("pagehide", () => events.close());
})();
