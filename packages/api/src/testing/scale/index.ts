export { fillProgram, type ProgramSize } from "./fill-program.ts";
export type { Question } from "./question.ts";
export { questionsOf } from "./questions.ts";
