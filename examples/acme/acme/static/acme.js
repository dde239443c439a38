// Acme works without this file. With it, the marketplace opens inside of Acme, and what the page shows stays fresh.

// --- the marketplace ---

const form = document.querySelector("[data-marketplace]");

/** A token for the customer who is signed in. Acme's backend knows who that is; this page does not say. */
async function newToken() {
  const answer = await fetch("/integrations/session", { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return (await answer.json()).token;
}

if (form && window.bothways) {
  for (const name of ["created", "updated", "disconnected", "needs_reauth"]) {
    bothways.on(`connection.${name}`, () => refresh(true));
  }
  bothways.on("marketplace.closed", () => refresh());
  bothways.on("error", ({ message, next_step }) => {
    const trouble = document.querySelector("[data-trouble]");
    trouble.textContent = `${message} ${next_step}`;
    trouble.hidden = false;
  });
  // A session ends after an hour; then `renew` is asked for another.
  const ready = newToken().then((token) => bothways.authenticate(token, { renew: newToken }));
  ready.then(showConnectButtons, () => {});

  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-marketplace]")) return;
    event.preventDefault();
    try {
      await ready;
    } catch {
      // Without a session there is still Bothways' own page.
      return event.target.submit();
    }
    bothways.openMarketplace().catch(() => {});
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-connect]");
    if (!button) return;
    button.ariaBusy = "true";
    // In the click itself: only then may a window open.
    bothways.connect(button.dataset.connect).catch(() => {}).finally(() => (button.ariaBusy = null));
  });
}

function showConnectButtons() {
  for (const button of document.querySelectorAll("[data-connect]")) button.hidden = false;
}

// --- what stays fresh ---

/** Load the page anew and put its changing parts in place of the old ones; where somebody is at work only with `news`. */
async function refresh(news = false) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-fresh], .head")) {
      const name = old.dataset.fresh;
      const fresh = page.querySelector(name ? `[data-fresh="${name}"]` : ".head");
      const isInUse = old.contains(document.activeElement);
      if (!fresh || (isInUse && !news)) continue;
      old.replaceWith(fresh);
      if (isInUse) document.getElementById("main").focus();
    }
  } catch {
    // Acme was stopped; what is shown stays.
  }
  if (window.bothways) showConnectButtons();
  tick();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-look]")) return;
  event.preventDefault();
  event.target.blur();
  refresh();
});

function spoken(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(seconds / 3600)} h`;
}

function tick() {
  const life = document.querySelector("[data-life]");
  if (!life) return;
  const seconds = Math.max(0, Math.floor((Date.parse(life.dataset.expires) - Date.now()) / 1000));
  life.querySelector("[data-left]").textContent = spoken(seconds);
  life.querySelector("[data-bar]").value = seconds;
}

if (document.querySelector("[data-fresh]")) {
  setInterval(tick, 1000);
  // The backend asks again now and then, as a busy product does all the time: that is when tokens get renewed.
  setInterval(() => !document.hidden && refresh(), 15000);
}
