/**
 * The shapes that several modules share. They are here, in a module that imports nothing, because a type named by its
 * module is an import to whatever follows imports (so are the hashed file names), and those must not run in circles.
 *
 * @typedef {[number, number, number]} Point  x and y in the drawing's own units (y downwards), pen pressure 0…1
 * @typedef {Point[]} Stroke  the points from pen down to pen up; a single point is a dot
 * @typedef {[number, number, number, number]} Box  x, y, width, height
 * @typedef {"number" | "digit"} Mode
 *
 * @typedef {object} Contact  what a pointer did on the sheet
 * @property {"pointerdown" | "pointermove" | "pointerup" | "pointercancel"} type
 * @property {number} id  of the pointer
 * @property {boolean} isPrimary  the first of its kind
 * @property {string} device  "mouse", "touch" or "pen"
 * @property {number} button  as in PointerEvent
 * @property {number} buttons
 * @property {number} at  when, in milliseconds since the page was opened
 * @property {{x: number, y: number, pressure: number}[]} places  since the last contact, in CSS pixels of the sheet; the
 *   last is where it is
 *
 * @typedef {object} Picture
 * @property {Blob} file  what is sent: the bytes as they were chosen
 * @property {HTMLCanvasElement} image  what is shown: no larger than a screen needs
 * @property {number} width  of the picture itself, in its own pixels, upright
 * @property {number} height
 *
 * @typedef {object} Pin  a correction: this ink is one digit, whatever is written beside it
 * @property {Stroke[]} strokes  the ink, of a drawing
 * @property {Box | null} region  where the ink is, in a picture
 * @property {number | null} digit  what it is by hand; null: the network reads it
 * @property {boolean} isDropped  in a picture: no digit at all
 * @property {ReadDigit | null} seen  how it was last read, as long as that still holds
 *
 * @typedef {object} Witness  the reading that is corrected
 * @property {string} receipt  which the server gave for it
 * @property {boolean} isWanted  drawn by lot: may be given although nothing was said of it
 * @property {boolean} isOutgrown  ink was added since
 *
 * @typedef {object} Drawing
 * @property {Stroke[]} strokes
 * @property {Picture | null} picture
 * @property {Pin[]} pins
 * @property {object | null} origin  the stroke or picture with which it began: what it is a state of
 * @property {Stroke[][]} removed  ink that is no digit, as was said of a drawing
 * @property {Witness | null} corrects  none as long as nothing is corrected
 *
 * @typedef {import("../net/answers.js").DigitAnswer} Digit
 * @typedef {import("../net/answers.js").RecognizeAnswer} RecognizeAnswer
 * @typedef {Omit<RecognizeAnswer, "model"> & {model: RecognizeAnswer["model"] | null}} Answer  model: null if none was asked
 *
 * @typedef {object} Origin  where a digit of a reading comes from
 * @property {Stroke[]} ink  the strokes that make it; none in a picture
 * @property {Pin | null} pin  the correction that it comes from
 * @property {boolean} isByHand
 *
 * @typedef {Omit<Digit, "digit"> & {digit: number | null} & Origin} ReadDigit  digit: null if none was found
 * @typedef {Omit<Answer, "digits" | "receipt" | "wanted"> & ReadingParts} Reading
 *
 * @typedef {object} ReadingParts
 * @property {ReadDigit[]} digits
 * @property {boolean} isCorrected
 * @property {string | null} receipt  of what was read as a whole; null where nothing was
 * @property {boolean} isWanted  whether it may be given although nothing is said of it
 *
 * @typedef {"mouse" | "touch" | "pen" | "picture" | "other"} Device  with what a drawing was made
 *
 * @typedef {object} Part  one request
 * @property {Stroke[]} strokes
 * @property {Picture | null} picture
 * @property {Box | null} region  of the picture; null for the whole of it
 * @property {Mode} mode
 * @property {Pin | null} pin  null for what is not pinned
 *
 * @typedef {Record<string, string>} Messages  the page's texts, by name, with {placeholders}
 */
export {};
