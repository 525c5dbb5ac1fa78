import path from "node:path";
import ts from "@typescript/typescript6";

/**
 * Writes the contract as TypeScript that stands alone: the kind, input and output of each procedure
 * with their comments, the codes and the details of errors. Nothing of the server is left in it: no
 * context, no imports and no names of its types.
 *
 * Errors: throws for a type that would hide what callers get, such as `any` or a function.
 */
export function printContract(file: string): string {
  const program = ts.createProgram([file], compilerOptions(file));
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} isn't a module`);
  const exported = new Map(checker.getExportsOfModule(module).map((one) => [one.name, one]));
  const typeOf = (name: string) => {
    const symbol = exported.get(name);
    if (!symbol) throw new Error(`${file} doesn't export ${name}`);
    return checker.getDeclaredTypeOfSymbol(symbol);
  };
  const printer = createPrinter(checker);
  const record = printer.follow(typeOf("SundialRouter"), "_def", "record");
  return `${HEAD}
/** Every procedure with its input and output, for tRPC's own clients. */
export type SundialRouter = TRPCBuiltRouter<Root, {
${printer.router(record, "  ")}}>;

/** The codes of the server's errors. */
export type ServerErrorCode = ${printer.type(typeOf("ServerErrorCode"), "ServerErrorCode")};

/** The \`details\` of the errors that have them. */
export interface ErrorDetails ${printer.type(typeOf("ErrorDetails"), "ErrorDetails")}
`;
}

const HEAD = `import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorShape,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
} from "@trpc/server";

type JsonValue = string | number | boolean | null | JsonValue[] | { [key in string]?: JsonValue };
type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: object }>;
type Mutation<Input, Output> = TRPCMutationProcedure<{ input: Input; output: Output; meta: object }>;

interface Root {
  ctx: object;
  meta: object;
  errorShape: TRPCDefaultErrorShape & {
    data: { error: string; code: ServerErrorCode; details?: unknown; requestId?: string };
  };
  transformer: true;
}
`;

function compilerOptions(file: string): ts.CompilerOptions {
  const config = ts.findConfigFile(file, ts.sys.fileExists);
  if (!config) throw new Error(`${file} has no tsconfig.json`);
  const { config: settings } = ts.readConfigFile(config, ts.sys.readFile);
  return ts.parseJsonConfigFileContent(settings, ts.sys, path.dirname(config)).options;
}

function createPrinter(checker: ts.TypeChecker) {
  function follow(type: ts.Type, ...names: string[]): ts.Type {
    return names.reduce((holder, name) => {
      const property = holder.getProperty(name);
      if (!property) throw new Error(`${checker.typeToString(holder)} has no ${name}`);
      return checker.getTypeOfSymbol(property);
    }, type);
  }

  function router(record: ts.Type, indent: string): string {
    const entries = record.getProperties().map((property) => {
      const type = checker.getTypeOfSymbol(property);
      if (isStream(type)) return "";
      const comment = commentOf(property, indent);
      if (!type.getProperty("_def")) {
        return `${comment}${indent}${property.name}: {\n${router(type, `${indent}  `)}${indent}};\n`;
      }
      return `${comment}${indent}${property.name}: ${procedure(type, property.name, indent)};\n`;
    });
    return entries.join("");
  }

  /** What only pages follow: no token may, and it isn't JSON. */
  function isStream(type: ts.Type): boolean {
    if (!type.getProperty("_def")) return false;
    const kind = follow(type, "_def", "type");
    return kind.isStringLiteral() && kind.value === "subscription";
  }

  function procedure(type: ts.Type, name: string, indent: string): string {
    const kind = follow(type, "_def", "type");
    if (!kind.isStringLiteral()) throw new Error(`${name} has no kind`);
    const [input, output] = ["input", "output"].map((side) =>
      print(follow(type, "_def", "$types", side), { path: `${name}.${side}`, indent, within: [] }),
    );
    return `${kind.value === "query" ? "Query" : "Mutation"}<${input}, ${output}>`;
  }

  interface Place {
    path: string;
    indent: string;
    /** The objects around this one, to find recursive types. */
    within: ts.Type[];
  }

  function print(type: ts.Type, place: Place): string {
    if (type.flags & ts.TypeFlags.Any) throw new Error(`${place.path} is any`);
    if (type.isUnion()) return union(type, place);
    if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) {
      return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    }
    if (type.symbol?.name === "Date") return "Date";
    if (isJson(type)) return "JsonValue";
    if (place.within.includes(type)) throw new Error(`${place.path} is recursive`);
    if (type.getCallSignatures().length > 0) throw new Error(`${place.path} is a function`);
    if (checker.isTupleType(type)) {
      const parts = checker.getTypeArguments(asReference(type, place));
      return `[${parts.map((part) => print(part, place)).join(", ")}]`;
    }
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(asReference(type, place));
      if (!item) throw new Error(`${place.path} is an array of nothing`);
      const text = print(item, { ...place, path: `${place.path}[]` });
      return item.isUnion() ? `(${text})[]` : `${text}[]`;
    }
    return object(type, place);
  }

  function union(type: ts.UnionType, place: Place): string {
    if (type.types.some(isJson)) {
      return type.types.some(({ flags }) => flags & ts.TypeFlags.Null)
        ? "JsonValue"
        : "NonNullable<JsonValue>";
    }
    const texts = type.types.map((part) => print(part, place));
    const isBoolean = texts.includes("true") && texts.includes("false");
    const kept = isBoolean
      ? [...texts.filter((text) => text !== "true" && text !== "false"), "boolean"]
      : texts;
    const last = (text: string) => (text === "null" ? 1 : text === "undefined" ? 2 : 0);
    return [...new Set(kept)].sort((a, b) => last(a) - last(b)).join(" | ");
  }

  function object(type: ts.Type, { path, indent, within }: Place): string {
    const inner = `${indent}  `;
    const place = (name: string) => ({
      path: `${path}.${name}`,
      indent: inner,
      within: [...within, type],
    });
    const indexes = checker.getIndexInfosOfType(type).map(({ keyType, type: value }) => {
      const key = checker.typeToString(keyType);
      return `${inner}[key: ${key}]: ${print(value, place("*"))};\n`;
    });
    const properties = checker.getPropertiesOfType(type).map((property) => {
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      const text = print(checker.getTypeOfSymbol(property), place(property.name));
      const key = /^[A-Za-z_$][\w$]*$/.test(property.name)
        ? property.name
        : JSON.stringify(property.name);
      return `${commentOf(property, inner)}${inner}${key}${isOptional ? "?" : ""}: ${text};\n`;
    });
    const body = [...indexes, ...properties].join("");
    return body === "" ? "{}" : `{\n${body}${indent}}`;
  }

  function commentOf(symbol: ts.Symbol, indent: string): string {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
    if (text === "") return "";
    const lines = text.split("\n");
    if (lines.length === 1) return `${indent}/** ${text} */\n`;
    return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
  }

  const type = (one: ts.Type, path: string) => print(one, { path, indent: "", within: [] });
  return { follow, router, type };
}

/** Prisma's recursive types of JSON. */
const isJson = ({ aliasSymbol, symbol }: ts.Type) =>
  [aliasSymbol, symbol].some((one) => /^Json(Value|Object|Array)$/.test(one?.name ?? ""));

function asReference(type: ts.Type, { path }: { path: string }): ts.TypeReference {
  if (isReference(type)) return type;
  throw new Error(`${path} can't be written down`);
}

const isReference = (type: ts.Type): type is ts.TypeReference => "target" in type;
