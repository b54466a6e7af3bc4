// The same rules as conditions.py. Answers are {key: [texts]}; a grid's lines stand under "question.row".

export function asNumber(text) {
  const plain = text.trim().replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  return Math.abs(number) < 1e15 ? number : null;
}

function holds(condition, answers) {
  const key = condition.row ? `${condition.question}.${condition.row}` : condition.question;
  const given = (answers[key] ?? []).map((value) => value.trim()).filter(Boolean);
  switch (condition.test) {
    case "answered": return given.length > 0;
    case "not_answered": return given.length === 0;
    case "any_of": return given.some((value) => condition.values.includes(value));
    case "none_of": return !given.some((value) => condition.values.includes(value));
  }
  const number = given.length ? asNumber(given[0]) : null;
  const bound = asNumber(condition.values[0]);
  if (number === null || bound === null) return false;
  return condition.test === "at_least" ? number >= bound : number <= bound;
}

export function showIfHolds(rule, answers) {
  const test = (condition) => holds(condition, answers);
  return rule.match === "all" ? rule.conditions.every(test) : rule.conditions.some(test);
}

// `questions` is [{code, showIf}], in order. Returns the codes that are shown.
export function shown(questions, answers) {
  const held = { ...answers };
  return questions.filter(({ code, showIf }) => {
    if (!showIf || showIfHolds(showIf, held)) return true;
    for (const key of Object.keys(held)) if (key === code || key.startsWith(`${code}.`)) delete held[key];
    return false;
  }).map(({ code }) => code);
}
