// Acme works without this file. With it, Bothways opens in a modal, and what the page shows stays fresh.

const dialog = document.getElementById("connect");
const frame = dialog?.querySelector("[data-frame]");

// --- the modal ---

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-opens-connect]") || !dialog?.showModal) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    // The answer is an address that works once, for this customer alone.
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
    });
    const { url } = await answer.json();
    frame.src = url;
    dialog.showModal();
  } catch {
    form.submit();
  } finally {
    button.disabled = false;
  }
});

dialog?.addEventListener("click", (event) => {
  // A click beside the panel lands on the dialog itself.
  if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
});

dialog?.addEventListener("close", () => {
  frame.removeAttribute("src");
  refresh();
});

// --- what stays fresh ---

/** Load the page anew and put its changing parts in place of the old ones. */
async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-fresh], .head")) {
      const name = old.dataset.fresh;
      const fresh = page.querySelector(name ? `[data-fresh="${name}"]` : ".head");
      if (fresh && !old.contains(document.activeElement)) old.replaceWith(fresh);
    }
  } catch {
    // Acme was stopped; what is shown stays.
  }
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
