/** The current people; those who have changed here since are marked as touched. */
export const LEAVING_OWNERS = "owner text PRIMARY KEY, touched boolean NOT NULL DEFAULT false";
