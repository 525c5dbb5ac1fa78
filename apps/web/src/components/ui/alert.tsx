import { CircleAlert, CircleCheck, Info } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "~/lib/cn";

const tones = {
  info: { icon: Info, className: "border-line bg-sunken text-ink" },
  good: { icon: CircleCheck, className: "border-good bg-good-soft text-good" },
  bad: { icon: CircleAlert, className: "border-bad bg-bad-soft text-bad" },
} as const;

type AlertProps = Omit<ComponentProps<"div">, "title"> & {
  tone?: keyof typeof tones;
  title: ReactNode;
};

/** A message in the page. Errors are announced at once, others when the reader is idle. */
export function Alert({ tone = "info", title, className, children, ...props }: AlertProps) {
  const { icon: Icon, className: toneClass } = tones[tone];
  return (
    <div
      className={cn("flex gap-3 rounded-card border p-4", toneClass, className)}
      role={tone === "bad" ? "alert" : "status"}
      {...props}
    >
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="grid gap-1">
        <p className="font-semibold">{title}</p>
        {children ? <div className="text-ink">{children}</div> : null}
      </div>
    </div>
  );
}
