// Browsers that know command="show-modal" need none of this.
const knowsCommands = "commandForElement" in HTMLButtonElement.prototype;

document.addEventListener("click", (event) => {
  if (knowsCommands) return;
  const button = event.target instanceof Element && event.target.closest("button[commandfor]");
  const dialog = button && document.getElementById(button.getAttribute("commandfor"));
  if (!dialog) return;
  if (button.getAttribute("command") === "show-modal") dialog.showModal();
  if (button.getAttribute("command") === "close") dialog.close();
});

// A link to a dialog (#leave) opens it too.
const openLinked = () => {
  const dialog = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
};
addEventListener("hashchange", openLinked);
openLinked();
