import { CalendarCheck, Globe, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { DayArc } from "~/components/day-arc";
import { Button } from "~/components/ui/button";
import { getFormats, getProgram } from "~/trpc/server";

const promises = [
  {
    icon: Globe,
    title: "Everyone in their own time zone",
    text: "You see every time in your own zone, and it stays right when clocks change.",
  },
  {
    icon: CalendarCheck,
    title: "Booked means booked",
    text: "If you can see a slot, you can book it. Two people never get the same one.",
  },
  {
    icon: ShieldCheck,
    title: "Yours to run",
    text: "Self-hosted, with one database. Your program's people and history stay with you.",
  },
];

/** What visitors see first. */
export async function Landing() {
  const { signUpPolicy } = await getProgram();
  return (
    <div className="grid gap-16">
      <section className="grid items-center gap-10 lg:grid-cols-[1.1fr_1fr]">
        <div className="grid justify-items-start gap-6">
          <h1 className="text-5xl leading-[1.08] sm:text-6xl">
            An hour with someone who has been there.
          </h1>
          <p className="max-w-prose text-lg text-muted sm:text-xl">
            Mentors publish their office hours. Find one who knows what you want to learn, pick a
            time and meet.
          </p>
          <div className="flex flex-wrap gap-3">
            {signUpPolicy === "invitation" ? (
              <Button asChild>
                <Link href="/sign-in">Sign in</Link>
              </Button>
            ) : (
              <>
                <Button asChild>
                  <Link href="/sign-up">Join as a mentee</Link>
                </Button>
                <Button asChild variant="secondary">
                  <Link href="/sign-in">Sign in</Link>
                </Button>
              </>
            )}
          </div>
        </div>
        <DayArc formats={await getFormats()} now={new Date()} />
      </section>
      <ul className="grid gap-8 border-line border-t pt-10 sm:grid-cols-3">
        {promises.map(({ icon: Icon, title, text }) => (
          <li className="grid content-start gap-2" key={title}>
            <Icon aria-hidden className="size-7 text-sun-ink" />
            <h2 className="text-xl">{title}</h2>
            <p className="text-muted">{text}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
