import { isStaff } from "@sundial/auth/permissions";
import { role as roles } from "@sundial/validators";
import { literal } from "../sql.ts";

const STAFF = roles.options
  .filter((role) => isStaff({ role }))
  .map(literal)
  .join(", ");

/**
 * Whether a role stays behind: staff decide about other people, so nobody arrives as staff whose
 * mailbox was never confirmed, and who may be somebody else. They arrive as mentees, flagged.
 */
export const isWithheld = (role: string, isVerified: string) =>
  `coalesce(${role} IN (${STAFF}) AND NOT (${isVerified}), false)`;
