// Where your Sundial is, and a personal access token from its account page.
export const url = "https://sundial.example.org";
export const token = "sundial_pat_…";
