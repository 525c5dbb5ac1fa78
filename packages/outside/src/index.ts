export { allowedHosts, urlProblem } from "./address-policy.ts";
export { type FileFailure, type GetOptions, getFile } from "./get-file.ts";
export { failureOf, guardedRequest, type RequestFailure, type Resolve } from "./guarded-request.ts";
