import { databaseName } from "../connections.ts";
import { mappedReader, requiredColumns } from "../file/mapped-person.ts";
import { type PresetMapping, parseFileMapping, parsePresetMapping } from "../file/mapping.ts";
import type { ReadRow } from "../file/person.ts";
import { sourceValue } from "../file/profile.ts";
import type { PeopleMove } from "../file/source.ts";
import { textOf } from "../file/values.ts";
import { COMMON_PROVIDERS, type PresetAccess, readFiles } from "./preset.ts";
import { type PresetName, presets } from "./presets.ts";

/** Files whose columns a mapping explains. `name` tells several such sources apart. */
export function fileMove({ users }: PresetAccess, name = "file"): PeopleMove {
  return {
    source: "file",
    sourceDatabase: name,
    parseMapping: parseFileMapping,
    async open(value) {
      const mapping = parseFileMapping(value);
      const { delimiter, roles, providers } = mapping;
      const required = requiredColumns(mapping);
      // The mapping names providers as they are here.
      const ours = mapping.identities.map(({ provider }) => [provider, provider]);
      return {
        rows: () => readFiles(users, { delimiter, required }),
        read: mappedReader(mapping),
        mapping,
        rules: {
          source: "file",
          roles,
          providers: { ...COMMON_PROVIDERS, ...Object.fromEntries(ours), ...providers },
        },
      };
    },
  };
}

/** A vendor's export or database. */
export function presetMove(preset: PresetName, access: PresetAccess, name?: string): PeopleMove {
  const { source, providers, isDatabase, open } = presets[preset];
  const url = isDatabase ? access.databaseUrl : undefined;
  return {
    source,
    sourceDatabase: name ?? (url === undefined ? preset : databaseName(url)),
    parseMapping: parsePresetMapping,
    async open(value) {
      const mapping = parsePresetMapping(value);
      const opened = await open(access);
      return {
        rows: opened.rows,
        read: (row) => withTimeZone(opened.read(row), row, mapping),
        mapping,
        rules: {
          source: preset,
          roles: mapping.roles,
          providers: { ...providers, ...mapping.providers },
        },
      };
    },
  };
}

/** The zone is in a place of the program's own choice, such as metadata. */
function withTimeZone(found: ReadRow, row: unknown, { timeZone: column }: PresetMapping): ReadRow {
  if (column === undefined || found === null || !("person" in found)) return found;
  const timeZone = textOf(sourceValue(row, column)) || found.person.timeZone;
  return { person: { ...found.person, timeZone } };
}

/** The preset that a run's source is read by; undefined for files with a mapping. */
export function presetOfSource(source: string): PresetName | undefined {
  const names: PresetName[] = ["better-auth", "authjs", "clerk", "auth0", "firebase", "keycloak"];
  return names.find((name) => presets[name].source === source);
}
