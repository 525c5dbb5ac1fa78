import type { MovedRows } from "../engine/moved-run.ts";
import { foreignReferences, leavingTargets } from "../engine/remove.ts";

const ids = (runId: string, entity: string) =>
  `SELECT p.id FROM (${leavingTargets(runId, entity)}) p`;
const uuids = (runId: string, entity: string) =>
  `SELECT p.id::uuid FROM (${leavingTargets(runId, entity)}) p`;

/** The people whom the leaving rows are about. */
const parties = (runId: string) => `
  SELECT unnest(ARRAY[mentor_id, mentee_id]) FROM public.office_sessions t WHERE t.id IN (${uuids(runId, "session")})
  UNION ${ids(runId, "availability")}
  UNION SELECT mentor_id FROM public.expertise t WHERE t.id IN (${uuids(runId, "expertise")})`;

/** Sessions with the time they take up, and mentors' hours and topics. */
export const programRows: MovedRows = {
  noun: "sessions and mentors",
  references: (target) => foreignReferences(target, ["office_sessions"], ["time_claims"]),
  async lock(target, runId) {
    // What changes a session or hours here takes a stronger lock on the same people first.
    await target.query(
      `SELECT FROM public.users u WHERE u.id IN (${parties(runId)}) ORDER BY u.id FOR SHARE`,
    );
    // Notes and feedback wait for their session.
    await target.query(
      `SELECT FROM public.office_sessions t WHERE t.id IN (${uuids(runId, "session")})
       ORDER BY t.id FOR UPDATE`,
    );
  },
  extended(runId, references) {
    const notes = references.map(
      ({ table, column }) => `EXISTS (SELECT FROM ${table} x WHERE x.${column} = p.id::uuid)`,
    );
    // Without its erased person, a session is what the other one has of it.
    const isErased = `EXISTS (SELECT FROM public.office_sessions t JOIN public.users u
      ON u.id IN (t.mentor_id, t.mentee_id) WHERE t.id = p.id::uuid AND u.anonymized_at IS NOT NULL)`;
    return `SELECT p.owner FROM (${leavingTargets(runId, "session")}) p
      WHERE ${[isErased, ...notes].join(" OR ")}`;
  },
  async remove(target, runId) {
    await target.query(
      `DELETE FROM public.office_sessions t WHERE t.id IN (${uuids(runId, "session")})`,
    );
    const mentors = ids(runId, "availability");
    for (const table of ["availability_schedules", "availability_overrides", "time_off"]) {
      await target.query(`DELETE FROM public.${table} t WHERE t.mentor_id IN (${mentors})`);
    }
    await target.query(
      `UPDATE public.mentor_profiles t SET availability_version = availability_version + 1
       WHERE t.user_id IN (${mentors})`,
    );
    await target.query(
      `DELETE FROM public.expertise t WHERE t.id IN (${uuids(runId, "expertise")})`,
    );
  },
};
