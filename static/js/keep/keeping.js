/**
 * What can be done with a drawing besides having it read: sharing, saving, finding it again, taking one by the camera.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Reading} Reading
 */
import { messagesOf } from "../base/announcements.js";
import { find } from "../base/find.js";
import { fill } from "../base/texts.js";
import { isBlank } from "../ink/corrections.js";
import { keepForOffline } from "./offline.js";
import { drawingOf } from "./readings.js";
import { ReadingsSlip } from "./readings-slip.js";
import { Recorder } from "./recorder.js";
import { SaveSlip } from "./save-slip.js";
import { ShareSlip } from "./share-slip.js";
import { offerWebcam } from "./webcam.js";

/** The texts of all this. */
export const keepMessages = messagesOf(find("keep-messages", HTMLTemplateElement));

/**
 * @param {import("../ink/session.js").Session} session
 * @param {object} sheet
 * @param {() => {drawing: Drawing, mode: Mode, text: string}} sheet.now  what is on it, and the answer
 * @param {(drawing: Drawing, mode: Mode) => void} sheet.put  another drawing in its place
 * @param {(file: File) => void} sheet.takePicture
 * @param {(sentence: string) => void} sheet.say
 */
export function offerKeeping(session, { now, put, takePicture, say }) {
  const keptAs = session.restoreReading();
  const recorder = new Recorder((id) => session.keepReading(id));
  const shareSlip = new ShareSlip(keepMessages);
  const saveSlip = new SaveSlip((name) => say(fill(keepMessages.saved, { name })));
  const readingsSlip = new ReadingsSlip(keepMessages, {
    onOpen: async (kept) => {
      const drawing = await drawingOf(kept).catch(() => null);
      if (!drawing) return;
      recorder.remember(drawing, kept.id);
      put(drawing, kept.mode);
      say(keepMessages.reading_back);
    },
    onForget: (id) => recorder.forget(now().drawing, id),
  });
  find("share").addEventListener("click", () => shareSlip.open(now().drawing, now().mode));
  find("save").addEventListener("click", () => saveSlip.open(now()));
  find("readings").addEventListener("click", async () => {
    await recorder.settle();
    await readingsSlip.open();
  });
  offerWebcam(keepMessages, takePicture);
  keepForOffline(find("keep").dataset.serviceWorker ?? "");
  return {
    /** @param {Drawing} drawing  that was restored */
    remember: (drawing) => recorder.remember(drawing, keptAs),

    /** @param {Drawing} drawing  on the sheet now */
    show: (drawing) => {
      for (const id of ["share", "save"]) find(id).hidden = isBlank(drawing);
      recorder.show(drawing);
    },

    /**
     * @param {Reading} reading
     * @param {Drawing} drawing  that was read
     */
    note: ({ text, verdict }, drawing) => recorder.note(drawing, { text, verdict, mode: now().mode }),
  };
}
