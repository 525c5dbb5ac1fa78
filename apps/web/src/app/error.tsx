"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect, useState } from "react";
import { Button } from "~/components/ui/button";

const RETRY_MS = 3_000;

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** Shows what is wrong. If it is the database, the page recovers once the database answers. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const router = useRouter();
  const [databaseDown, setDatabaseDown] = useState(false);

  function retry() {
    startTransition(() => {
      router.refresh();
      reset();
    });
  }

  useEffect(() => {
    let stopped = false;
    let wasDown = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function look() {
      const healthy = await fetch("/api/health").then(
        (response) => response.ok,
        () => false,
      );
      if (stopped) return;
      setDatabaseDown(!healthy);
      if (healthy && wasDown) {
        startTransition(() => {
          router.refresh();
          reset();
        });
        return;
      }
      wasDown = !healthy;
      if (!healthy) timer = setTimeout(look, RETRY_MS);
    }

    look();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [reset, router]);

  return (
    <div className="mx-auto grid max-w-lg justify-items-start gap-4 py-12" role="alert">
      <h1 className="text-4xl">
        {databaseDown ? "The database isn't responding" : "Something went wrong"}
      </h1>
      <p className="text-lg text-muted">
        {databaseDown
          ? "Nothing is lost. This page reloads when the database is back."
          : "The problem is on our side, and we've logged it. Try again in a moment."}
      </p>
      {error.digest ? <p className="text-muted text-sm">Reference: {error.digest}</p> : null}
      <Button onClick={retry}>Try again</Button>
    </div>
  );
}
