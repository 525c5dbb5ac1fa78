"use client";

import type { RouterOutputs } from "@sundial/api";
import { PERSONAL_ACCESS_TOKENS_MAX } from "@sundial/validators";
import { CopyField } from "~/components/copy-field";
import { useFormats } from "~/components/formats";
import { PermissionSummary } from "~/components/permission-field";
import { RevocableList, useRevocableList } from "~/components/revocable-list";
import { Badge } from "~/components/ui/badge";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { CreateTokenForm } from "./create-token-form";

type AccessToken = RouterOutputs["personalAccessToken"]["list"][number];

/** The person's tokens for scripts. */
export function AccessTokens() {
  const zone = useViewerZone();
  const [tokens] = api.personalAccessToken.list.useSuspenseQuery();
  const cache = api.useUtils();
  const list = useRevocableList<RouterOutputs["personalAccessToken"]["create"]>();
  const revoke = api.personalAccessToken.revoke.useMutation();
  const { created } = list;

  return (
    <RevocableList
      facts={(token) => <TokenUse isNew={token.id === created?.id} token={token} zone={zone} />}
      items={tokens}
      lead="Let scripts and tools act for you without your password. Changing your password or signing out everywhere revokes them all."
      list={list}
      max={PERSONAL_ACCESS_TOKENS_MAX}
      nameOf={({ name }) => name}
      nouns={["token", "personal access tokens"]}
      onRevoked={(id) =>
        cache.personalAccessToken.list.setData(undefined, (all) =>
          all?.filter((token) => token.id !== id),
        )
      }
      revoke={revoke}
      secret={
        created ? (
          <CopyField
            action="Copy token"
            hint="Copy it now. You won't see it again. Anyone who has it can act as you."
            id="new-access-token"
            key={created.id}
            label={`The token “${created.name}”`}
            value={created.token}
          />
        ) : null
      }
      title="Personal access tokens"
      warningOf={({ name }) =>
        `Anything that uses “${name}” loses access right away. This can't be undone.`
      }
    >
      <CreateTokenForm onCreated={list.onCreated} />
    </RevocableList>
  );
}

interface TokenUseProps {
  token: AccessToken;
  /** The token shown below. */
  isNew: boolean;
  zone: string;
}

function TokenUse({ token, isNew, zone }: TokenUseProps) {
  const formats = useFormats();
  return (
    <div className="grid min-w-0 justify-items-start gap-1 text-sm" data-slot="time">
      <p className="flex flex-wrap items-center gap-2">
        <span className="text-base font-semibold">{token.name}</span>
        {isNew ? <Badge tone="good">New</Badge> : null}
      </p>
      <PermissionSummary permissions={token.permissions} />
      <p>Expires {formats.fullDateTime(token.expiresAt, zone)}</p>
      <p className="text-muted">
        {token.lastUsedAt === null
          ? "Never used"
          : `Last used ${formats.fullDateTime(token.lastUsedAt, zone)}`}
      </p>
    </div>
  );
}
