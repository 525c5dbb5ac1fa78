import { server } from "~/server";

const handler = (request: Request) => server().auth.handler(request);

export { handler as GET, handler as POST };
