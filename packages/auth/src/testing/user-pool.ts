import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const request = z.object({
  AuthFlow: z.literal("USER_PASSWORD_AUTH"),
  ClientId: z.string(),
  AuthParameters: z.strictObject({
    USERNAME: z.string(),
    PASSWORD: z.string(),
    SECRET_HASH: z.string().optional(),
  }),
});

/** A user in the pool. `answer` overrides the pool's response. */
export interface PoolUser {
  password?: string;
  subject?: string;
  challenge?: string;
  answer?: PoolAnswer | "hangs" | "breaks";
}

interface PoolAnswer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

export const poolError = (type: string, message = "Not today.", status = 400): PoolAnswer => ({
  status,
  body: JSON.stringify({ __type: type, message }),
});

/**
 * A user pool's InitiateAuth on a local port, and whom it was asked about. It is as strict
 * as the real one about the call's form, the client and its secret.
 */
export async function userPool({ clientSecret }: { clientSecret?: string } = {}) {
  const clientId = "4t1client";
  const users = new Map<string, PoolUser>();
  const calls: string[] = [];
  let nobody = 0;
  let state: "up" | "hangs" | "breaks" = "up";

  function respond({ AuthParameters, ClientId }: z.infer<typeof request>): PoolUser["answer"] {
    const { USERNAME, PASSWORD, SECRET_HASH } = AuthParameters;
    if (users.has(USERNAME)) calls.push(USERNAME);
    else nobody += 1;
    if (state !== "up") return state;
    if (ClientId !== clientId) return poolError("ResourceNotFoundException");
    const expected =
      clientSecret &&
      createHmac("sha256", clientSecret)
        .update(USERNAME + clientId)
        .digest("base64");
    if (SECRET_HASH !== expected) {
      const message = `Unable to verify secret hash for client ${clientId}`;
      return poolError("NotAuthorizedException", message);
    }
    const user = users.get(USERNAME);
    if (user?.answer) return user.answer;
    if (user?.password !== PASSWORD) {
      return poolError("NotAuthorizedException", "Incorrect username or password.");
    }
    if (user.challenge) {
      const body = { ChallengeName: user.challenge, ChallengeParameters: {}, Session: "s" };
      return { status: 200, body: JSON.stringify(body) };
    }
    const token = ["{}", JSON.stringify({ sub: user.subject ?? USERNAME }), "signature"];
    const AccessToken = token.map((part) => Buffer.from(part).toString("base64url")).join(".");
    const body = { AuthenticationResult: { AccessToken, RefreshToken: "r", ExpiresIn: 3600 } };
    return { status: 200, body: JSON.stringify(body) };
  }

  const server = createServer(async (incoming, outgoing) => {
    const isCall =
      incoming.method === "POST" &&
      incoming.headers["content-type"] === "application/x-amz-json-1.1" &&
      incoming.headers["x-amz-target"] === "AWSCognitoIdentityProviderService.InitiateAuth";
    const answer = isCall
      ? respond(request.parse(JSON.parse(await bodyOf(incoming))))
      : poolError("UnknownOperationException");
    if (answer === "hangs") return;
    if (answer === undefined || answer === "breaks") return incoming.socket.destroy();
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    users,
    /** The users it was asked about. */
    calls,
    /** How often it was asked about somebody it doesn't know. */
    askedAboutNobody: () => nobody,
    become: (next: typeof state) => {
      state = next;
    },
    client: {
      poolId: "eu-west-1_Sundial",
      clientId,
      clientSecret,
      timeout: 10_000,
      endpoint: `http://127.0.0.1:${port}/`,
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(incoming: IncomingMessage) {
  let body = "";
  for await (const chunk of incoming) body += String(chunk);
  return body;
}
