import type { TokenScope } from "@sundial/validators";

export const tokenScopeLabels: Record<TokenScope, string> = {
  read: "Read only",
  write: "Read and write",
};
