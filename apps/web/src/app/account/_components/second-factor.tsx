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

/** An authenticator app that guards the sign-in: set up, recovery codes, remove. */
export function SecondFactor() {
  const zone = useViewerZone();
  const formats = useFormats();
  const [{ since, recoveryCodes: left }] = api.secondFactor.mine.useSuspenseQuery();
  const cache = api.useUtils();
  const heading = useRef<HTMLHeadingElement>(null);
  // Shown once, for as long as the page stays.
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
      lead="A code of an app on your phone, asked for after your password: whoever learns the password alone stays out."
      title="Second factor"
    >
      {isRemoved ? (
        <Alert title="The app is removed. Your password alone signs you in." tone="good" />
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
              description="The codes you have now will not work any more."
              mutation={renew}
              submit="Make new codes"
              title="Make new recovery codes?"
              trigger="New recovery codes"
            />
            <BothFactorsDialog
              description="Your password alone will sign you in. Every other device is signed out, and your access tokens end."
              isDanger
              mutation={remove}
              submit="Remove the app"
              title="Remove your authenticator app?"
              trigger="Remove"
            />
          </div>
        </>
      )}
    </SectionCard>
  );
}
