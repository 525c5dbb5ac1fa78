import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "~/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <div className="mx-auto grid max-w-lg justify-items-start gap-4 py-12">
      <h1 className="text-4xl">There is nothing here</h1>
      <p className="text-lg text-muted">
        The page does not exist, or it is not yours to see. If someone sent you the address, ask
        them to check it.
      </p>
      <Button asChild>
        <Link href="/mentors">Find a mentor</Link>
      </Button>
    </div>
  );
}
