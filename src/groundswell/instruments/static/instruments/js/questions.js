// Hides questions that do not apply. Without this file all are shown, and the server looks only at those that apply.

import { showIfHolds, shown } from "./conditions.js";

function answersOf(place) {
  const answers = {};
  for (const part of place.querySelectorAll("[data-question]")) {
    const { question, name } = part.dataset;
    for (const input of part.querySelectorAll("input, select, textarea")) {
      if ((input.type === "radio" || input.type === "checkbox") && !input.checked) continue;
      const values = input.multiple ? [...input.selectedOptions].map((option) => option.value) : [input.value];
      if (input.name === name) (answers[question] ??= []).push(...values);
      else if (input.name.startsWith(`${name}_`) && !input.name.startsWith(`${name}__`)) answers[`${question}.${input.name.slice(name.length + 1)}`] = values;
    }
  }
  return answers;
}

function follow(place) {
  const parts = [...place.querySelectorAll("[data-question]")];
  const questions = parts.map((part) => ({ code: part.dataset.question, showIf: part.dataset.showIf ? JSON.parse(part.dataset.showIf) : null }));
  const update = () => {
    const answers = answersOf(place);
    const visible = new Set(shown(questions, answers));
    for (const part of parts) part.hidden = !visible.has(part.dataset.question);
    for (const other of place.querySelectorAll("[data-other-if]")) other.hidden = !showIfHolds(JSON.parse(other.dataset.otherIf), answers);
  };
  place.addEventListener("input", update);
  place.addEventListener("change", update);
  place.closest("form")?.addEventListener("draft:restored", update);
  update();
}

for (const place of document.querySelectorAll("[data-questions]")) follow(place);
