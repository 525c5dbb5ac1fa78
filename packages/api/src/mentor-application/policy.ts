import { can } from "@sundial/auth";
import type { MentorApplicationStatus, Permission, Role } from "@sundial/validators";
import type { Actor } from "../context.ts";

interface Rule {
  from: MentorApplicationStatus;
  to: MentorApplicationStatus;
  permission: Permission;
  /** Applicants withdraw their own; nobody decides about themselves. */
  by: "applicant" | "others";
  /** The roles that the applicant may have by then. */
  applicantIs: readonly Role[];
}

/** What can be done with an application, by whom, and where it leads. */
export const RULES = {
  withdraw: {
    from: "pending",
    to: "withdrawn",
    permission: "mentorApplication:submit",
    by: "applicant",
    applicantIs: ["mentee"],
  },
  approve: {
    from: "pending",
    to: "approved",
    permission: "mentorApplication:decide",
    by: "others",
    // Staff may have made them a mentor in the meantime.
    applicantIs: ["mentee", "mentor"],
  },
  decline: {
    from: "pending",
    to: "declined",
    permission: "mentorApplication:decide",
    by: "others",
    applicantIs: ["mentee", "mentor", "pm", "admin"],
  },
} as const satisfies Record<string, Rule>;

export type ApplicationAction = keyof typeof RULES;

interface Application {
  status: MentorApplicationStatus;
  applicant: { id: string; role: Role };
}

/** What this caller can do with an application now. Pages show no other button. */
export function actionsFor(actor: Actor, application: Application): ApplicationAction[] {
  const actions: readonly ApplicationAction[] = ["withdraw", "approve", "decline"];
  return actions.filter((action) => {
    const { from, permission, by, applicantIs }: Rule = RULES[action];
    const { status, applicant } = application;
    return (
      status === from &&
      (by === "applicant") === (actor.id === applicant.id) &&
      applicantIs.includes(applicant.role) &&
      can(actor, permission)
    );
  });
}
