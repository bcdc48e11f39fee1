/**
 * The API's description as its page shows it. Pure: no function here touches the page.
 *
 * @typedef {{key: string, name: string, about: string}} Tag  key: as the description has it, "" for what has none
 * @typedef {{tags?: string[]}} Operation
 * @typedef {{paths: Record<string, Record<string, Operation>>, tags?: {name: string, description: string}[]}} Description
 */

/**
 * Put each endpoint under the name of its tag, in the order of the tags.
 *
 * @param {Description} description
 * @param {Tag[]} tags  in the reader's language
 * @returns {Description}
 */
export function underNames(description, tags) {
  const nameOf = (/** @type {string} */ key) => tags.find((tag) => tag.key === key)?.name ?? key;
  const named = (/** @type {Operation} */ operation) => ({
    ...operation,
    tags: (operation.tags ?? [""]).map(nameOf),
  });
  const paths = Object.entries(description.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, named(operation)])),
  ]);
  return {
    ...description,
    paths: Object.fromEntries(paths),
    tags: tags.map(({ name, about }) => ({ name, description: about })),
  };
}
