import { readFileSync } from "node:fs";
import path from "node:path";
import { type ErrorCode, errorCode } from "@sundial/validators";
import ts from "@typescript/typescript6";

const packages = path.join(import.meta.dirname, "../..");
const root = path.join(packages, "api/src/root.ts");

/** What the source says about one procedure, beyond what the router knows at run time. */
export interface SourceFacts {
  /** The docstring of its service, or of its line in the router. */
  description: string;
  /** Every code that its service can throw, found by following each name it mentions. */
  errors: ErrorCode[];
  /** The codes that the service's docstring lists. */
  listed: Set<ErrorCode>;
}

/**
 * Reads the routers and everything they call in our packages.
 *
 * Errors: throws when a procedure has no docstring, or throws an error without a readable code.
 */
export function readProcedures(): Map<string, SourceFacts> {
  const program = ts.createProgram([root], { noLib: true, types: [] }, host());
  const checker = program.getTypeChecker();
  const facts = new Map<string, SourceFacts>();
  for (const { feature, router } of routersOf(program, checker)) {
    for (const property of router.properties) {
      if (!ts.isPropertyAssignment(property)) continue;
      const name = `${feature}.${property.name.getText()}`;
      const codes = codesFrom(property, checker);
      const service = serviceOf(property, checker);
      const described = [service && docOf(service), docOf(property)].find((doc) => doc?.text);
      if (!described) throw new Error(`${name} has no docstring, neither its service nor its line`);
      facts.set(name, {
        description: described.text,
        errors: errorCode.options.filter((code) => codes.has(code)),
        listed: listedCodes(service, checker),
      });
    }
  }
  return facts;
}

/** Files of ours only: their names resolve to each other, and everything else has no type. */
function host(): ts.CompilerHost {
  const plain = ts.createCompilerHost({});
  return {
    ...plain,
    resolveModuleNameLiterals: (names, from) =>
      names.map(({ text }) => {
        const file = fileOf(text, from);
        if (file === undefined) return { resolvedModule: undefined };
        return { resolvedModule: { resolvedFileName: file, extension: path.extname(file) } };
      }),
  };
}

function fileOf(name: string, from: string) {
  // The database client is large and throws no errors of ours.
  if (name.startsWith("./generated/")) return;
  if (name.startsWith(".")) return path.join(path.dirname(from), name);
  const [, own, entry] = /^@sundial\/([^/]+)(\/.+)?$/.exec(name) ?? [];
  if (own === undefined) return;
  const { exports } = JSON.parse(readFileSync(path.join(packages, own, "package.json"), "utf8"));
  return path.join(packages, own, exports[`.${entry ?? ""}`]);
}

/** The object literals that the features pass to `router()`. */
function routersOf(program: ts.Program, checker: ts.TypeChecker) {
  const source = program.getSourceFile(root);
  if (source === undefined) throw new Error(`${root} can't be read`);
  return [...descendants(source)].filter(ts.isPropertyAssignment).flatMap((property) => {
    const { initializer } = property;
    const named = ts.isCallExpression(initializer) ? initializer.expression : initializer;
    const declared = declarationOf(named, checker);
    const router = declared && [...descendants(declared)].find(isRouterCall)?.arguments[0];
    return router && ts.isObjectLiteralExpression(router)
      ? [{ feature: property.name.getText(), router }]
      : [];
  });
}

function isRouterCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.getText() === "router";
}

/** The function that the procedure hands over to. */
function serviceOf(property: ts.PropertyAssignment, checker: ts.TypeChecker) {
  const resolver = [...descendants(property)].find(ts.isArrowFunction);
  const call = resolver && [...descendants(resolver.body)].find(ts.isCallExpression);
  return call && declarationOf(call.expression, checker);
}

/** The codes of all errors in what is mentioned, directly or through others. */
function codesFrom(start: ts.Node, checker: ts.TypeChecker): Set<ErrorCode> {
  const reached = new Set<ts.Node>([start]);
  const codes = new Set<ErrorCode>();
  for (const node of reached) {
    const { mentions, made } = factsOf(node, checker);
    for (const each of mentions) reached.add(each);
    for (const code of made) codes.add(code);
  }
  return codes;
}

const known = new WeakMap<ts.Node, { mentions: Set<ts.Node>; made: Set<ErrorCode> }>();

/** The top-level declarations that a node mentions, and the codes of the errors made in it. */
function factsOf(node: ts.Node, checker: ts.TypeChecker) {
  const earlier = known.get(node);
  if (earlier) return earlier;
  const facts = { mentions: new Set<ts.Node>(), made: new Set<ErrorCode>() };
  for (const each of descendants(node)) {
    const declared = declarationOf(each, checker);
    if (declared) facts.mentions.add(declared);
    for (const code of codesMade(each)) facts.made.add(code);
  }
  known.set(node, facts);
  return facts;
}

function declarationOf(node: ts.Node, checker: ts.TypeChecker): ts.Node | undefined {
  if (!ts.isIdentifier(node)) return;
  const symbol = checker.getSymbolAtLocation(node);
  const target =
    symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target?.declarations?.find(isTopLevel);
}

function isTopLevel(node: ts.Node) {
  const { parent } = node;
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return ts.isSourceFile(parent);
  return ts.isVariableDeclaration(node) && ts.isSourceFile(parent.parent.parent);
}

/** The code of an error made here: a literal, or one of those that the file chooses from. */
function codesMade(node: ts.Node): ErrorCode[] {
  if (!ts.isNewExpression(node) || node.expression.getText() !== "DomainError") return [];
  const literal = node.arguments?.[0] && codeOf(node.arguments[0]);
  return literal ? [literal] : literalsIn(node.getSourceFile());
}

function literalsIn(source: ts.SourceFile): ErrorCode[] {
  const found = [...descendants(source)].flatMap((node) => codeOf(node) ?? []);
  if (found.length === 0) throw new Error(`${source.fileName} makes an error without a code`);
  return found;
}

function codeOf(node: ts.Node): ErrorCode | undefined {
  return ts.isStringLiteralLike(node) ? errorCode.safeParse(node.text).data : undefined;
}

/** A node and everything in it, without types. */
function* descendants(node: ts.Node): Generator<ts.Node> {
  if (ts.isTypeNode(node)) return;
  yield node;
  for (const child of childrenOf(node)) yield* descendants(child);
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  return children;
}

/** A docstring as one paragraph, and the part that lists its errors. */
function docOf(node: ts.Node) {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const whole = ts.getTextOfJSDocComment(doc?.comment) ?? "";
  const [text = "", errors = ""] = whole.split(/(?:^|\s)Errors: /);
  const [errorsOnly = ""] = errors.split("\n\n");
  return { text: text.trim().replaceAll(/\s*\n\s*/g, " "), errors: errorsOnly };
}

/** The codes after "Errors:", including those of functions that it names. */
function listedCodes(node: ts.Node | undefined, checker: ts.TypeChecker): Set<ErrorCode> {
  const { errors } = node ? docOf(node) : { errors: "" };
  const own = errorCode.options.filter((code) => new RegExp(`\\b${code}\\b`).test(errors));
  const named = [...errors.matchAll(/`(\w+)`/g)].flatMap(([, name = ""]) => {
    const source = node?.getSourceFile();
    const found = source && [...descendants(source)].filter(ts.isIdentifier);
    const declared = found
      ?.filter(({ text }) => text === name)
      .map((each) => declarationOf(each, checker))
      .find((each) => each !== undefined);
    return declared && declared !== node ? [...listedCodes(declared, checker)] : [];
  });
  return new Set([...own, ...named]);
}
