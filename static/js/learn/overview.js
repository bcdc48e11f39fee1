/** A page of the course that does nothing but keep the reader's drawing. */
import { openPage } from "./page.js";

openPage({ fields: {} }).begin();
