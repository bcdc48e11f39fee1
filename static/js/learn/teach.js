/** The page for teachers, which can be printed. */
import { find } from "../base/find.js";
import { offerHandout } from "./handout.js";

offerHandout(find("learn"));
