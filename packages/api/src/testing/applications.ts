/** What an applicant writes. */
export const applicationText = {
  expertise: ["System design"],
  experience: "Ten years of building systems that other people had to maintain.",
  why: "Somebody did this for me when I needed it most.",
};
