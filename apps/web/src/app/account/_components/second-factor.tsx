"use client";

import { useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { BothFactorsDialog } from "./both-factors-dialog";
import { RecoveryCodes } from "./recovery-codes";
import { SetUpSecondFactor } from "./set-up-second-factor";

/** Setting up and removing an authenticator app, and its recovery codes. */
export function SecondFactor() {
  const zone = useViewerZone();
  const formats = useFormats();
  const [{ since, recoveryCodes: left }] = api.secondFactor.mine.useSuspenseQuery();
  const cache = api.useUtils();
  const heading = useRef<HTMLHeadingElement>(null);
  // Shown once, until the page closes.
  const [codes, setCodes] = useState<string[] | null>(null);
  const [isRemoved, setIsRemoved] = useState(false);

  async function onChanged(recoveryCodes: string[] | null) {
    setCodes(recoveryCodes);
    setIsRemoved(recoveryCodes === null);
    await cache.invalidate();
    // The button that led here is gone.
    heading.current?.focus();
  }
  const renew = api.secondFactor.renewCodes.useMutation({
    onSuccess: ({ recoveryCodes }) => onChanged(recoveryCodes),
  });
  const remove = api.secondFactor.remove.useMutation({ onSuccess: () => onChanged(null) });

  return (
    <SectionCard
      headingRef={heading}
      lead="Add a code from an authenticator app to your sign-in. A stolen password alone won't be enough."
      title="Two-factor authentication"
    >
      {isRemoved ? (
        <Alert title="Two-factor authentication is off. You sign in without a code." tone="good" />
      ) : null}
      {since === null ? (
        <SetUpSecondFactor onConfirmed={onChanged} />
      ) : (
        <>
          <p data-slot="time">
            On since {formats.fullDateTime(since, zone)}. Recovery codes left: {left}.
          </p>
          {codes ? <RecoveryCodes codes={codes} /> : null}
          <div className="flex flex-wrap gap-3">
            <BothFactorsDialog
              description="Your current codes will stop working."
              mutation={renew}
              submit="Generate codes"
              title="Generate new recovery codes?"
              trigger="Generate new recovery codes"
            />
            <BothFactorsDialog
              description="You'll sign in without a code. All other devices are signed out, and your access tokens are revoked."
              isDanger
              mutation={remove}
              submit="Turn off"
              title="Turn off two-factor authentication?"
              trigger="Turn off 2FA"
            />
          </div>
        </>
      )}
    </SectionCard>
  );
}
