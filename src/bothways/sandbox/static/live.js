// Keeps the live part of the start page fresh. Without it the page works the same and is fresh when it is loaded.
(() => {
  const live = document.querySelector("[data-live]");
  if (!live) return;
  // Replacing an element under a finger or a keyboard would lose the click.
  const inUse = () => live.contains(document.activeElement) || live.querySelector(":active") !== null;
  const refresh = async () => {
    if (document.hidden || inUse()) return;
    try {
      const answer = await fetch("/live", { credentials: "same-origin" });
      if (answer.ok && !inUse()) live.innerHTML = await answer.text();
    } catch {
      // The sandbox was stopped; what the page shows last stays.
    }
  };
  setInterval(refresh, 2000);
})();
