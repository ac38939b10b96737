/**
 * The navigation of a narrow window. The theme draws it off the screen and opens it by a label, which
 * no key reaches: here the label becomes a button, and `site.css` takes what is off the screen out of
 * the way of Tab.
 */

/** Give keys what a finger has: a button that opens the navigation, Esc that closes it. */
export function openDrawer() {
  const drawer = document.getElementById("__drawer");
  const label = document.querySelector("header label[for=__drawer]");
  const navigation = document.querySelector(".md-sidebar--primary nav");
  if (!(drawer instanceof HTMLInputElement && label && navigation)) return;
  const opener = document.createElement("button");
  opener.type = "button";
  opener.className = `${label.className} kb-drawer`;
  opener.ariaLabel = navigation.getAttribute("aria-label");
  opener.append(...label.childNodes);
  label.replaceWith(opener);

  const tell = () => opener.setAttribute("aria-expanded", String(drawer.checked));
  tell();
  drawer.addEventListener("change", () => {
    tell();
    // The first link is the logo, which a wide window shows elsewhere.
    const links = [...navigation.querySelectorAll("a")];
    if (drawer.checked) links.find((link) => link.checkVisibility())?.focus();
    else if (navigation.contains(document.activeElement)) opener.focus();
  });
  opener.addEventListener("click", () => drawer.click());
  // Not below the window, where the Esc of the call screen means the search.
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.code !== "Escape" || !drawer.checked) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      drawer.click();
    },
    true,
  );
}
