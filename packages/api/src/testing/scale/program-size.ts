/** The size of the program. People are mentors, mentees and a few staff. */
export interface ProgramSize {
  users: number;
  mentors: number;
  sessions: number;
  events: number;
}

export const menteesOf = ({ users, mentors }: ProgramSize) => users - mentors;
