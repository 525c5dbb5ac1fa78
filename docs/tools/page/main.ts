import { createSundialClient } from "@sundial/client";

const url = "https://sundial.example.org";
const form = document.querySelector("form");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  // Everyone enters a token of their own; the page keeps none.
  const token = String(new FormData(form).get("token"));
  const sundial = createSundialClient({ url, token });
  const { items } = await sundial.mentor.list.query({ sort: "earliest", limit: 5 });
  const lines = items.map(({ name, nextSlot }) => {
    const line = document.createElement("li");
    line.textContent = `${name}: ${nextSlot?.toLocaleString() ?? "booked out"}`;
    return line;
  });
  document.querySelector("ul")?.replaceChildren(...lines);
});
