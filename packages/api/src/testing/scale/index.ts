export { fillProgram, type ProgramSize } from "./fill-program.ts";
export { type Question, questionsOf } from "./questions.ts";
