/** The page of the API: Swagger UI, in the site's colours, with the endpoints under names. */
import { find, findAll } from "../base/find.js";
import { onSchemeChange } from "../base/scheme.js";
import { underNames } from "./description.js";

const place = find("api");
const tags = findAll(place, "[data-tag]").map(({ dataset, textContent }) => ({
  key: dataset.tag ?? "",
  name: textContent,
  about: dataset.about ?? "",
}));

follow();
onSchemeChange(follow);
show();

async function show() {
  const answer = await fetch(place.dataset.description ?? "");
  const swagger = Reflect.get(globalThis, "SwaggerUIBundle");
  swagger({
    spec: underNames(await answer.json(), tags),
    domNode: place,
    presets: [swagger.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    defaultModelsExpandDepth: -1,
  });
}

/** Swagger UI is dark by a class. */
function follow() {
  const { colorScheme } = getComputedStyle(document.documentElement);
  const isDark =
    colorScheme === "dark" || (colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark-mode", isDark);
}
