import type { ExperienceLevel, LearningStyle, WeeklyHours } from "./enums.ts";

// Pages and emails both show them.

export const experienceLevelLabels: Record<ExperienceLevel, string> = {
  beginner: "Just starting out",
  junior: "First years of practice",
  intermediate: "Working independently",
  senior: "Leading others",
};

export const learningStyleLabels: Record<LearningStyle, string> = {
  hands_on: "Doing it myself",
  discussion: "Talking it through",
  reading: "Reading first",
  observation: "Watching others do it",
};

export const weeklyHoursLabels: Record<WeeklyHours, string> = {
  under_two: "Less than 2 hours",
  two_to_five: "2 to 5 hours",
  five_to_ten: "5 to 10 hours",
  over_ten: "More than 10 hours",
};
