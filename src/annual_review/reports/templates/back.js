"use strict";
// Who comes back to a page goes on with the keyboard at the link by which they left it.
(() => {
  const alike = (link) => [...document.links].filter((each) => each.href === link);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    const left = { href: link.href, n: alike(link.href).indexOf(link) };
    history.replaceState({ ...history.state, left }, "");
  });
  addEventListener("pageshow", () => {
    const { left } = history.state ?? {};
    const link = left && alike(left.href)[left.n];
    if (!link || document.activeElement !== document.body) return;
    for (let around = link.closest("details"); around; around = around.parentElement.closest("details")) {
      around.open = true;
    }
    link.focus({ preventScroll: !link.closest("details") });
  });
})();
