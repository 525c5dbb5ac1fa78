"use client";

import encodeQR from "qr";

/** A text as a QR code: one path, dark on white in both themes, because cameras need that. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = encodeQR(text, "raw", { ecc: "low", border: 4 });
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      aria-label={label}
      className="size-56 rounded-card border border-line"
      role="img"
      shapeRendering="crispEdges"
      viewBox={`0 0 ${rows.length} ${rows.length}`}
    >
      <rect fill="#fff" height="100%" width="100%" />
      <path d={path} fill="#000" />
    </svg>
  );
}
