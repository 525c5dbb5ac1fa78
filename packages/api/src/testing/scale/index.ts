export { fillProgram } from "./fill-program.ts";
export type { ProgramSize } from "./program-size.ts";
export type { Question } from "./question.ts";
export { questionsOf } from "./questions.ts";
