"use client";

import type { RouterOutputs } from "@sundial/api";
import { PERSONAL_ACCESS_TOKENS_MAX } from "@sundial/validators";
import { formatMoment } from "@sundial/validators/time";
import { useRef, useState } from "react";
import { CopyField } from "~/components/copy-field";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { Card } from "~/components/ui/card";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { CreateTokenForm } from "./create-token-form";
import { RevokeTokenDialog } from "./revoke-token-dialog";
import { tokenScopeLabels } from "./token-scope-labels";

type AccessToken = RouterOutputs["personalAccessToken"]["list"][number];

/** The person's tokens for scripts: make one, see whether it is used, end it. */
export function AccessTokens() {
  const { zone } = useViewerZone();
  const [tokens] = api.personalAccessToken.list.useSuspenseQuery();
  const cache = api.useUtils();
  const heading = useRef<HTMLHeadingElement>(null);
  const [created, setCreated] = useState<RouterOutputs["personalAccessToken"]["create"] | null>(
    null,
  );
  const [hasRevoked, setHasRevoked] = useState(false);

  function onRevoked(id: string) {
    if (created?.id === id) setCreated(null);
    cache.personalAccessToken.list.setData(undefined, (all) =>
      all?.filter((each) => each.id !== id),
    );
    setHasRevoked(true);
    // The button that led here is gone.
    heading.current?.focus();
  }

  return (
    <section aria-labelledby="access-tokens-heading">
      <Card className="grid gap-5">
        <div className="grid gap-1">
          <h2 className="text-2xl" id="access-tokens-heading" ref={heading} tabIndex={-1}>
            Access tokens
          </h2>
          <p className="text-muted">
            For scripts and tools that act for you, instead of your password. Changing your password
            or signing out everywhere ends them all.
          </p>
        </div>
        {tokens.length === 0 ? (
          <p>You have no access tokens yet.</p>
        ) : (
          <ul aria-label="Your access tokens" className="grid gap-3">
            {tokens.map((token) => (
              <li
                className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-sunken p-4"
                key={token.id}
              >
                <TokenUse isNew={token.id === created?.id} token={token} zone={zone} />
                <RevokeTokenDialog id={token.id} name={token.name} onRevoked={onRevoked} />
              </li>
            ))}
          </ul>
        )}
        {hasRevoked ? <Alert title="The token is revoked." tone="good" /> : null}
        {created ? (
          <div className="grid gap-4 rounded-card border border-good p-4">
            <CopyField
              action="Copy token"
              hint="Copy it now: it is shown only this once. Whoever has it can act as you."
              id="new-access-token"
              key={created.id}
              label={`The token “${created.name}”`}
              value={created.token}
            />
          </div>
        ) : null}
        {tokens.length < PERSONAL_ACCESS_TOKENS_MAX ? (
          <CreateTokenForm
            onCreated={(token) => {
              setHasRevoked(false);
              setCreated(token);
            }}
          />
        ) : (
          <p className="text-muted">
            These are as many tokens as there may be. Revoke one to create another.
          </p>
        )}
      </Card>
    </section>
  );
}

interface TokenUseProps {
  token: AccessToken;
  /** The one that is shown below. */
  isNew: boolean;
  zone: string;
}

function TokenUse({ token, isNew, zone }: TokenUseProps) {
  return (
    <div className="grid min-w-0 justify-items-start gap-1 text-sm" data-slot="time">
      <p className="flex flex-wrap items-center gap-2">
        <span className="break-words text-base font-semibold">{token.name}</span>
        {isNew ? <Badge tone="good">New</Badge> : null}
      </p>
      <p>
        {tokenScopeLabels[token.scope]}. Ends {formatMoment(token.expiresAt, zone)}
      </p>
      <p className="text-muted">
        {token.lastUsedAt === null
          ? "Not used yet"
          : `Last used ${formatMoment(token.lastUsedAt, zone)}`}
      </p>
    </div>
  );
}
