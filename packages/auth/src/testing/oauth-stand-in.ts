import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { z } from "zod";

interface Person {
  github?: { user: object; emails: object[] };
  discord?: object;
}

/**
 * Stands in for GitHub and Discord, with the endpoints that their documentation describes. Codes
 * work once, for the client and the proof key (PKCE) that they were made for.
 */
export async function startOAuthStandIn(client: { clientId: string; clientSecret: string }) {
  const codes = new Map<string, { challenge: string; redirectURI: string; person: Person }>();
  const tokens = new Map<string, Person>();

  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const { pathname } = new URL(request.url ?? "/", "http://stand-in.invalid");
    if (pathname === "/login/oauth/access_token" || pathname === "/api/oauth2/token") {
      let text = "";
      for await (const chunk of request) text += String(chunk);
      const form = new URLSearchParams(text);
      const isKnown =
        pathname === "/api/oauth2/token"
          ? request.headers.authorization === basic(client)
          : form.get("client_id") === client.clientId &&
            form.get("client_secret") === client.clientSecret;
      const code = form.get("code") ?? "";
      const issued = codes.get(code);
      codes.delete(code);
      const challenge = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      const isGood =
        issued?.challenge === challenge && issued.redirectURI === form.get("redirect_uri");
      // GitHub answers 200 with an error in it.
      if (!isKnown || !isGood || issued === undefined) {
        return answer(pathname.startsWith("/login") ? 200 : 400, {
          error: "bad_verification_code",
        });
      }
      const token = randomUUID();
      tokens.set(token, issued.person);
      return answer(200, { access_token: token, token_type: "bearer" });
    }
    const person = tokens.get((request.headers.authorization ?? "").replace("Bearer ", ""));
    if (person === undefined) return answer(401, { message: "Bad credentials" });
    if (pathname === "/api/v3/user") return answer(200, person.github?.user ?? {});
    if (pathname === "/api/v3/user/emails") return answer(200, person.github?.emails ?? []);
    if (pathname === "/api/users/@me") return answer(200, person.discord ?? {});
    return answer(404, {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.int() }).parse(server.address());

  return {
    url: `http://127.0.0.1:${port}`,
    /** Consents as this person at the authorization address; returns where the browser goes. */
    consent(start: URL, person: Person): URL {
      const asked = start.searchParams;
      const redirectURI = asked.get("redirect_uri") ?? "";
      const code = randomUUID();
      codes.set(code, { challenge: asked.get("code_challenge") ?? "", redirectURI, person });
      const back = new URL(redirectURI);
      back.search = new URLSearchParams({ code, state: asked.get("state") ?? "" }).toString();
      return back;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function basic({ clientId, clientSecret }: { clientId: string; clientSecret: string }) {
  const pair = [clientId, clientSecret].map(encodeURIComponent).join(":");
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}
