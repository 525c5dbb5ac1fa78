"use client";

import { Bell } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { api } from "~/trpc/client";

/** From when the page is idle; it must not delay what people came for. */
const BEGIN_AFTER_MS = 2_000;
/** After the stream has ended, for example because the server restarts. */
const AGAIN_AFTER_MS = 10_000;

/**
 * The way to the notifications, with how many are unread. The number follows without reloading
 * while the page is visible.
 */
export function NotificationBell() {
  const unread = useUnread();
  return (
    <Link
      aria-label={unread === 0 ? "Notifications" : `Notifications, ${unread} unread`}
      className="relative grid size-11 place-items-center rounded-control hover:bg-sunken"
      href="/notifications"
    >
      <Bell aria-hidden className="size-5" />
      {unread > 0 ? (
        <span
          aria-hidden
          className="absolute top-1 right-0.5 grid min-w-5 place-items-center rounded-full bg-action px-1 font-semibold text-on-action text-xs leading-5"
        >
          {unread > 99 ? "99+" : unread}
        </span>
      ) : null}
    </Link>
  );
}

/** Zero until the server has said. */
function useUnread(): number {
  const cache = api.useUtils();
  const [unread, setUnread] = useState(0);
  const isOpen = useOpenStream();
  api.notification.live.useSubscription(undefined, {
    enabled: isOpen.value,
    onData: (state) => {
      setUnread(state.unread);
      // Their page shows the same.
      void cache.notification.list.invalidate();
      void cache.notification.unread.invalidate();
    },
    onComplete: isOpen.ended,
    onError: isOpen.ended,
  });
  return unread;
}

/**
 * Whether the stream should be open: once the page is idle, and only while it can be seen, because a
 * browser allows six connections to a site in all its tabs.
 */
function useOpenStream() {
  const [isIdle, setIdle] = useState(false);
  const [isVisible, setVisible] = useState(false);
  const [hasEnded, setEnded] = useState(false);
  useEffect(() => {
    const follow = () => setVisible(document.visibilityState === "visible");
    follow();
    document.addEventListener("visibilitychange", follow);
    const timer = setTimeout(() => setIdle(true), BEGIN_AFTER_MS);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      clearTimeout(timer);
    };
  }, []);
  useEffect(() => {
    if (!hasEnded) return;
    const timer = setTimeout(() => setEnded(false), AGAIN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [hasEnded]);
  return { value: isIdle && isVisible && !hasEnded, ended: () => setEnded(true) };
}
