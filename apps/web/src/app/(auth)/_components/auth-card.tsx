import type { ReactNode } from "react";
import { ProgramLogo } from "~/components/logo";
import { Card } from "~/components/ui/card";
import { getProgram } from "~/trpc/server";

interface AuthCardProps {
  title: string;
  lead?: string;
  footer: ReactNode;
  children: ReactNode;
}

export async function AuthCard({ title, lead, footer, children }: AuthCardProps) {
  const { logoDigest } = await getProgram();
  return (
    <div className="mx-auto grid w-full max-w-md gap-6">
      <div className="grid justify-items-center gap-2 text-center">
        <ProgramLogo className={logoDigest === null ? "size-12" : "h-12"} digest={logoDigest} />
        <h1 className="text-3xl">{title}</h1>
        {lead ? <p className="text-muted">{lead}</p> : null}
      </div>
      <Card className="grid gap-5">{children}</Card>
      <p className="text-center text-muted">{footer}</p>
    </div>
  );
}
