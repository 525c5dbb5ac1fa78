import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from "jose";
import Provider, { type ClientMetadata } from "oidc-provider";
import { z } from "zod";

/** Somebody the issuer knows, by the login they type there. */
export interface IssuerPerson {
  sub: string;
  email?: string;
  email_verified?: unknown;
  name?: string;
  groups?: string[];
}

interface IssuerOptions {
  clients: ClientMetadata[];
  /** 0, the default, is any free port. */
  port?: number;
}

const tokenAnswer = z.looseObject({ id_token: z.string() });

/**
 * A real OpenID Connect provider on this machine, with its own pages. People sign in with their
 * login and any password.
 */
export async function startOpenIdIssuer({ clients, port = 0 }: IssuerOptions) {
  const people = new Map<string, IssuerPerson>();
  /** Changes the claims or the header of the next ID tokens, which are then signed again. */
  let tamper: ((claims: JWTPayload) => JWTPayload) | undefined;
  let keys = await newKeys();

  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${portOf(server)}`;
  let provider = serve();
  let isAway = false;

  server.on("request", (request, response) => {
    // Browsers ask for it, and note an error when there is none.
    if (request.url === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    if (isAway) {
      response.writeHead(503).end();
      return;
    }
    provider.callback()(request, response);
  });

  function serve() {
    const started = new Provider(issuer, {
      clients,
      jwks: { keys },
      // The claims of a scope are in the ID token, as most providers do it.
      conformIdTokenClaims: false,
      claims: {
        openid: ["sub", "groups"],
        email: ["email", "email_verified"],
        profile: ["name"],
      },
      pkce: { required: () => true, methods: ["S256"] },
      features: { devInteractions: { enabled: true } },
      cookies: { keys: ["only for tests"] },
      findAccount: (_context, login) => {
        const person = people.get(login);
        if (person === undefined) return undefined;
        return { accountId: login, claims: () => ({ ...person }) };
      },
      // People consent by signing in.
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({
          clientId: oidc.client?.clientId,
          accountId: oidc.session?.accountId,
        });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    });
    started.use(async (context, next) => {
      await next();
      // Its pages would load a font from elsewhere.
      if (typeof context.body === "string") {
        context.body = context.body.replaceAll(/@import url\([^)]*\);/g, "");
      }
      if (context.path !== "/token" || tamper === undefined) return;
      const answer = tokenAnswer.safeParse(context.body);
      if (!answer.success) return;
      context.body = { ...answer.data, id_token: await resigned(answer.data.id_token) };
    });
    return started;
  }

  async function resigned(token: string) {
    const [header = "", payload = ""] = token.split(".");
    const { alg } = z.object({ alg: z.string() }).parse(decoded(header));
    const key = keys.find((each) => each.alg === alg) ?? {};
    const claims = z.record(z.string(), z.unknown()).parse(decoded(payload));
    return new SignJWT(tamper?.(claims) ?? claims)
      .setProtectedHeader({ alg, kid: key.kid })
      .sign(await importJWK(key, alg));
  }

  return {
    issuer,
    add: (login: string, person: IssuerPerson) => people.set(login, person),
    tamperWith: (change: typeof tamper) => {
      tamper = change;
    },
    /** New signing keys; the old ones are gone. */
    rotateKeys: async () => {
      keys = await newKeys();
      provider = serve();
    },
    become: (state: "away" | "back") => {
      isAway = state === "away";
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function newKeys(): Promise<JWK[]> {
  const algorithms = ["RS256", "ES256"];
  return Promise.all(
    algorithms.map(async (alg) => {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      const kid = `${alg}-${Math.random().toString(36).slice(2)}`;
      return { ...(await exportJWK(privateKey)), alg, kid, use: "sig" };
    }),
  );
}

const decoded = (part: string): unknown =>
  JSON.parse(Buffer.from(part, "base64url").toString("utf8"));

function portOf(server: Server) {
  return z.object({ port: z.int() }).parse(server.address()).port;
}
