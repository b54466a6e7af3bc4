// "Changed elsewhere at 14:02": both texts side by side, and the person chooses. Nothing is merged behind their back.
const labelOf = (form, name) => {
  const control = [].concat(form.elements[name] instanceof RadioNodeList ? [...form.elements[name]] : form.elements[name])[0];
  const label = control?.closest("fieldset")?.querySelector("legend") ?? control?.labels?.[0];
  return (label?.firstChild?.textContent ?? name).trim();
};

const node = (tag, words) => {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
};

export const showClash = (form, here, there, time, choose) => {
  form.querySelector(".clash")?.remove();
  const box = form.querySelector("template[data-clash]").content.firstElementChild.cloneNode(true);
  box.querySelector("[data-time]").textContent = box.querySelector("[data-time]").textContent.replace("{time}", time);
  const list = box.querySelector("dl");
  for (const name of Object.keys(there.fields)) {
    const [mine, theirs] = [(here[name] ?? []).join(", "), there.fields[name].join(", ")];
    if (mine === theirs || form.elements[name]?.type === "hidden") continue;
    for (const [words, text] of [[list.dataset.here, mine], [list.dataset.there, theirs]]) {
      const pair = document.createElement("div");
      pair.append(node("dt", `${labelOf(form, name)}, ${words}`), node("dd", text || "–"));
      list.append(pair);
    }
  }
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    box.remove();
    choose(button.value === "here");
  });
  form.querySelector(".submit").before(box);
  box.focus();
};
