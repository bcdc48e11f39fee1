/** The page of the API: Swagger UI, in the site's colours, with the endpoints under names. */
import { messagesOf } from "../base/announcements.js";
import { find, findAll } from "../base/find.js";
import { onSchemeChange } from "../base/scheme.js";
import { underNames } from "./description.js";
import { giveNames } from "./names.js";

const place = find("api");
const tags = findAll(place, "[data-tag]").map(({ dataset, textContent }) => ({
  key: dataset.tag ?? "",
  name: textContent,
  about: dataset.about ?? "",
}));

/** Endpoints and their groups are opened by buttons; a link within one cannot be reached. */
const withoutLinks = () => ({ components: { DeepLink: (/** @type {{text: unknown}} */ { text }) => text } });

follow();
onSchemeChange(follow);
giveNames(place, messagesOf(find("messages", HTMLTemplateElement)));
show();

async function show() {
  const answer = await fetch(place.dataset.description ?? "");
  const swagger = Reflect.get(globalThis, "SwaggerUIBundle");
  swagger({
    spec: underNames(await answer.json(), tags),
    domNode: place,
    presets: [swagger.presets.apis],
    plugins: [withoutLinks],
    syntaxHighlight: { theme: "tomorrow-night" },
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
