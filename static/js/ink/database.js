/**
 * Stores of this browser's own databases, which go nowhere else. A browser that has none, or no room in one, keeps
 * nothing.
 */

/** A store whose entries have their name in `id`. */
export class Store {
  #database;
  #name;

  /**
   * @param {string} database
   * @param {string} name  of the only store in it
   */
  constructor(database, name) {
    this.#database = database;
    this.#name = name;
  }

  /**
   * Do something with the store, whole or not at all.
   *
   * @template T
   * @param {(store: IDBObjectStore) => Promise<T>} work
   * @param {T} otherwise  where the browser has no such thing, or no room
   * @returns {Promise<T>}
   */
  async attempt(work, otherwise) {
    /** @type {IDBDatabase | undefined} */
    let database;
    try {
      const opening = indexedDB.open(this.#database, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(this.#name, { keyPath: "id" });
      database = await answerTo(opening);
      const transaction = database.transaction(this.#name, "readwrite");
      const outcome = await work(transaction.objectStore(this.#name));
      await ended(transaction);
      return outcome;
    } catch {
      return otherwise;
    } finally {
      // An open database would keep the page from being gone back to as it was left.
      database?.close();
    }
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function answerTo(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
function ended(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/** A name that nothing else has; randomUUID is there over HTTPS alone. */
export function newId() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
