/**
 * Takes the question out of the address before anything else on the page reads it. A classic script,
 * so that it runs while the page is still read.
 */
(() => {
  const url = new URL(location.href);
  const asked = ["q", "segment", "script"].filter((name) => url.searchParams.has(name));
  if (!asked.length) return;
  document.getElementById("call").dataset.asked = url.search;
  for (const name of asked) url.searchParams.delete(name);
  // The customer's words stay out of the history and, at the next reload, of a server's log.
  history.replaceState(history.state, "", url);
})();
