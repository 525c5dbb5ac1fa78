// Derives every name from one noun: `favoriteMentor` gets the table favorite_mentors.

/** Names that tRPC reserves or that every object has. */
const RESERVED = ["then", "call", "apply", "constructor", "prototype"];

/** Postgres cuts off names after 63 characters, and the name of an index contains the noun. */
const LONGEST = 30;

/** An error that the person who runs the generator can fix. */
export class Refusal extends Error {}

/** All names of a noun in camelCase or kebab-case. Irregular plurals are passed in. */
export function namesOf(noun, plural) {
  const one = wordsOf(noun);
  const camel = camelOf(one);
  if (RESERVED.includes(camel))
    throw new Refusal(`"${camel}" is a reserved name. Choose another noun.`);
  const last = one.at(-1);
  if (plural === undefined && /[^suia]s$/.test(last)) {
    throw new Refusal(
      `"${noun}" looks like a plural. Use the singular, or pass the plural: --plural <nouns>`,
    );
  }
  const many = plural === undefined ? [...one.slice(0, -1), pluralOf(last)] : wordsOf(plural);
  if (many.join() === one.join()) {
    throw new Refusal(`The plural of "${noun}" must differ from the singular.`);
  }
  const pascal = (words) => words.map(capital).join("");
  return {
    noun: camel,
    nouns: camelOf(many),
    Noun: pascal(one),
    Nouns: pascal(many),
    NOUNS: many.join("_").toUpperCase(),
    kebab: one.join("-"),
    path: many.join("-"),
    table: many.join("_"),
    one: one.join(" "),
    many: many.join(" "),
    Many: capital(many.join(" ")),
    a: /^[aeiou]/.test(one[0]) ? "an" : "a",
  };
}

/** Replaces the placeholders of a template: `__Noun__` becomes FavoriteMentor, and so on. */
export function fillIn(template, names) {
  return template.replaceAll(/__([A-Za-z]+)__/g, (placeholder, name) => {
    if (!Object.hasOwn(names, name)) throw new Error(`unknown placeholder ${placeholder}`);
    return names[name];
  });
}

function wordsOf(noun) {
  if (!/^[a-z]+(-[a-z]+)*$|^[a-z]+([A-Z][a-z]+)*$/.test(noun)) {
    throw new Refusal(
      `"${noun}" must be a noun in camelCase or kebab-case, such as favoriteMentor or favorite-mentor.`,
    );
  }
  if (noun.length > LONGEST) throw new Refusal(`"${noun}" is longer than ${LONGEST} letters.`);
  return noun.split(/-|(?=[A-Z])/).map((word) => word.toLowerCase());
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

const camelOf = ([first, ...rest]) => first + rest.map(capital).join("");

function pluralOf(word) {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
