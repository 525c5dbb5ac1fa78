import { cityOf } from "@sundial/validators/time";
import type { ReactNode } from "react";
import { useFormats } from "~/components/formats";
import { roleLabels } from "~/lib/labels";
import type { Member } from "~/trpc/types";

export function MemberFacts({ member, zone }: { member: Member; zone: string }) {
  const formats = useFormats();
  const { anonymizedAt, statusReason, statusChangedAt, lastLoginAt } = member;
  const moment = (at: Date) => (
    <time dateTime={at.toISOString()}>{formats.fullDateTime(at, zone)}</time>
  );
  if (anonymizedAt !== null) {
    return (
      <dl className="grid gap-3">
        <Row term="Erased">{moment(anonymizedAt)}</Row>
        <Row term="Former role">{roleLabels[member.role]}</Row>
      </dl>
    );
  }
  return (
    <dl className="grid gap-3">
      <Row term="Email">
        <span className="break-all">{member.email}</span>
        {member.emailVerified ? null : <span className="text-muted"> (not confirmed)</span>}
      </Row>
      <Row term="Role">{roleLabels[member.role]}</Row>
      {statusReason === null ? null : (
        <Row term="Reason">
          <span className="whitespace-pre-line">{statusReason}</span>
          <span className="block text-muted text-sm">Only staff can see this.</span>
        </Row>
      )}
      {statusChangedAt === null ? null : <Row term="Status since">{moment(statusChangedAt)}</Row>}
      <Row term="Two-factor authentication">{secondFactorOf(member)}</Row>
      <Row term="Profile">{profileOf(member)}</Row>
      <Row term="Time zone">{cityOf(member.timeZone)}</Row>
      <Row term="Joined">{moment(member.createdAt)}</Row>
      <Row term="Last sign-in">{lastLoginAt === null ? "Never" : moment(lastLoginAt)}</Row>
    </dl>
  );
}

function secondFactorOf({ mustEnrolFactor, _count }: Member): string {
  if (mustEnrolFactor) return "Not migrated. They can't sign in until you turn it off";
  return _count.totpFactors > 0 ? "Authenticator app" : "None";
}

function profileOf({ role, mentorProfile, menteeProfile }: Member): string {
  const isComplete = role === "mentor" ? mentorProfile !== null : menteeProfile !== null;
  if (role === "pm" || role === "admin") return "Not needed for this role";
  return isComplete ? "Complete" : "Incomplete";
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-1 sm:grid-cols-[8rem_1fr]">
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
