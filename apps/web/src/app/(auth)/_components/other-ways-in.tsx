import type { ProviderChoice } from "@sundial/validators";
import type { ReactNode } from "react";
import { ProviderButtons } from "~/components/provider-buttons";

interface OtherWaysInProps {
  providers: readonly ProviderChoice[];
  /** Where to go after signing in. */
  next: string;
  children?: ReactNode;
}

/** The ways in beside a form; nothing where there are none. */
export function OtherWaysIn({ providers, next, children }: OtherWaysInProps) {
  if (providers.length === 0 && children === undefined) return null;
  return (
    <div className="grid gap-3 border-line border-t pt-5">
      {children}
      {providers.length > 0 ? <ProviderButtons next={next} providers={providers} /> : null}
    </div>
  );
}
