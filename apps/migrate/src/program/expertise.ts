import { isStorable, topicLabel, topicSlug } from "@sundial/validators";
import { idOf } from "../file/people.ts";
import { isRecord, listOf } from "../file/values.ts";
import { cellReader, type ProgramMapping } from "./mapping.ts";
import { keyOf, type ProgramRow, personWord, unusableRow } from "./program-row.ts";

/** Reads the rows of the sheet of expertise: one for each topic of each row. */
export function expertiseReader(source: string, mapping: ProgramMapping) {
  const cells = cellReader("expertise", mapping);
  return (row: unknown): ProgramRow[] => {
    if (!isRecord(row)) return [unusableRow("ROW_INVALID")];
    const { value, text } = cells(row);
    const person = personWord(text("person"));
    if (!isStorable(person)) return [unusableRow("TEXT_INVALID")];
    const owner = idOf(`expertise:${source}`, person);
    if (owner === null) return [unusableRow("PERSON_MISSING")];
    const read = (given: string): ProgramRow => {
      const { data: label } = topicLabel.safeParse(given);
      const slug = label === undefined ? null : topicSlug(label);
      return {
        recognized: { owner, key: keyOf(person, owner, slug ?? given) },
        data: { mentor: person, label: label ?? null, slug },
        codes: {
          quarantined:
            label === undefined ? [given === "" ? "TOPICS_MISSING" : "TOPIC_INVALID"] : [],
          flagged: [],
        },
      };
    };
    const topics = listOf(value("topics"));
    return (topics.length === 0 ? [""] : topics).map(read);
  };
}
