import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "~/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <div className="mx-auto grid max-w-lg justify-items-start gap-4 py-12">
      <h1 className="text-4xl">Page not found</h1>
      <p className="text-lg text-muted">
        This page doesn't exist, or you don't have access to it. If someone sent you the link, ask
        them to check it.
      </p>
      <Button asChild>
        <Link href="/mentors">Find a mentor</Link>
      </Button>
    </div>
  );
}
