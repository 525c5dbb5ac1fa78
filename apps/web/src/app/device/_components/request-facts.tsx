"use client";

import type { RouterOutputs } from "@sundial/api";
import type { DeviceAccess } from "@sundial/validators";
import type { ReactNode } from "react";
import { useFormats } from "~/components/formats";
import { useViewerZone } from "~/components/use-viewer-zone";

const accessLabels: Record<DeviceAccess, string> = {
  read: "Read only. It can see what you can see, and changes nothing.",
  write: "Read and write. It can do what you can do, except change how you sign in.",
};

/** What the program asks for. Only the code and the address are known to be true. */
export function RequestFacts({ login }: { login: RouterOutputs["deviceLogin"]["byCode"] }) {
  const zone = useViewerZone();
  const formats = useFormats();
  const { userCode, program, device, access, ip, userAgent, createdAt } = login;
  return (
    <div className="grid gap-5">
      <p>
        <span className="font-semibold">{program}</span> wants to use Sundial as you. Check that it
        shows this code:
      </p>
      <p
        className="rounded-card bg-sunken p-4 text-center font-mono text-3xl tracking-widest"
        data-testid="user-code"
      >
        {userCode}
      </p>
      <dl className="grid gap-3 wrap-anywhere">
        <Fact term="Device">{device}</Fact>
        <Fact term="Access">{accessLabels[access]} It expires after 30 days.</Fact>
        <Fact term="Address">{ip ?? "Unknown"}</Fact>
        <Fact term="Program">{userAgent ?? "Unknown"}</Fact>
        <Fact term="Requested">
          <span data-slot="time">{formats.fullDateTime(createdAt, zone)}</span>
        </Fact>
      </dl>
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-muted text-sm">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
